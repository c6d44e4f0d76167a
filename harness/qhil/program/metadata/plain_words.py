"""JSON values and places in words, short enough for a message.

>>> described([1, 2, 3])
'an array of 3 items'
>>> described({"__type__": "ndarray", "__value__": "eJyb..."})
'a numpy array (on the wire the object {"__type__": "ndarray", "__value__": ...})'
>>> json_path(["circuits", 0, "my key"])
'$.circuits[0]["my key"]'
"""

from __future__ import annotations

import difflib
import json
from typing import Any, Iterable, Optional, Sequence, Union

_MOST_CHARACTERS = 60
_MOST_NAMES = 8
# What the runtime encoder writes as `__type__`, and what a user calls it.
_WRAPPED = {
    "ndarray": "a numpy array",
    "complex": "a complex number",
    "datetime": "a date",
    "set": "a set",
    "Result": "a Result",
    "QuantumCircuit": "a circuit",
    "ParameterExpression": "a parameter expression",
    "Instruction": "an instruction",
    "spmatrix": "a sparse matrix",
}
_SCALARS = {str: "a string", bool: "a boolean", int: "an integer", float: "a number"}


def wrapped_kind(value: Any) -> Optional[str]:
    """What the encoder wrapped in ``{"__type__": ..., "__value__": ...}``; None if that is not its form."""
    if isinstance(value, dict) and isinstance(value.get("__type__"), str):
        return _WRAPPED.get(value["__type__"], f"an encoded object ({value['__type__']})")
    return None


def described(value: Any) -> str:
    """A JSON value as a message names it: small ones whole, others by kind and size."""
    kind = wrapped_kind(value)
    if kind is not None:
        return f'{kind} (on the wire the object {{"__type__": "{value["__type__"]}", "__value__": ...}})'
    if isinstance(value, dict):
        return f"an object with {_names(value)}" if value else "an empty object"
    if isinstance(value, list):
        return f"an array of {counted(len(value), 'item')}"
    if isinstance(value, str) and len(value) > _MOST_CHARACTERS:
        return f"a string of {len(value)} characters, {shortened(value)}"
    if value is None:
        return "null"
    return f"{shortened(value)} ({_SCALARS[type(value)]})"


def shortened(value: Any) -> str:
    """The JSON text of a value, cut off after 60 characters."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}..."


def counted(number: int, thing: str) -> str:
    """``1 item``, ``2 items``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def nearest(word: str, known: Iterable[str]) -> str:
    """``nearest: a``, or all that is known where nothing is near."""
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1)
    return f"nearest: {close[0]}" if close else f"known: {', '.join(names) or 'none'}"


def json_path(parts: Iterable[Union[str, int]]) -> str:
    """A place in JSON, from the root ``$``."""
    return "$" + "".join(map(_step, parts))


def _step(part: Union[str, int]) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    plain = part.replace("$", "_").replace("-", "_").isidentifier()
    return f".{part}" if plain else f"[{json.dumps(part, ensure_ascii=False)}]"


def _names(value: Iterable[str]) -> str:
    names = list(value)
    shown = ", ".join(shortened(name) for name in names[:_MOST_NAMES])
    rest = len(names) - _MOST_NAMES
    return f"the {'key' if len(names) == 1 else 'keys'} {shown}{f' and {rest} more' * (rest > 0)}"
