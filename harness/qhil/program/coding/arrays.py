"""Arrays of numpy and sparse matrices of scipy: npy and npz files as text.

>>> unpacked(packed(np.array([1, 2])))
array([1, 2])
>>> unpacked(packed(np.array([1, None]))).tolist()
[1, None]

Neither file can hold a pickled object here: both are written and read with ``allow_pickle=False``
(scipy does so by itself in `save_npz` and `load_npz`).
"""

from __future__ import annotations

import io
from typing import Any, Callable, Union

import numpy as np

from qhil.program.coding.errors import DecodingError, reason_of
from qhil.program.coding.wire import bytes_of, text_of

# The runtime's estimator names extrapolators in arrays of objects without dimension; its client
# reads these names as text (`ExtrapolatorType` in qiskit-ibm-runtime 0.37 to 0.51).
_EXTRAPOLATORS = frozenset(
    (
        "linear",
        "exponential",
        "double_exponential",
        "fallback",
        *(f"polynomial_degree_{degree}" for degree in range(1, 8)),
    )
)


def packed(array: np.ndarray[Any, Any]) -> Any:
    """What stands for an array: a compressed npy file in base64, or for objects a list of them."""
    if array.dtype == object:
        return array.tolist()
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return text_of(buffer.getvalue())


def unpacked(value: Any) -> np.ndarray[Any, Any]:
    """The array behind the ``__value__`` of an ``ndarray``.

    Raises:
        DecodingError: if it is neither a list nor an npy file, or one with pickled objects.
    """
    try:
        return np.asarray(read_array(value))
    except (ValueError, MemoryError) as error:
        raise DecodingError("ndarray", reason_of(error)) from error


def read_array(value: Any) -> Union[np.ndarray[Any, Any], str]:
    """As the clients read it: an array; or, of an array without dimension, an extrapolator's name."""
    if isinstance(value, str):
        return value if value in _EXTRAPOLATORS else _read_npy(bytes_of(value))
    if isinstance(value, (list, int, float, complex)):
        return np.array(value)
    single = np.empty((), dtype=object)
    single[()] = value
    return single


def _read_npy(data: bytes) -> np.ndarray[Any, Any]:
    # Not `np.load`, which also opens npz files and gives something that is no array.
    read: Callable[..., np.ndarray[Any, Any]] = np.lib.format.read_array
    return read(io.BytesIO(data), allow_pickle=False)


def packed_sparse(matrix: Any) -> str:
    """A sparse matrix as an npz file in base64; scipy can do that for bsr, coo, csc, csr and dia."""
    from scipy.sparse import save_npz

    buffer = io.BytesIO()
    save_npz(buffer, matrix)
    return text_of(buffer.getvalue(), compress=False)


def read_sparse(value: Any) -> Any:
    """The sparse matrix behind :func:`packed_sparse`."""
    from scipy.sparse import load_npz

    return load_npz(io.BytesIO(bytes_of(value, compressed=False)))
