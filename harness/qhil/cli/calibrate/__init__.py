"""``qhil calibrate``."""
