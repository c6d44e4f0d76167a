"""Rzz gates of any angle from those that devices have: angles in [0, pi/2].

Enters: an angle outside. Leaves: an equal circuit, phase included, of rzz inside, rz(pi) and x. The
transpiler (Qiskit 2.2 and newer) asks for it where a `Target` has the bounds.

With R(a) = exp(-i a ZZ / 2), a = k pi + r and -pi/2 <= r <= pi/2:

    R(a) = R(pi)^k R(r),   R(pi) = -i ZZ = i rz(pi) rz(pi),   R(pi)^2 = -1,
    R(-r) = X R(r) X   with X on one of the qubits.
"""

from __future__ import annotations

import math
from typing import Any, Sequence

from qiskit import QuantumCircuit


def register_rzz_folding() -> None:
    """Tell the transpiler of this process how; importing qiskit-ibm-runtime does so too."""
    from qiskit.converters import circuit_to_dag
    from qiskit.transpiler.passes.utils.wrap_angles import WRAP_ANGLE_REGISTRY

    def fold(angles: Sequence[float], _qubits: Sequence[Any]) -> Any:
        return circuit_to_dag(folded_rzz(float(angles[0])))

    WRAP_ANGLE_REGISTRY.add_wrapper("rzz", fold)


def folded_rzz(angle: float) -> Any:
    """A circuit equal to rzz(``angle``) whose rzz, if it needs one, has an angle in [0, pi/2]."""
    turns = round(angle / math.pi)
    rest = angle - turns * math.pi
    circuit = QuantumCircuit(2, global_phase=(turns // 2) * math.pi)
    if turns % 2:
        circuit.global_phase += math.pi / 2
        circuit.rz(math.pi, [0, 1])
    if math.isclose(rest, 0.0, abs_tol=1e-12):
        return circuit
    if rest < 0:
        circuit.x(0)
    # Rounding may leave rest a hair beyond pi/2.
    circuit.rzz(min(abs(rest), math.pi / 2), 0, 1)
    if rest < 0:
        circuit.x(0)
    return circuit
