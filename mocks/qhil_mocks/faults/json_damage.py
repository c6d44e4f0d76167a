"""A JSON text and an effect go in, a text that is not what it should be comes out.

>>> damaged(b'{"id": 7}', "malformed_json")
b"{'id': 7}"
>>> damaged(b'{"id": 7, "name": "x"}', "missing_field", path="$.id")
b'{"name": "x"}'
"""

from __future__ import annotations

import itertools
import json
import random
from typing import Any, Callable, Mapping, Optional

from qhil.errors import FaultError
from qhil_mocks.faults.json_path import Path, exists, fields, holder_of, parts, told

EXTRA = "unasked"
# What stands before a name in place of the name.
RENAMED = "renamed_"
# Of so many fields an error tells.
_TOLD = 12


def damaged(
    text: bytes, effect: str, path: Optional[str] = None, draws: Optional[random.Random] = None
) -> bytes:
    """``text`` with the damage done to it, at ``path``, or where ``draws`` says.

    An answer without any fields is itself taken for one.

    Raises:
        FaultError: if ``path`` leads to nothing.
        ValueError: if a field is to be damaged, and ``text`` is no JSON.
    """
    if effect in _TEXTS:
        return _TEXTS[effect](text)
    value = json.loads(text)
    if effect == "extra_field":
        return json.dumps(_extended(value)).encode("ascii")
    place = _place(value, path, draws or random.Random(0))  # noqa: S311  # a test's draws
    if place and effect == "renamed_field" and isinstance(place[-1], int):
        raise FaultError(f"{path} is an element of a list, and has no name")
    if place:
        _FIELDS[effect](holder_of(value, place), place[-1])
    else:
        value = _WHOLE[effect](value)
    return json.dumps(value).encode("ascii")


def _malformed(text: bytes) -> bytes:
    return text.replace(b'"', b"'") if b'"' in text else b"'" + text


def _truncated(text: bytes) -> bytes:
    # Half a number is one, too.
    half = text[: len(text) // 2]
    return half if half[:1] in (b"{", b"[", b'"') else b"{"


def _extended(value: Any) -> Any:
    """With a field more; of a list, in its first element."""
    if isinstance(value, dict):
        return {**value, EXTRA: True}
    if isinstance(value, list):
        return [_extended(value[0]), *value[1:]] if value else [{EXTRA: True}]
    return {EXTRA: value}


def _place(value: Any, path: Optional[str], draws: random.Random) -> Path:
    if path is None:
        known = list(fields(value))
        return draws.choice(known) if known else ()
    if not exists(value, parts(path)):
        known = list(itertools.islice(fields(value), _TOLD))
        near = ", ".join(map(told, known)) or "nothing"
        raise FaultError(f"the answer has no field {path}; it has {near}")
    return parts(path)


def _missing(holder: Any, key: Any) -> None:
    del holder[key]


def _renamed(holder: Any, key: Any) -> None:
    holder[f"{RENAMED}{key}"] = holder.pop(key)


def _retyped(holder: Any, key: Any) -> None:
    holder[key] = _of_other_type(holder[key])


def _of_other_type(value: Any) -> Any:
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return {"value": value} if isinstance(value, list) else [value]


_TEXTS: Mapping[str, Callable[[bytes], bytes]] = {
    "malformed_json": _malformed,
    "truncated_json": _truncated,
}
_FIELDS: Mapping[str, Callable[[Any, Any], None]] = {
    "missing_field": _missing,
    "renamed_field": _renamed,
    "wrong_type": _retyped,
}
_WHOLE: Mapping[str, Callable[[Any], Any]] = {
    "missing_field": lambda _: None,
    "renamed_field": lambda value: {f"{RENAMED}answer": value},
    "wrong_type": _of_other_type,
}
