from __future__ import annotations

import warnings

import pytest
from qiskit import QuantumCircuit

from qhil.errors import CalibrationError
from qhil.noise.schedule import schedule
from qhil.recordings import Recording, load_recording


def scheduled(circuit, recording=None):
    recording = recording or load_recording("ibmq_manila")
    return schedule(circuit, recording.configuration, recording.properties())


def delays(circuit, qubit):
    return [
        item.operation.duration
        for item in circuit.data
        if item.operation.name == "delay" and circuit.qubits.index(item.qubits[0]) == qubit
    ]


def test_idle_time_becomes_a_delay_as_late_as_possible():
    """Qubit 0 waits between its cx with qubit 1 and the end of qubit 1's three gates."""
    circuit = QuantumCircuit(2, 2)
    circuit.cx(0, 1)
    for _ in range(3):
        circuit.sx(1)
    circuit.barrier()
    circuit.measure([0, 1], [0, 1])
    recording = load_recording("ibmq_manila")
    length = recording.properties().gate("sx", (1,)).length
    samples = round(length / recording.configuration.dt)

    result = scheduled(circuit)

    assert delays(result, 0) == [3 * samples]
    assert delays(result, 1) == []


def test_a_circuit_without_gaps_stays_as_it_is():
    circuit = QuantumCircuit(1, 1, name="mine", metadata={"key": 1})
    circuit.sx(0)
    circuit.measure(0, 0)

    result = scheduled(circuit)

    assert [item.operation.name for item in result.data] == ["sx", "measure"]
    assert (result.name, result.metadata) == ("mine", {"key": 1})


def test_nothing_is_added_after_the_last_gate_of_a_qubit():
    circuit = QuantumCircuit(2, 2)
    circuit.measure(0, 0)
    circuit.sx(1)
    circuit.measure(1, 1)

    result = scheduled(circuit)

    assert [item.operation.name for item in result.data if item.qubits[0] == result.qubits[0]][
        -1
    ] == "measure"


def test_control_flow_has_no_schedule():
    circuit = QuantumCircuit(2, 1)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.x(1)

    with pytest.raises(CalibrationError, match="no schedule for control flow \\(if_else"):
        scheduled(circuit)


def test_a_device_without_dt_has_no_schedule():
    recording = load_recording("ibmq_manila")
    configuration = {k: v for k, v in recording.configuration.json.items() if k != "dt"}
    bare = Recording.from_json(configuration, recording.properties().json)

    with pytest.raises(
        CalibrationError, match="needs dt, which the recording of ibmq_manila lacks"
    ):
        scheduled(QuantumCircuit(1), bare)


def test_what_qiskit_says_to_itself_meanwhile_is_not_told_to_the_user():
    """Its passes read what it has deprecated; a suite whose warnings are errors would fail by that."""
    circuit = QuantumCircuit(1, 1)
    circuit.sx(0)
    circuit.measure(0, 0)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scheduled(circuit)
