from qiskit import QuantumCircuit, transpile

import qhil


def survival(noise, waiting):
    """How often qubit 0, prepared in 1, is found in 1 after ``waiting`` has a delay of T1."""
    backend = qhil.RecordedBackend("ibmq_manila", noise=noise, seed=1)
    t1, dt = backend.snapshot.qubits[1].t1, backend.configuration().dt
    circuit = QuantumCircuit(2, 1)
    circuit.x(0)
    circuit.barrier()
    circuit.delay(round(t1 / dt), waiting)
    circuit.barrier()
    circuit.measure(0, 0)
    circuit = transpile(circuit, backend, initial_layout=[1, 2])
    counts = backend.run(circuit, shots=8000).result().get_counts()
    return counts.get("1", 0) / 8000
