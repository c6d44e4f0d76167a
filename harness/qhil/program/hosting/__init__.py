"""A program called in this process: its surroundings, its time limit, what it prints, and how it ends."""
