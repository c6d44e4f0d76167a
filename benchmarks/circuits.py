"""The circuits that are timed, transpiled for a device; making them is not part of any figure."""

from __future__ import annotations

from typing import Any, List, Sequence, Tuple

from qiskit import QuantumCircuit, transpile
from qiskit.circuit.random import random_circuit

SEED = 20


def ghz(qubits: int) -> QuantumCircuit:
    """A GHZ state by a chain of CX, all measured."""
    circuit = QuantumCircuit(qubits)
    circuit.h(0)
    for qubit in range(qubits - 1):
        circuit.cx(qubit, qubit + 1)
    circuit.measure_all()
    return circuit


def ghz_over_device(edges: Sequence[Tuple[int, int]], qubits: int) -> QuantumCircuit:
    """A GHZ state over all qubits of a device, spread breadth first along its couplings."""
    circuit = QuantumCircuit(qubits)
    neighbours: List[List[int]] = [[] for _ in range(qubits)]
    for one, other in edges:
        neighbours[one].append(other)
        neighbours[other].append(one)
    circuit.h(0)
    reached, front = {0}, [0]
    while front:
        qubit = front.pop(0)
        for other in sorted(neighbours[qubit]):
            if other not in reached:
                circuit.cx(qubit, other)
                reached.add(other)
                front.append(other)
    circuit.measure_all()
    return circuit


def unlike(count: int, qubits: int) -> List[QuantumCircuit]:
    """Circuits of random gates, no two alike, all measured."""
    return [random_circuit(qubits, 4, 2, measure=True, seed=SEED + n) for n in range(count)]


def for_device(circuits: Any, backend: Any, **options: Any) -> Any:
    """Transpile for a device, the same way in every run."""
    return transpile(circuits, backend, seed_transpiler=SEED, **options)
