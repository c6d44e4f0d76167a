"""How often a comparison is wrong: false alarms, misses, and wrong causes, by simulation.

python -m benchmarks.comparison
"""
