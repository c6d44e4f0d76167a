import pytest
from qiskit import QuantumCircuit, transpile


def agreement(backend, shots=2000):
    """How often both halves of a Bell pair agree."""
    pair = QuantumCircuit(2)
    pair.h(0)
    pair.cx(0, 1)
    pair.measure_all()
    counts = backend.run(transpile(pair, backend), shots=shots).result().get_counts()
    return (counts.get("00", 0) + counts.get("11", 0)) / shots


@pytest.mark.device("ibmq_manila", "ibm_perth", "ibm_washington")
def test_halves_agree_on_each_device(recorded_backend):
    assert 0.8 < agreement(recorded_backend) < 1


def test_halves_agree_on_the_device_of_this_session(recorded_backend):
    assert 0.8 < agreement(recorded_backend) < 1
