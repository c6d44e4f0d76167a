"""How a published message becomes JSON text and comes back: the seam to the runtime's own encoder.

In goes any object; out comes the text that a user of the service would receive, and back. The
classes are those of the installed client (qiskit-ibmq-provider, else qiskit-ibm-runtime), else
small ones of ours for numpy, complex, dates, sets and `Result`, in the same wire form:
``{"__type__": ..., "__value__": ...}``. Plain data imports neither.

>>> json.loads(json.dumps({"z": 1j}, cls=RuntimeEncoder))
{'z': {'__type__': 'complex', '__value__': [0.0, 1.0]}}
"""

from __future__ import annotations

import base64
import functools
import io
import json
import zlib
from datetime import date, datetime
from typing import Any, Callable, Dict, Mapping, Tuple, Type

import numpy as np

from qhil.stack import stack


class RuntimeEncoder(json.JSONEncoder):
    """The installed client's encoder; and numbers of numpy, which some versions of it refuse."""

    def default(self, o: Any) -> Any:
        """The JSON form of an object that is no plain data."""
        if isinstance(o, np.generic):
            number = o.item()
            return number if not isinstance(number, complex) else self.default(number)
        return _client_coders()[0]().default(o)


class PlainEncoder(json.JSONEncoder):
    """Our own encoder, for environments without a client."""

    def default(self, o: Any) -> Any:
        """The JSON form of a complex number, array, date, set or `Result`."""
        if isinstance(o, (complex, np.complexfloating)):
            return _typed("complex", [float(o.real), float(o.imag)])
        if isinstance(o, np.ndarray):
            return _typed("ndarray", o.tolist() if o.dtype == object else _packed(o))
        if isinstance(o, date):
            return _typed("datetime", o.isoformat())
        if isinstance(o, (set, frozenset)):
            return _typed("set", list(o))
        if type(o).__module__.startswith("qiskit.result") and hasattr(o, "to_dict"):
            return _typed("Result", o.to_dict())
        return super().default(o)


class PlainDecoder(json.JSONDecoder):
    """The way back from :class:`PlainEncoder`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"object_hook": _revived, **options})


def encode(message: Any, encoder: Type[json.JSONEncoder] = RuntimeEncoder) -> str:
    """The JSON text of a message.

    Raises:
        TypeError: for an object that the encoder does not know, as in the service.
    """
    return json.dumps(message, cls=encoder)


def decode(text: str) -> Any:
    """The objects that a JSON text stands for; text that is no JSON comes back as it is."""
    decoder = _client_coders()[1] if "__type__" in text else json.JSONDecoder
    try:
        return json.loads(text, cls=decoder)
    except json.JSONDecodeError:
        return text


@functools.cache
def _client_coders() -> Tuple[Type[json.JSONEncoder], Type[json.JSONDecoder]]:
    """Encoder and decoder of the installed client, else ours; imported no sooner than needed."""
    found = stack()
    if found.has_ibmq_provider:
        from qhil.program.provider_classes import ProviderRuntimeDecoder, ProviderRuntimeEncoder

        return ProviderRuntimeEncoder, ProviderRuntimeDecoder
    if found.generation != "terra" and found.ibm_runtime is not None:
        import qiskit_ibm_runtime

        return qiskit_ibm_runtime.RuntimeEncoder, qiskit_ibm_runtime.RuntimeDecoder
    return PlainEncoder, PlainDecoder


def _typed(kind: str, value: Any) -> Dict[str, Any]:
    return {"__type__": kind, "__value__": value}


def _packed(array: np.ndarray[Any, Any]) -> str:
    """Base64 of a compressed npy file, as the clients write it."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return base64.standard_b64encode(zlib.compress(buffer.getvalue())).decode("ascii")


def unpacked(value: Any) -> np.ndarray[Any, Any]:
    """The array behind the ``__value__`` of an ndarray."""
    if isinstance(value, list):
        return np.array(value)
    data = zlib.decompress(base64.standard_b64decode(value))
    array: np.ndarray[Any, Any] = np.load(io.BytesIO(data), allow_pickle=False)
    return array


def _result(value: Dict[str, Any]) -> Any:
    from qiskit.result import Result

    return Result.from_dict(value)


_REVIVERS: Mapping[str, Callable[[Any], Any]] = {
    "complex": lambda parts: complex(*parts),
    "ndarray": unpacked,
    "datetime": datetime.fromisoformat,
    "set": set,
    "Result": _result,
}


def _revived(form: Dict[str, Any]) -> Any:
    revive = _REVIVERS.get(str(form.get("__type__")))
    return form if revive is None else revive(form["__value__"])
