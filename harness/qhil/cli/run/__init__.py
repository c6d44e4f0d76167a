"""``qhil run``: the request, the process that does it, the events it tells, and how they are shown."""
