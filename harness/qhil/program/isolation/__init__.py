"""A program in a process of its own: how it is asked, watched, and ended."""
