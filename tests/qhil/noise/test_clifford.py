from __future__ import annotations

import math

import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.quantum_info import Operator

from qhil.noise.clifford import in_clifford_gates

KNOWN = {"id", "x", "y", "z", "h", "s", "sdg", "sx", "sxdg", "cx", "cz", "swap", "measure"}
QUARTERS = [k * math.pi / 2 for k in range(-4, 5)]


@pytest.mark.parametrize("name", ["rz", "p"])
@pytest.mark.parametrize("angle", QUARTERS)
def test_z_rotations_by_quarter_turns_keep_their_name_as_label(name, angle):
    circuit = QuantumCircuit(1)
    getattr(circuit, name)(angle, 0)

    plain = in_clifford_gates(circuit)

    assert Operator(plain).equiv(Operator(circuit))
    assert [item.operation.label for item in plain.data] == [name]
    assert plain.data[0].operation.name in KNOWN


@pytest.mark.parametrize("theta", QUARTERS)
@pytest.mark.parametrize("phi", [0.0, math.pi / 2, math.pi])
@pytest.mark.parametrize("lam", [0.0, -math.pi / 2])
def test_euler_gates_become_words_with_the_noise_at_the_end(theta, phi, lam):
    circuit = QuantumCircuit(1)
    circuit.u(theta, phi, lam, 0)

    plain = in_clifford_gates(circuit)

    assert Operator(plain).equiv(Operator(circuit))
    assert {item.operation.name for item in plain.data} <= KNOWN
    assert [item.operation.label for item in plain.data][-1] == "u"
    assert "u" not in [item.operation.label for item in plain.data][:-1]


@pytest.mark.parametrize("name", ["u1", "u2", "u3"])
def test_gates_of_older_devices_are_understood(name):
    from qiskit.circuit.library import U1Gate, U2Gate, U3Gate

    gate = {
        "u1": U1Gate(math.pi / 2),
        "u2": U2Gate(0, math.pi),
        "u3": U3Gate(math.pi, 0, math.pi / 2),
    }[name]
    circuit = QuantumCircuit(1)
    circuit.append(gate, [0])

    plain = in_clifford_gates(circuit)

    assert Operator(plain).equiv(Operator(circuit))
    assert plain.data[-1].operation.label == name


def test_other_gates_and_measurements_stay():
    circuit = QuantumCircuit(2, 1)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.measure(1, 0)

    assert [item.operation.name for item in in_clifford_gates(circuit).data] == [
        "h",
        "cx",
        "measure",
    ]


def test_a_circuit_beyond_clifford_is_none():
    for spoil in (lambda c: c.t(0), lambda c: c.rz(0.3, 0), lambda c: c.u(0.3, 0, 0, 0)):
        circuit = QuantumCircuit(1)
        spoil(circuit)

        assert in_clifford_gates(circuit) is None


def test_unbound_angles_are_not_asked_for_here():
    circuit = QuantumCircuit(1)
    circuit.rz(Parameter("a"), 0)

    with pytest.raises(TypeError):
        in_clifford_gates(circuit)
