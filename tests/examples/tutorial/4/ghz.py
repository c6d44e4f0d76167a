"""GHZ states of more and more qubits: |00...0> + |11...1>, measured."""

from qiskit import QuantumCircuit, transpile


def ghz_state(n_qubits):
    circuit = QuantumCircuit(n_qubits)
    circuit.h(0)
    for qubit in range(1, n_qubits):
        circuit.cx(qubit - 1, qubit)
    circuit.measure_all()
    return circuit


def main(backend, user_messenger, *, n_qubits=3, shots=2000):
    for n in range(2, n_qubits + 1):
        circuit = transpile(ghz_state(n), backend)
        counts = backend.run(circuit, shots=shots).result().get_counts()
        agree = (counts.get("0" * n, 0) + counts.get("1" * n, 0)) / shots
        user_messenger.publish({"n_qubits": n, "agree": agree})
    return {"counts": counts}
