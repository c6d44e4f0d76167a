"""``qhil record``: a live device becomes a recording."""
