"""``qhil live``, and what other commands need that ask a live service: its options, its budget, its progress."""
