"""A density matrix of few qubits in plain numpy, and a line of qubits whose every number is chosen.

Nothing here is qhil's: tests of `faithful` compare with it. Qubit q is bit q of an index.
"""

from __future__ import annotations

import functools

import numpy as np
from scipy.linalg import expm

import qhil_fixtures
from qhil.recordings import Recording

I2 = np.eye(2, dtype=complex)
X = np.array([[0, 1], [1, 0]], dtype=complex)
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1.0, -1.0]).astype(complex)
N = np.diag([0.0, 1.0]).astype(complex)
LOWER = np.array([[0, 1], [0, 0]], dtype=complex)
SX = expm(-1j * np.pi / 4 * X)


def on(operators, qubits):
    """The product of one-qubit operators, by qubit, on all qubits."""
    parts = [operators.get(qubit, I2) for qubit in reversed(range(qubits))]
    return functools.reduce(np.kron, parts)


def cx(control, target, qubits):
    return on({control: I2 - N}, qubits) + on({control: N, target: X}, qubits)


def ecr(one, other, qubits):
    return (on({other: X}, qubits) - on({one: X, other: Y}, qubits)) @ on({}, qubits) / np.sqrt(2)


class State:
    """Starts with all qubits in 0."""

    def __init__(self, qubits):
        self.qubits = qubits
        self.rho = np.zeros((2**qubits, 2**qubits), dtype=complex)
        self.rho[0, 0] = 1

    def apply(self, unitary):
        self.rho = unitary @ self.rho @ unitary.conj().T

    def turn(self, operators):
        self.apply(on(operators, self.qubits))

    def depolarize(self, qubits, error):
        """By as much as brings the average gate infidelity on these qubits to ``error``."""
        dim = 2 ** len(qubits)
        mixed = self.rho
        for qubit in qubits:
            paulis = [on({qubit: pauli}, self.qubits) for pauli in (I2, X, Y, Z)]
            mixed = sum(pauli @ mixed @ pauli for pauli in paulis) / 4
        weight = error * dim / (dim - 1)
        self.rho = (1 - weight) * self.rho + weight * mixed

    def wait(self, time, *, zz=(), detunings=(), relaxing=(), driven=()):
        """Solve the master equation.

        ``zz`` and ``detunings`` in Hz, by pairs and qubits; ``relaxing``: T1 and T2 by qubit; ``driven``: by
        qubit, how often a drive turns it about x meanwhile.
        """
        hamiltonian = np.zeros_like(self.rho)
        for (one, other), rate in dict(zz).items():
            hamiltonian += 2 * np.pi * rate * on({one: N, other: N}, self.qubits)
        for qubit, rate in dict(detunings).items():
            hamiltonian += 2 * np.pi * rate * on({qubit: N}, self.qubits)
        for qubit, turns in dict(driven).items():
            hamiltonian += np.pi * turns / time * on({qubit: X}, self.qubits)
        eye = np.eye(len(self.rho))
        generator = -1j * (np.kron(hamiltonian, eye) - np.kron(eye, hamiltonian.T))
        for qubit, (t1, t2) in dict(relaxing).items():
            # Decay alone takes coherence at 1 / (2 T1).
            for jump, rate in ((LOWER, 1 / t1), (Z, (1 / t2 - 0.5 / t1) / 2)):
                operator = on({qubit: jump}, self.qubits)
                square = operator.conj().T @ operator
                generator = generator + rate * (
                    np.kron(operator, operator.conj())
                    - (np.kron(square, eye) + np.kron(eye, square.T)) / 2
                )
        self.rho = (expm(generator * time) @ self.rho.reshape(-1)).reshape(self.rho.shape)

    @property
    def probabilities(self):
        return np.diag(self.rho).real


def line_of_qubits(
    *, zz=(), gate="cx", t1=1e9, t2=1e9, sx=0.0, two=300e-9, back=None, error=0.0, measure=1e-6
):
    """A recording of five qubits in a line, all alike; lengths in s.

    ``zz`` in Hz by pair, such as ``(0, 1)``. ``two``: the length of a gate from the lower to the higher
    qubit, ``back`` from the higher to the lower, if that is another. Readout is perfect.
    """
    configuration = qhil_fixtures.configuration("ibmq_manila")
    (properties,) = qhil_fixtures.properties("ibmq_manila")
    if gate != "cx":
        configuration["basis_gates"] = [
            gate if name == "cx" else name for name in configuration["basis_gates"]
        ]
        for one in configuration["gates"]:
            one["name"] = gate if one["name"] == "cx" else one["name"]
    date = properties["last_update_date"]
    for values in properties["qubits"]:
        for value in values:
            value["value"] = {
                "T1": t1 * 1e6,
                "T2": t2 * 1e6,
                "readout_error": 0.0,
                "prob_meas0_prep1": 0.0,
                "prob_meas1_prep0": 0.0,
                "readout_length": measure * 1e9,
            }.get(value["name"], value["value"])
    for entry in properties["gates"]:
        pair = entry["qubits"]
        length = sx if entry["gate"] != "rz" else 0.0
        if entry["gate"] == "cx":
            entry["gate"] = gate
            length = two if back is None or pair[0] < pair[1] else back
        for value in entry["parameters"]:
            if value["name"] == "gate_length":
                value["value"] = length * 1e9
            elif len(pair) == 2:
                value["value"] = error
            else:
                value["value"] = 0.0
    properties["general"] = [
        {"date": date, "name": f"zz_{one}{other}", "unit": "GHz", "value": rate * 1e-9}
        for (one, other), rate in dict(zz).items()
    ]
    return Recording.from_json(configuration, properties)
