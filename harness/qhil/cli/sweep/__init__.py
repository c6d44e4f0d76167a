"""``qhil sweep``: the scenario that is asked for, its sweep, and how that is shown."""
