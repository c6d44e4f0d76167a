"""A runtime program that checks what it gets, and submits nothing twice."""

from qiskit import QuantumCircuit

import qhil


def main(backend, user_messenger, *, shots):
    if not isinstance(shots, int):
        raise qhil.IBMQBackendValueError(f"shots must be a whole number, not {shots!r}")
    circuit = QuantumCircuit(1)
    circuit.x(0)
    circuit.measure_all()
    counts = backend.run(circuit, shots=shots).result().get_counts()
    if not isinstance(counts, dict) or sum(counts.values()) != shots:
        raise qhil.IBMQBackendApiProtocolError("the result does not have all shots")
    return counts.get("1", 0) / shots
