"""The ground state of molecular hydrogen by the variational quantum eigensolver (VQE).

    qhil run tests/examples/vqe_h2.py --device ibmq_manila --seed 7 --noise ideal
    qhil run tests/examples/vqe_h2.py --device ibmq_manila --seed 7

H2 in the STO-3G basis at the bond length of 0.735 angstrom, with the parity mapping reduced to two
qubits:

    H = -1.052373 II + 0.397937 IZ - 0.397937 ZI - 0.011280 ZZ + 0.180931 XX      (hartree)

Two measured circuits give all five terms: ZZ, ZI and IZ from the computational basis, XX after a
Hadamard on each qubit. The exact electronic energy is -1.857275; the nuclei add +0.719969, together
-1.137306. The ansatz has one parameter: it turns the Hartree-Fock state |01> towards |10>, which is
all that the symmetry of the molecule allows. Noise lifts the energy: that is what one sees with the
recorded kind.
"""

import math

import numpy as np
from qiskit import QuantumCircuit, transpile
from qiskit.circuit import Parameter

# Labels as Qiskit writes them: the right-most letter is qubit 0.
HAMILTONIAN = {
    "II": -1.052373245772859,
    "IZ": 0.39793742484318045,
    "ZI": -0.39793742484318045,
    "ZZ": -0.01128010425623538,
    "XX": 0.18093119978423156,
}
NUCLEAR_REPULSION = 0.7199689944489797


def ansatz(theta):
    """cos(theta/2) |01> - sin(theta/2) |10>: one electron of each spin, wherever theta puts them."""
    circuit = QuantumCircuit(2)
    circuit.ry(theta, 0)
    circuit.x(0)
    circuit.x(1)
    circuit.cx(0, 1)
    return circuit


def measured(circuit, basis):
    """The circuit, measured in the computational basis (``Z``) or after Hadamards (``X``)."""
    circuit = circuit.copy(name=f"measure {basis}")
    if basis == "X":
        circuit.h([0, 1])
    circuit.measure_all()
    return circuit


def expectation(counts, label):
    """The mean of a product of Paulis, from counts in the basis where they are diagonal."""
    places = [place for place, pauli in enumerate(label) if pauli != "I"]
    signed = sum(
        number * (-1) ** sum(bits[place] == "1" for place in places)
        for bits, number in counts.items()
    )
    return signed / sum(counts.values())


def energy_of(counts_z, counts_x):
    """The electronic energy in hartree, from the counts of both circuits."""
    return sum(
        weight * expectation(counts_x if "X" in label else counts_z, label)
        for label, weight in HAMILTONIAN.items()
    )


def main(backend, user_messenger, *, iterations=16, shots=4096, seed=1):
    """Minimise the energy by SPSA; publishes each iteration, returns the last angle and its energy.

    SPSA (Spall, 1992) steps along a gradient that it estimates from two energies at random offsets,
    whatever the number of parameters: made for functions that are noisy.
    """
    theta = Parameter("theta")
    # Transpiled once: only the angle changes from one iteration to the next.
    circuits = transpile([measured(ansatz(theta), basis) for basis in "ZX"], backend)

    def energy(angle):
        bound = [circuit.assign_parameters({theta: angle}) for circuit in circuits]
        return energy_of(*backend.run(bound, shots=shots).result().get_counts())

    random = np.random.default_rng(seed)
    angle = 0.0
    for iteration in range(1, iterations + 1):
        offset = 0.15 / iteration**0.101 * random.choice([-1, 1])
        ahead, behind = energy(angle + offset), energy(angle - offset)
        user_messenger.publish(
            {
                "iteration": iteration,
                "angle": round(angle, 6),
                "energy": round((ahead + behind) / 2, 6),
            }
        )
        angle -= 1.2 / (iteration + 2) ** 0.602 * (ahead - behind) / (2 * offset)

    electronic = energy(angle)
    return {
        "angle": math.remainder(angle, 2 * math.pi),
        "electronic_energy": electronic,
        "total_energy": electronic + NUCLEAR_REPULSION,
    }
