"""A published JSON text as plain JSON that a person or ``jq`` can read.

Arrays are lists, complex numbers are ``[re, im]``, dates and sets are texts and lists, a `Result`
is its dictionary. Objects of other types stay in the wire form, ``{"__type__": ..., "__value__":
...}``. What JSON has no number for is a text: ``"NaN"``, ``"Infinity"``.

>>> plain_result('{"z": {"__type__": "complex", "__value__": [0.0, 1.0]}, "x": NaN}')
{'z': [0.0, 1.0], 'x': 'NaN'}
"""

from __future__ import annotations

import json
import math
from typing import Any

_UNWRAPPED = {"complex", "datetime", "set", "Result"}


def plain_result(text: str) -> Any:
    """The plain form of a published text; text that is no JSON (a custom encoder's) as it is."""
    try:
        return _plain(json.loads(text))
    except json.JSONDecodeError:
        return text


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        kind = value.get("__type__")
        if kind in _UNWRAPPED:
            return _plain(value["__value__"])
        if kind == "ndarray":
            return _plain(_listed(value["__value__"]))
        return {name: _plain(part) for name, part in value.items() if name != "__int_keys__"}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return _number(value)


def _number(value: Any) -> Any:
    if isinstance(value, complex):
        return [_number(value.real), _number(value.imag)]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def _listed(packed: Any) -> Any:
    from qhil.program.coding import unpacked

    return unpacked(packed).tolist()
