"""``qhil compare`` and ``qhil report``."""
