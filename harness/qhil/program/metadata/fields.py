"""The fields that metadata may have, and of what kind each is.

Those of `upload_program`. It drops a key that it does not know without a word; here that is an error,
because what it was to say would be lost. Of requirements, ``min_num_qubits`` is the only one that IBM's
clients call by name; what the service made of others is not known, so that they are refused.
"""

from __future__ import annotations

import math
from typing import Any, Callable, Iterable, Mapping, Optional, Tuple

from qhil.program.metadata.errors import MetadataError
from qhil.program.metadata.plain_words import described, json_path, nearest

_Kind = Tuple[str, Callable[[Any], bool]]  # in words, and whether a value is of it


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_count(value: Any) -> bool:
    return type(value) is int and value > 0


def _is_duration(value: Any) -> bool:
    return type(value) in (int, float) and 0 < value < math.inf


_TEXT: _Kind = ("a string that is not empty", _is_text)
_OBJECT: _Kind = ("an object", lambda value: value is None or isinstance(value, dict))
_SCHEMA: _Kind = ("a JSON schema, which is an object", _OBJECT[1])

FIELDS: Mapping[str, _Kind] = {
    "name": _TEXT,
    "description": _TEXT,
    "max_execution_time": ("a positive number of seconds", _is_duration),
    "is_public": ("true or false", lambda value: isinstance(value, bool)),
    "spec": _OBJECT,
}
SPEC_FIELDS: Mapping[str, _Kind] = {
    "backend_requirements": _OBJECT,
    "parameters": _SCHEMA,
    "return_values": _SCHEMA,
    "interim_results": _SCHEMA,
}
REQUIREMENTS: Mapping[str, _Kind] = {
    "min_num_qubits": ("a positive number of qubits", _is_count),
}
_UPLOAD_NEEDS = ("name", "description", "max_execution_time")
# What other versions of the service called a field, or where they had it.
_TODAY = {
    "cost": "max_execution_time",
    **{field: f"spec.{field}" for field in SPEC_FIELDS},
}


def check_fields(metadata: Mapping[str, Any], file: Optional[str]) -> None:
    """See that every key is known and its value of the right kind; a file must have what an upload needs.

    Raises:
        MetadataError: with the place of the first that is wrong.
    """
    _check(metadata, FIELDS, (), file)
    missing = [field for field in _UPLOAD_NEEDS if file is not None and not metadata.get(field)]
    if missing:
        raise MetadataError(f"lacks {', '.join(missing)}: an upload needs them", file=file)
    spec = metadata.get("spec") or {}
    _check(spec, SPEC_FIELDS, ("spec",), file)
    place = ("spec", "backend_requirements")
    _check(spec.get("backend_requirements") or {}, REQUIREMENTS, place, file)


def _check(
    found: Mapping[str, Any],
    known: Mapping[str, _Kind],
    place: Tuple[str, ...],
    file: Optional[str],
) -> None:
    for key, value in found.items():
        path = json_path((*place, key))
        if key not in known:
            raise MetadataError(_unknown(key, known, place), file=file, path=path)
        expected, fits = known[key]
        if not fits(value):
            raise MetadataError("", file=file, path=path, expected=expected, found=described(value))


def _unknown(key: str, known: Iterable[str], place: Tuple[str, ...]) -> str:
    today = None if place else _TODAY.get(key)
    return f"unknown key ({f'it is {today} today' if today else nearest(key, known)})"
