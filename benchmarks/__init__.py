"""How fast, beside stock Qiskit and beside the least that Aer takes: ``python -m benchmarks``."""
