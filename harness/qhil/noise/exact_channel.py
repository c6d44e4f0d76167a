"""The same channel, said briefly: a QuantumError of many terms as one set of at most 4^n Kraus operators.

Aer describes a two-qubit gate error by up to 144 little circuits, and parses all of them at every run. A
density-matrix simulation uses nothing of them but their sum. Written as Kraus operators from the eigenvectors of that
sum's Choi matrix, none left out, it agrees with the sum to about 1e-15. A simulation that *draws* terms
(statevector, stabilizer) must have the terms themselves, in order, or it draws others.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.complex128]

PAULIS: Dict[str, Matrix] = {
    "i": np.eye(2, dtype=complex),
    "x": np.array([[0, 1], [1, 0]], dtype=complex),
    "y": np.array([[0, -1j], [1j, 0]], dtype=complex),
    "z": np.array([[1, 0], [0, -1]], dtype=complex),
}
_RESET = [np.array([[1, 0], [0, 0]], dtype=complex), np.array([[0, 1], [0, 0]], dtype=complex)]


def _superop(kraus: Sequence[Matrix]) -> Matrix:
    """Row-major superoperator of one qubit: S[(a b), (c d)] = sum_k K[a, c] conj(K[b, d])."""
    operators = np.asarray(kraus, dtype=complex)
    return np.asarray(np.einsum("kac,kbd->abcd", operators, operators.conj()).reshape(4, 4))


_SINGLE: Dict[str, Matrix] = {name: _superop([matrix]) for name, matrix in PAULIS.items()}
_SINGLE["id"] = _SINGLE["i"]
_SINGLE["reset"] = _superop(_RESET)


def brief(error: Any) -> Any:
    """``error`` as a `QuantumError` of a single Kraus term."""
    from qiskit.quantum_info import Kraus

    from qhil.noise.aer_model import NoisyError

    size = error.num_qubits
    shape = (2,) * (4 * size)
    # Superoperator S[(out_row out_col), (in_row in_col)] to Choi C[(out_row in_row), (out_col in_col)].
    axes = np.arange(4 * size).reshape(2, 2, size).swapaxes(0, 1).reshape(-1)
    choi = superoperator(error).reshape(shape).transpose(axes).reshape(4**size, 4**size)
    return NoisyError(Kraus(_kraus(choi, 2**size)))


def superoperator(error: Any) -> Matrix:
    """Row-major superoperator of an Aer `QuantumError`, shape ``(4^n, 4^n)``, most significant qubit first.

    Acts on ``rho.reshape(-1)``. Each term of Aer's device errors is a product of one-qubit channels, so the
    sum costs next to nothing; where one is not, Qiskit's general conversion serves.
    """
    size = error.num_qubits
    known: Dict[int, Matrix] = {}  # Kraus instructions recur in many terms
    factors = [_factors(term, size, known) for term in error.circuits]
    if any(single is None for single in factors):
        return _general(error)
    weights = np.asarray(error.probabilities, dtype=float)
    total = np.asarray(factors, dtype=complex)  # (terms, qubits, 4, 4)
    if size == 1:
        return np.asarray(np.einsum("k,kij->ij", weights, total[:, 0]))
    if size == 2:
        pair = total.reshape(-1, 2, 2, 2, 2, 2)
        product = np.einsum(
            "k,kabcd,kefgh->aebfcgdh", weights, pair[:, 1], pair[:, 0], optimize=True
        )
        return np.asarray(product.reshape(16, 16))
    return _general(error)


def _factors(term: Any, size: int, known: Dict[int, Matrix]) -> Optional[List[Matrix]]:
    """One channel for each qubit of a term that is their product, else None."""
    single = [_SINGLE["i"]] * size
    index = {qubit: position for position, qubit in enumerate(term.qubits)}
    for item in term.data:
        channels = _one_qubit_channels(item.operation, len(item.qubits), known)
        if channels is None:
            return None
        for qubit, channel in zip(item.qubits, channels):
            single[index[qubit]] = channel @ single[index[qubit]]
    return single


def _general(error: Any) -> Matrix:
    from qiskit.quantum_info import SuperOp

    dim = 2**error.num_qubits
    column_major = np.asarray(SuperOp(error).data).reshape(dim, dim, dim, dim)
    return np.asarray(column_major.transpose(1, 0, 3, 2).reshape(dim * dim, dim * dim))


def _one_qubit_channels(
    operation: Any, size: int, known: Dict[int, Matrix]
) -> Optional[List[Matrix]]:
    name = operation.name
    if name == "pauli":  # its label's last letter acts on the first qubit
        return [_SINGLE[letter.lower()] for letter in reversed(operation.params[0])]
    if size != 1:
        return None
    if name == "kraus":
        key = hash(b"".join(np.ascontiguousarray(matrix).tobytes() for matrix in operation.params))
        if key not in known:
            known[key] = _superop(operation.params)
        return [known[key]]
    return [_SINGLE[name]] if name in _SINGLE else None


def _kraus(choi: Matrix, dim: int) -> List[Matrix]:
    """Kraus operators of ``C[(a c), (b d)] = sum_k K[a, c] conj(K[b, d])``, from all its eigenvectors."""
    values, vectors = np.linalg.eigh(choi)
    return [
        np.sqrt(value) * vectors[:, index].reshape(dim, dim)
        for index, value in enumerate(values)
        if value > 0
    ]
