"""The ground-state energy of a transverse-field Ising chain, by a variational circuit.

    H = -sum Z_i Z_(i+1) - field * sum X_i        (open chain)

The ansatz is one layer of the chain's own terms: all spins along X, then exp(-i gamma/2 ZZ) on each
bond, then exp(-i beta/2 X) on each spin. Two measured circuits give the energy: one in the Z basis,
one in the X basis. Both angles are turned step by step, along the gradient that the parameter-shift
rule would be too dear for: SPSA.
"""

import numpy as np
from qiskit import QuantumCircuit, transpile
from qiskit.circuit import Parameter


def ansatz(n_spins, gamma, beta):
    """One layer on ``n_spins`` spins."""
    circuit = QuantumCircuit(n_spins)
    circuit.h(range(n_spins))
    for spin in range(n_spins - 1):
        circuit.cx(spin, spin + 1)
        circuit.rz(gamma, spin + 1)
        circuit.cx(spin, spin + 1)
    circuit.rx(beta, range(n_spins))
    return circuit


def measured(circuit, basis):
    """The circuit, measured in the Z or the X basis."""
    circuit = circuit.copy(name=basis)
    if basis == "X":
        circuit.h(range(circuit.num_qubits))
    circuit.measure_all()
    return circuit


def mean(counts, value):
    """The mean of ``value(spins)`` over the counts; a spin is +1 where a bit is 0."""
    total = sum(counts.values())
    return sum(n * value([1 - 2 * int(bit) for bit in bits]) for bits, n in counts.items()) / total


def energy_of(counts_z, counts_x, field):
    """The energy of the chain, in units of its coupling."""
    bonds = mean(counts_z, lambda spins: sum(a * b for a, b in zip(spins, spins[1:])))
    return -bonds - field * mean(counts_x, sum)


def main(
    backend, user_messenger, *, n_spins, field=1.0, start=(0.3, 0.3), iterations=6, shots=2000
):
    """Publishes each iteration; returns the last angles, their energy, and the counts behind it."""
    gamma, beta = Parameter("gamma"), Parameter("beta")
    # Transpiled once: only the angles change.
    circuits = [measured(ansatz(n_spins, gamma, beta), basis) for basis in "ZX"]
    circuits = transpile(circuits, backend, optimization_level=1, seed_transpiler=1)

    def measure(angles):
        values = dict(zip((gamma, beta), map(float, angles)))
        bound = [circuit.assign_parameters(values) for circuit in circuits]
        counts = backend.run(bound, shots=shots).result().get_counts()
        return energy_of(*counts, field), counts

    random = np.random.default_rng(1)
    angles = np.asarray(start, dtype=float)
    for iteration in range(1, iterations + 1):
        offset = 0.2 * random.choice([-1, 1], size=2)
        ahead, behind = measure(angles + offset)[0], measure(angles - offset)[0]
        angles = angles - 0.3 / iteration**0.6 * (ahead - behind) / (2 * offset)
        user_messenger.publish(
            {"iteration": iteration, "energy": (ahead + behind) / 2, "angles": angles}
        )

    energy, counts = measure(angles)
    return {"energy": energy, "angles": angles, "counts": {"Z": counts[0], "X": counts[1]}}
