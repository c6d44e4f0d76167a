import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.circuit.library import ECRGate

import qhil
from qhil.errors import MeasuredRunError
from qhil.measured import circuit_of, text_of


def _circuit():
    circuit = QuantumCircuit(3, 2, name="three")
    circuit.rz(0.123456789, 0)
    circuit.sx(0)
    circuit.x(1)
    circuit.cx(0, 1)
    circuit.append(ECRGate(), [1, 2])
    circuit.barrier()
    circuit.reset(2)
    circuit.measure([0, 2], [1, 0])
    return circuit


def test_a_circuit_comes_back_as_it_was():
    again = circuit_of(text_of(_circuit()), name="three")

    # In which order steps of different qubits stand is left to Qiskit's reader.
    assert sorted(text_of(again).splitlines()) == sorted(text_of(_circuit()).splitlines())
    (ecr,) = [item.operation for item in again.data if item.operation.name == "ecr"]
    assert isinstance(ecr, ECRGate)
    assert again.name == "three"


def test_a_circuit_that_comes_back_runs_on_the_device_with_the_same_counts():
    circuit = QuantumCircuit(5)
    circuit.sx(0)
    circuit.cx(0, 1)
    circuit.measure_all()
    backend = qhil.RecordedBackend("ibmq_manila", seed=7)

    counts = [
        backend.run(one, shots=200, seed_simulator=3).result().get_counts()
        for one in (circuit, circuit_of(text_of(circuit)))
    ]

    assert counts[0] == counts[1]


def test_what_openqasm_2_cannot_say_is_refused():
    delayed = QuantumCircuit(1, name="delayed")
    delayed.delay(100, 0, unit="ns")
    unbound = QuantumCircuit(1, name="unbound")
    unbound.rz(Parameter("x"), 0)

    for circuit in (delayed, unbound):
        with pytest.raises(MeasuredRunError, match=circuit.name):
            text_of(circuit)


def test_a_text_that_is_none_is_refused():
    with pytest.raises(MeasuredRunError, match="'bad' cannot be read"):
        circuit_of("OPENQASM 2.0; qreg q[1]; nothing q[0];", name="bad")


def test_another_gate_by_the_name_of_a_known_one_is_refused():
    text = 'OPENQASM 2.0; include "qelib1.inc"; gate ecr a,b { cx a,b; } qreg q[2]; ecr q[0],q[1];'

    with pytest.raises(MeasuredRunError, match="'ecr'"):
        circuit_of(text)


def test_a_delay_in_dt_comes_back_as_one():
    circuit = QuantumCircuit(2, 1)
    circuit.delay(1600, 1, unit="dt")
    circuit.measure(1, 0)

    (delay, *_) = circuit_of(text_of(circuit)).data

    assert (delay.operation.name, delay.operation.duration, delay.operation.unit) == (
        "delay",
        1600,
        "dt",
    )
