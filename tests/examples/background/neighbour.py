from qiskit import QuantumCircuit

from qhil.noise import exact_probabilities


def fringe(noise, wait, neighbour):
    """How often qubit 2 is found in 1 when it waits, in s, between two quarter turns beside qubit 1 in 0 or 1."""
    circuit = QuantumCircuit(3, 1)
    if neighbour:
        circuit.x(1)
    circuit.sx(2)
    circuit.barrier()
    circuit.delay(wait, [1, 2], unit="s")
    circuit.barrier()
    circuit.sx(2)
    circuit.measure(2, 0)
    (probabilities,) = exact_probabilities([circuit], "ibmq_manila", noise)
    return probabilities[1]
