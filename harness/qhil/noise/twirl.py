"""Pauli twirling: every error replaced by the Pauli channel with the same average fidelity.

Averaging a channel E over conjugation with all Paulis leaves P -> lambda_P P, where lambda_P = tr(P E(P)) / 2^n
are the diagonal of its Pauli transfer matrix; the probability of Pauli Q is the Walsh-Hadamard
transform p_Q = 4^-n sum_P (-1)^<P,Q> lambda_P, with <P,Q> = 1 where they anticommute (Wallman and Emerson,
Phys. Rev. A 94, 052325, 2016). The diagonal, and so the average gate fidelity, is kept; decay toward |0> becomes
equally likely flips up and down.
"""

from __future__ import annotations

import functools
import itertools
from typing import Any, Tuple

import numpy as np
from numpy.typing import NDArray

from qhil.noise.exact_channel import PAULIS, superoperator

# Rounding of the transform; a Pauli this unlikely is left out.
_NEGLIGIBLE = 1e-14
_ONE_QUBIT_PAULIS = [PAULIS[letter] for letter in "ixyz"]
# 1 where two of I, X, Y, Z commute, else -1
_ONE_QUBIT_SIGNS = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]])


def twirl(error: Any) -> Any:
    """The Pauli twirl of an Aer `QuantumError`, as a `QuantumError`."""
    from qiskit_aer.noise import pauli_error

    labels, paulis, signs = _pauli_basis(error.num_qubits)
    dim = 2**error.num_qubits
    # lambda_P for each label: tr(P E(P)) / 2^n
    eigenvalues = np.einsum("pi,ij,pj->p", paulis.conj(), superoperator(error), paulis).real / dim
    probabilities = np.clip(signs @ eigenvalues / dim**2, 0.0, None)
    probabilities[probabilities < _NEGLIGIBLE] = 0.0
    probabilities /= probabilities.sum()
    return pauli_error([(label, p) for label, p in zip(labels, probabilities) if p > 0])


@functools.cache
def _pauli_basis(
    size: int,
) -> Tuple[Tuple[str, ...], NDArray[np.complex128], NDArray[np.int64]]:
    """Labels (qubit 0 last), the Paulis as rows, and the signs of their commutation."""
    labels = tuple("".join(letters) for letters in itertools.product("IXYZ", repeat=size))
    paulis = np.ones((1, 1, 1), dtype=complex)
    signs = np.ones((1, 1), dtype=int)
    for _ in range(size):
        paulis = np.array([np.kron(more, one) for more in paulis for one in _ONE_QUBIT_PAULIS])
        signs = np.kron(signs, _ONE_QUBIT_SIGNS)
    return labels, paulis.reshape(len(labels), -1), signs
