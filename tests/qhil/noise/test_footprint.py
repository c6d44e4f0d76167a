from __future__ import annotations

import pytest
from qiskit import QuantumCircuit
from qiskit.circuit.library import XGate

from qhil.noise.footprint import find, footprint, union


def test_sites_measurements_and_delays_are_told_apart():
    circuit = QuantumCircuit(4, 2)
    circuit.sx(2)
    circuit.cx(2, 1)
    circuit.barrier()
    circuit.delay(100, 3)
    circuit.measure(1, 0)

    touched = footprint(circuit)

    assert touched.gates == {("sx", (2,)), ("cx", (2, 1))}
    assert touched.measured == {1}
    assert touched.delayed == {3}
    assert touched.names == {"sx", "cx", "barrier", "delay", "measure"}
    assert touched.qubits == {1, 2, 3}
    assert (touched.terminal, touched.conditional, touched.labelled) == (True, False, False)


def test_control_flow_is_followed_with_outer_qubits():
    circuit = QuantumCircuit(4, 1)
    circuit.measure(0, 0)
    with circuit.for_loop(range(3)), circuit.if_test((circuit.clbits[0], 1)):
        circuit.cx(3, 2)

    touched = footprint(circuit)

    assert touched.gates == {("cx", (3, 2))}
    assert {"for_loop", "if_else"} <= touched.names
    assert touched.conditional
    assert not touched.terminal


@pytest.mark.parametrize("spoil", ["gate", "measure", "reset", "delay"])
def test_a_circuit_is_terminal_only_if_nothing_follows_a_measurement(spoil):
    circuit = QuantumCircuit(2, 2)
    circuit.measure(0, 0)
    circuit.x(1)
    assert footprint(circuit).terminal

    {
        "gate": lambda: circuit.cx(1, 0),
        "measure": lambda: circuit.measure(0, 1),
        "reset": lambda: circuit.reset(1),
        "delay": lambda: circuit.delay(10, 0),
    }[spoil]()

    assert not footprint(circuit).terminal


def test_labels_are_noticed():
    circuit = QuantumCircuit(1)
    circuit.append(XGate(label="mine"), [0])

    assert footprint(circuit).labelled


def test_a_union_covers_its_parts():
    first, second = QuantumCircuit(2, 1), QuantumCircuit(2, 1)
    first.x(0)
    first.measure(0, 0)
    second.reset(1)

    both = union([footprint(first), footprint(second)])

    assert both.gates == {("x", (0,)), ("reset", (1,))}
    assert both.measured == {0}
    assert not both.terminal


def test_an_instruction_is_found_for_an_error_message():
    circuit = QuantumCircuit(3, 1)
    circuit.x(0)
    circuit.cx(2, 0)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.h(2)

    assert find(circuit, "cx", (2, 0)) == "instruction 1, cx on qubits [2, 0],"
    assert find(circuit, "h") == "instruction 3, h on qubits [2, 0] inside if_else," or find(
        circuit, "h"
    ).endswith("inside if_else,")
    assert find(circuit, "swap") == "swap"
