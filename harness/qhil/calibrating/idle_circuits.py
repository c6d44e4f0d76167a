"""Circuits for a plan: qubits in superpositions that wait while others have their gates.

qubits + couplings + a random stream -> a circuit in the device's own gates, nothing left to a transpiler

Five times all qubits are turned at random, then one coupled pair has its gate four times while the others wait: so
phases add up on them (ZZ, detunings), and errors of the gates as often. Waits between which a qubit is turned add
up as a random walk does, and a frequency that is off by 10 kHz shows only in microseconds: with the same gates one by
one, every uncertainty was about twice as large. An even number leaves few outcomes, and so shows errors best; more
than four would add up what a gate does wrong in phase, too, of which no recording knows. Barriers keep it so: a
transpiler that finds two gates in a row takes both away.
"""

from __future__ import annotations

import math
from typing import Any, Callable, List, Mapping, Sequence, Tuple, TypeVar

import numpy as np

from qhil.calibrating.planned_qubits import Couplings
from qhil.errors import FitError
from qhil.recordings import Recording

_Way = TypeVar("_Way")

LAYERS, REPEATS = 5, 4
_EIGHTH = math.pi / 4  # angles in eighths of a turn are generic enough, and texts stay short


def prepared(recording: Recording, qubits: Sequence[int], *, ones: bool) -> Any:
    """All zeros or all ones, measured at once."""
    circuit = _empty(recording, len(qubits))
    if ones:
        flip = _one_of(recording, _FLIPS)
        for qubit in qubits:
            circuit.append(flip(), [qubit])
    return _measured(circuit, qubits)


def idle_rich(
    recording: Recording, qubits: Sequence[int], couplings: Couplings, draw: np.random.Generator
) -> Any:
    """One random circuit."""
    pairs = sorted(sorted(pair) for pair in couplings if pair <= set(qubits))
    circuit = _empty(recording, len(qubits))
    order: List[int] = []
    for _ in range(LAYERS):
        order = order or draw.permutation(len(pairs)).tolist()
        gate = couplings[frozenset(pairs[order.pop()])]
        _turned(recording, circuit, qubits, draw)
        circuit.barrier(list(qubits))
        for _ in range(REPEATS):
            getattr(circuit, gate.gate)(*gate.qubits)
            circuit.barrier(list(qubits))
    _turned(recording, circuit, qubits, draw)
    return _measured(circuit, qubits)


def _empty(recording: Recording, bits: int) -> Any:
    from qiskit import QuantumCircuit

    return QuantumCircuit(recording.n_qubits, bits)


def _measured(circuit: Any, qubits: Sequence[int]) -> Any:
    circuit.barrier(list(qubits))
    circuit.measure(list(qubits), list(range(len(qubits))))
    return circuit


def _turned(
    recording: Recording, circuit: Any, qubits: Sequence[int], draw: np.random.Generator
) -> None:
    """Rz, a quarter turn about x, Rz: with random angles, as the device has it."""
    turn = _one_of(recording, _TURNS)
    for qubit in qubits:
        first, last = (int(eighth) * _EIGHTH for eighth in draw.integers(8, size=2))
        for gate in turn(first, last):
            circuit.append(gate, [qubit])


def _rz_sx_rz(first: float, last: float) -> List[Any]:
    from qiskit.circuit.library import RZGate, SXGate

    return [RZGate(first), SXGate(), RZGate(last)]


def _u2(first: float, last: float) -> List[Any]:
    """The same but for a quarter turn less of the one angle and more of the other."""
    from qiskit.circuit.library import U2Gate

    return [U2Gate(last, first)]


def _x() -> Any:
    from qiskit.circuit.library import XGate

    return XGate()


def _u3() -> Any:
    from qiskit.circuit.library import U3Gate

    return U3Gate(math.pi, 0.0, math.pi)


_TURNS: Mapping[Tuple[str, ...], Callable[[float, float], List[Any]]] = {
    ("rz", "sx"): _rz_sx_rz,
    ("u2",): _u2,
}
_FLIPS: Mapping[Tuple[str, ...], Callable[[], Any]] = {("x",): _x, ("u3",): _u3}


def _one_of(recording: Recording, ways: Mapping[Tuple[str, ...], _Way]) -> _Way:
    """The first way whose gates the device has."""
    basis = recording.configuration.basis_gates
    for gates, way in ways.items():
        if set(gates) <= set(basis):
            return way
    known = " or ".join(" with ".join(gates) for gates in ways)
    raise FitError(
        f"no plan for the gates of {recording.name}: expected {known}, found {', '.join(basis)}"
    )
