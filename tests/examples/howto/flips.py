from qiskit import QuantumCircuit, transpile


def flips(backend, shots=4000):
    """How often a qubit is found in 1 after twenty turns, which leave it in 0."""
    circuit = QuantumCircuit(1)
    for _ in range(20):
        circuit.x(0)
        circuit.barrier()
    circuit.measure_all()
    circuit = transpile(circuit, backend, initial_layout=[1])
    return backend.run(circuit, shots=shots).result().get_counts().get("1", 0) / shots
