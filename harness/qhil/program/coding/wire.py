"""The forms that every kind of object shares on the wire: ``__type__`` and ``__value__``, and bytes as text.

>>> typed("complex", [0.0, 1.0])
{'__type__': 'complex', '__value__': [0.0, 1.0]}
>>> bytes_of(text_of(b"QISKIT"))
b'QISKIT'
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Any, Dict


def typed(kind: str, value: Any) -> Dict[str, Any]:
    """The JSON object that stands for an object of a kind."""
    return {"__type__": kind, "__value__": value}


def text_of(data: bytes, *, compress: bool = True) -> str:
    """Bytes as base64, compressed (zlib) before."""
    return base64.standard_b64encode(zlib.compress(data) if compress else data).decode("ascii")


def bytes_of(text: Any, *, compressed: bool = True) -> bytes:
    """The bytes behind :func:`text_of`.

    Raises:
        ValueError: if this is not text, no base64, or not compressed where it should be.
    """
    if not isinstance(text, str):
        raise ValueError(f"expected base64 text, found {type(text).__name__}")  # noqa: TRY004 - data, not an argument
    try:
        data = base64.standard_b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"no base64: {error}") from error
    if not compressed:
        return data
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise ValueError(f"no compressed data: {error}") from error
