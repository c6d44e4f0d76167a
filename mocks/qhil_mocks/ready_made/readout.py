"""Readout errors taken out of counts: quasi-probabilities, by inverting what the device does to a measured bit.

Each qubit is calibrated by itself: two circuits, all measured qubits prepared as 0 and as 1, give for each the
probabilities of being read wrong. The matrix that takes true bit strings to read ones is then a product over qubits.
As in P. D. Nation et al., PRX Quantum 2, 040326 (2021), only the strings that were read are looked at, and
each column is scaled to one again for what that leaves out.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np
from qiskit import QuantumCircuit

# Of one qubit: P(read 1 | was 0), P(read 0 | was 1).
Flips = Tuple[float, float]


def measured_qubits(circuit: Any) -> List[int]:
    """The qubit that was measured last into each classical bit, by number of the bit.

    Raises:
        ValueError: for a bit into which nothing is measured.
    """
    found: Dict[int, int] = {}
    for step in circuit.data:
        if step.operation.name == "measure":
            found[circuit.find_bit(step.clbits[0]).index] = circuit.find_bit(step.qubits[0]).index
    unread = [bit for bit in range(circuit.num_clbits) if bit not in found]
    if unread:
        raise ValueError(f"readout errors need every classical bit measured, and {unread} are not")
    return [found[bit] for bit in range(circuit.num_clbits)]


def calibrated(backend: Any, qubits: Sequence[int], shots: int) -> Dict[int, Flips]:
    """How often each of ``qubits`` is read wrong."""
    chosen = sorted(set(qubits))
    size = backend.configuration().n_qubits
    circuits = []
    for prepared in (0, 1):
        circuit = QuantumCircuit(size, len(chosen), name=f"calibration {prepared}")
        if prepared:
            circuit.x(chosen)
        circuit.measure(chosen, range(len(chosen)))
        circuits.append(circuit)
    result = backend.run(circuits, shots=shots).result()
    ones = [_ones(result.get_counts(index), len(chosen)) for index in (0, 1)]
    return {qubit: (float(ones[0][at]), float(1 - ones[1][at])) for at, qubit in enumerate(chosen)}


def corrected(counts: Mapping[str, int], flips: Sequence[Flips]) -> Dict[str, float]:
    """Quasi-probabilities of ``counts``; ``flips`` by number of the bit, which stands last in a bit string."""
    strings = list(counts)
    bits = np.array([[int(bit) for bit in reversed(one)] for one in strings])
    matrix = np.ones((len(strings), len(strings)))
    for place, (up, down) in enumerate(flips):
        single = np.array([[1 - up, down], [up, 1 - down]])  # [read, was]
        matrix *= single[np.ix_(bits[:, place], bits[:, place])]
    matrix /= matrix.sum(axis=0)
    read = np.array([counts[one] for one in strings], dtype=float)
    found = np.linalg.solve(matrix, read / read.sum())
    return {one: float(value) for one, value in zip(strings, found)}


def _ones(counts: Mapping[str, int], bits: int) -> Any:
    """The share of ones of each bit."""
    total = np.zeros(bits)
    for string, number in counts.items():
        total += number * np.array([int(bit) for bit in reversed(string)])
    return total / sum(counts.values())
