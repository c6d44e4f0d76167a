"""A recording against its drifted twin, end to end through the real client: ``python -m benchmarks.live``."""
