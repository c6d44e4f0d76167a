"""Python structures to JSON text: only what JSON can hold, after undoing what Qiskit's ``to_dict`` leaves unconverted."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import Any, Mapping

from qhil.errors import RecordingError
from qhil.recordings.json_text import JsonText


def json_text(value: object, label: str) -> JsonText:
    """``value`` as JSON; ``label`` stands for a file name. Raises RecordingError with the path of what JSON cannot hold.

    Datetimes become ISO 8601 text, complex numbers ``[real, imaginary]``, numpy values plain ones.
    """
    try:
        plain = _plain(value, "$", label)
        return JsonText(json.dumps(plain).encode("ascii"), label)
    except RecursionError:
        raise RecordingError(
            "not a recording", file=label, expected="JSON of a few levels", found="nesting without end"
        ) from None


def _plain(value: Any, path: str, label: str) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        return _number(value, path, label)
    if isinstance(value, float):
        return _number(value, path, label)
    if isinstance(value, Mapping):
        return {_key(key, path, label): _plain(part, f"{path}.{key}", label) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part, f"{path}[{index}]", label) for index, part in enumerate(value)]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, complex):
        return [_number(value.real, path, label), _number(value.imag, path, label)]
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return _plain(value.tolist(), path, label)
    raise RecordingError("not JSON", file=label, path=path, expected="a JSON value", found=type(value).__name__)


def _key(key: object, path: str, label: str) -> str:
    if isinstance(key, str):
        return key
    raise RecordingError("not JSON", file=label, path=path, expected="text as key", found=repr(key))


def _number(value: float, path: str, label: str) -> float:
    try:
        if math.isfinite(value):
            return value
        found = repr(value)
    except OverflowError:
        found = "an integer that no double can hold"
    raise RecordingError(
        "not a number that JSON can hold", file=label, path=path, expected="a finite number", found=found
    )
