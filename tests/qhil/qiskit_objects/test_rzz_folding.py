from __future__ import annotations

import math

from qiskit.circuit.library import RZZGate
from qiskit.quantum_info import Operator

from qhil.qiskit_objects.rzz_folding import folded_rzz

QUARTERS = [quarter * math.pi / 2 for quarter in range(-9, 10)]
BETWEEN = [quarter + part for quarter in QUARTERS for part in (-1e-9, 0.4, 1.2)]


def test_any_angle_folds_into_the_first_quarter_with_its_phase():
    for angle in QUARTERS + BETWEEN:
        folded = folded_rzz(angle)

        gates = [item.operation for item in folded.data]
        angles = [gate.params[0] for gate in gates if gate.name == "rzz"]
        assert len(angles) <= 1
        assert all(0 <= one <= math.pi / 2 for one in angles)
        assert Operator(folded) == Operator(RZZGate(angle))


def test_a_multiple_of_pi_needs_no_rzz():
    assert "rzz" not in folded_rzz(3 * math.pi).count_ops()
    assert dict(folded_rzz(4 * math.pi).count_ops()) == {}
