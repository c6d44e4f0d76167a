from qiskit import QuantumCircuit, transpile


def flips(backend, shots=4000):
    """How often a qubit that was turned over twenty times, and so is in 0, is found in 1."""
    circuit = QuantumCircuit(1)
    for _ in range(20):
        circuit.x(0)
        circuit.barrier()
    circuit.measure_all()
    circuit = transpile(circuit, backend, initial_layout=[1])
    return backend.run(circuit, shots=shots).result().get_counts().get("1", 0) / shots
