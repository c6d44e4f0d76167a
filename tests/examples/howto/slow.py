"""Programs that take too long."""

import time

from qiskit import QuantumCircuit


def layers(n_qubits):
    """A circuit that is small to send, and takes hours to simulate if it has 24 qubits."""
    circuit = QuantumCircuit(n_qubits)
    for _ in range(10):
        circuit.sx(range(n_qubits))
    circuit.measure_all()
    return circuit


def endless(backend, user_messenger):
    """Waits for something that never comes."""
    user_messenger.publish("waiting")
    while True:
        time.sleep(0.01)


def heavy(backend, user_messenger):
    """Sits in one simulation."""
    return backend.run(layers(24)).result().get_counts()
