"""A quantum kernel: how alike two data points are, once a circuit has carried them into Hilbert space.

    qhil run tests/examples/quantum_kernel.py --device ibm_perth --seed 7

The feature map turns a point x into a state |f(x)>. The kernel is |<f(x)|f(y)>|^2: prepare y, undo
x, and count how often all qubits are found in 0. The feature map is the ZZ map of Havlicek et al.,
Nature 567, 209 (2019). A kernel matrix is symmetric and has ones on its diagonal; how far a device
falls short of one there is its noise.
"""

import math

import numpy as np
from qiskit import QuantumCircuit, transpile

POINTS = [[0.1, 0.6], [0.9, 0.4], [2.1, 2.9], [2.6, 2.2]]


def feature_map(point):
    """Two layers of Hadamards and phases; neighbouring qubits share a phase, so that they entangle."""
    n_features = len(point)
    circuit = QuantumCircuit(n_features)
    for _ in range(2):
        circuit.h(range(n_features))
        for qubit, x in enumerate(point):
            circuit.p(2 * x, qubit)
        for qubit in range(n_features - 1):
            circuit.cx(qubit, qubit + 1)
            circuit.p(2 * (math.pi - point[qubit]) * (math.pi - point[qubit + 1]), qubit + 1)
            circuit.cx(qubit, qubit + 1)
    return circuit


def overlap(x, y):
    """The circuit that finds all qubits in 0 as often as |<f(x)|f(y)>|^2 says."""
    circuit = feature_map(y)
    # Else the transpiler would see that f(x) undoes f(x), and the diagonal would be noiseless.
    circuit.barrier()
    circuit = circuit.compose(feature_map(x).inverse())
    circuit.measure_all()
    return circuit


def main(backend, user_messenger, *, points=None, shots=2048):
    """The kernel matrix of ``points`` (a list of lists of numbers); publishes each row as it is known."""
    points = POINTS if points is None else points
    zeros = "0" * len(points[0])
    kernel = np.zeros((len(points), len(points)))
    for row, x in enumerate(points):
        circuits = transpile([overlap(x, y) for y in points[row:]], backend)
        counts = backend.run(circuits, shots=shots).result().get_counts()
        counts = counts if isinstance(counts, list) else [counts]
        kernel[row, row:] = [found.get(zeros, 0) / shots for found in counts]
        kernel[row:, row] = kernel[row, row:]
        user_messenger.publish({"row": row, "kernel": kernel[row, row:]})
    return {"kernel": kernel}
