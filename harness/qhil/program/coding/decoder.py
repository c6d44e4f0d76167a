"""JSON text to objects: the forms of both clients, whichever is installed.

Nothing is unpickled, and no class that the text names is called unless it is allowed, see
`allowed_settings`.

>>> decode('{"z": {"__type__": "complex", "__value__": [0.0, 1.0]}}')
{'z': 1j}
>>> decode('{"a": [{"__type__": "ndarray", "__value__": "AAAA"}]}')
Traceback (most recent call last):
...
qhil.program.coding.errors.DecodingError: ndarray at $.a[0] cannot be decoded: no compressed data: ...
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Callable, Dict, Mapping, Sequence

from qhil.deprecations import ignored_deprecations
from qhil.program.coding.allowed import Allowed
from qhil.program.coding.arrays import read_array, read_sparse
from qhil.program.coding.circuits import (
    read_circuit,
    read_expression,
    read_instruction,
    read_parameter,
)
from qhil.program.coding.containers import CONTAINERS, Container
from qhil.program.coding.errors import DecodingError, reason_of
from qhil.program.coding.settings import made_from_json, made_from_settings
from qhil.program.coding.spans import COLLECTION, SPANS
from qhil.program.coding.undecodable import place_of_object

Reader = Callable[[Any], Any]


class RuntimeDecoder(json.JSONDecoder):
    """Makes the objects that JSON stands for; an unknown ``__type__`` stays the dictionary that it is.

    ``allowed``: classes, or modules of them, that may be made of their ``settings`` besides those
    of Qiskit; as `allowed_settings`. Further options are those of `json.JSONDecoder`.
    """

    def __init__(self, *, allowed: Sequence[Allowed] = (), **options: Any) -> None:
        self._allowed = tuple(allowed)
        self._vectors: Dict[Any, Any] = {}
        self._complete = 0
        hook = self.object_hook

        def counted(form: Dict[str, Any]) -> Any:
            made = hook(form)
            self._complete += 1
            return made

        super().__init__(object_hook=counted, **options)

    def decode(self, s: str, *options: Any) -> Any:
        """The objects that a JSON text stands for.

        Raises:
            json.JSONDecodeError: if it is no JSON.
            DecodingError: if an object cannot be made; it says which, where, and why.
        """
        self._complete = 0
        try:
            return super().decode(s, *options)
        except DecodingError as error:
            error.place = place_of_object(s, self._complete)
            raise

    def object_hook(self, form: Dict[str, Any]) -> Any:
        """The object for a JSON object; it is the same where it does not stand for another.

        Raises:
            DecodingError: if it cannot be made; it does not know where it is.
        """
        if "__type__" not in form:
            return form
        kind = form["__type__"]
        if "__value__" not in form:
            raise DecodingError(f"__type__ {kind!r}", 'expected "__value__" beside it, found none')
        try:
            return self._made(kind, form)
        except (DecodingError, Warning):
            raise
        except Exception as error:
            raise DecodingError(kind, reason_of(error)) from error

    def _made(self, kind: Any, form: Mapping[str, Any]) -> Any:
        if kind == "settings":
            return made_from_settings(form, self._allowed)
        if kind == "_json":
            return made_from_json(form, self._allowed)
        if kind == "ParameterExpression":
            return read_expression(form["__value__"], self._vectors)
        read = _READERS.get(kind) if isinstance(kind, str) else None
        return form if read is None else read(form["__value__"])


def decode(text: str, *, allowed: Sequence[Allowed] = ()) -> Any:
    """The objects that a JSON text stands for; text that is no JSON comes back as it is.

    Args:
        text: what :func:`encode`, or a client's encoder, wrote.
        allowed: as for :class:`RuntimeDecoder`.

    Raises:
        DecodingError: if an object cannot be made; it says which, where, and why.
    """
    try:
        return json.loads(text, cls=RuntimeDecoder, allowed=allowed)
    except json.JSONDecodeError:
        return text


def _complex(parts: Any) -> complex:
    # The sum that the clients make: an infinite imaginary part leaves no number for the real one.
    real, imaginary = parts
    return complex(real + 1j * imaginary)


def _moment(text: str) -> datetime:
    # fromisoformat learnt the Z of ISO 8601 only in Python 3.11
    return datetime.fromisoformat(text[:-1] + "+00:00" if text[-1:] in ("Z", "z") else text)


def _result(value: Any) -> Any:
    from qiskit.result import Result

    return Result.from_dict(value)


def _noise_model(value: Any) -> Any:
    from qiskit_aer.noise import NoiseModel

    with ignored_deprecations():  # Aer 0.15 and later; it has no other way back
        return NoiseModel.from_dict(value)


def _collection(value: Any) -> Any:
    return COLLECTION.imported()(**value)


def _contained(container: Container) -> Reader:
    return lambda value: container.build(container.found.imported(), value)


_READERS: Mapping[str, Reader] = {
    "complex": _complex,
    "datetime": _moment,
    "set": set,
    "to_json": lambda value: value,
    "ndarray": read_array,
    "spmatrix": read_sparse,
    "QuantumCircuit": read_circuit,
    "Instruction": read_instruction,
    "Parameter": read_parameter,
    "Result": _result,
    "NoiseModel": _noise_model,
    # Named so up to qiskit-ibm-runtime 0.40, then so.
    "ExecutionSpanCollection": _collection,
    "ExecutionSpans": _collection,
    **{one.kind: _contained(one) for one in (*CONTAINERS, *SPANS)},
}
