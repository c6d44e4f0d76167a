"""A runtime program that does not give up at once."""

from qiskit import QuantumCircuit

import qhil

ATTEMPTS = 3


def main(backend, user_messenger, *, shots):
    circuit = QuantumCircuit(1)
    circuit.x(0)
    circuit.measure_all()
    for attempt in range(ATTEMPTS):
        try:
            counts = backend.run(circuit, shots=shots).result().get_counts()
        except qhil.IBMQBackendApiError:
            user_messenger.publish({"failed": attempt + 1})
        else:
            return counts.get("1", 0) / sum(counts.values())
    raise RuntimeError(f"the service failed {ATTEMPTS} times")
