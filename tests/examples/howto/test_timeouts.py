import time

import pytest
from qiskit import QuantumCircuit


def endless(backend, user_messenger):
    """Waits for something that never comes."""
    user_messenger.publish("waiting")
    while True:
        time.sleep(0.01)


def heavy(backend, user_messenger):
    """One simulation that would take hours."""
    circuit = QuantumCircuit(24)
    for _ in range(10):
        circuit.sx(range(24))
    circuit.measure_all()
    return backend.run(circuit).result().get_counts()


def test_a_program_that_waits_is_ended(run_program):
    run = run_program(endless, max_execution_time=0.5)

    assert run.status == "CANCELLED - RAN TOO LONG"
    assert run.interim == ["waiting"]


@pytest.mark.device("ibm_washington")
def test_a_program_that_sits_in_a_simulation_is_ended(run_program):
    run = run_program(heavy, max_execution_time=1)

    assert run.status == "CANCELLED - RAN TOO LONG"
    assert "backend.run(circuit)" in run.error.traceback
