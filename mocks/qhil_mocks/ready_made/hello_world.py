"""Runs random circuits and publishes the counts of each: a first program, to see how results come."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from qiskit import transpile
from qiskit.circuit.random import random_circuit


def main(backend: Any, user_messenger: Any, iterations: Optional[int] = 1) -> str:
    """Run ``iterations`` random circuits on up to five qubits, one after the other."""
    # The host has seeded numpy's global generator: a seed of the service fixes what is drawn here.
    draw = np.random.default_rng(np.random.randint(2**31))  # noqa: NPY002
    qubits = min(5, backend.configuration().n_qubits)
    for iteration in range(1 if iterations is None else iterations):
        seed = int(draw.integers(2**31))
        circuit = random_circuit(qubits, depth=5, max_operands=min(2, qubits), seed=seed)
        circuit.measure_all()
        fitting = transpile(circuit, backend, seed_transpiler=seed)
        counts = backend.run(fitting).result().get_counts()
        user_messenger.publish({"iteration": iteration, "counts": dict(counts)})
    return "Hello, World!"
