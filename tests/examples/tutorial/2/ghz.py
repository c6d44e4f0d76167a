"""A GHZ state: |00...0> + |11...1>, measured."""

from qiskit import QuantumCircuit, transpile


def ghz_state(n_qubits):
    circuit = QuantumCircuit(n_qubits)
    circuit.h(0)
    for qubit in range(1, n_qubits):
        circuit.cx(qubit - 1, qubit)
    circuit.measure_all()
    return circuit


def main(backend, user_messenger, *, n_qubits=3, shots=2000):
    circuit = transpile(ghz_state(n_qubits), backend)
    counts = backend.run(circuit, shots=shots).result().get_counts()
    return {"counts": counts}
