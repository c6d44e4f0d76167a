"""What a body says, field by field: from JSON to the fields of a fact.

>>> said({"tags": ["a"], "notes": None}, {"tags": ("tags", texts), "notes": ("notes", text)})
{'tags': ('a',)}

A null says nothing. A field that is not known is refused: it would not be kept.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Callable, Dict, Mapping, Tuple

from qhil_mocks.ibmq.experiments.analysis_result import QUALITIES
from qhil_mocks.ibmq.experiments.entry import known_uuid
from qhil_mocks.ibmq.experiments.experiment import VISIBILITIES
from qhil_mocks.ibmq.service_error import bad_request
from qhil_mocks.wire_dates import instant

# Name on the wire -> field of the fact, and what reads its value: (name on the wire, value) -> value of the field.
Fields = Mapping[str, Tuple[str, Callable[[str, Any], Any]]]


def said(
    asked: Mapping[str, Any], fields: Fields, *, required: Tuple[str, ...] = ()
) -> Dict[str, Any]:
    """The fields of the fact that ``asked`` says.

    Raises:
        ServiceError: 400 for a field that is not known, not of its type, or required and missing.
    """
    for name in asked:
        if name not in fields:
            raise bad_request(f"unknown field {name[:50]!r}; known: {', '.join(fields)}")
    for name in required:
        if asked.get(name) is None:
            raise bad_request(f"{name} is missing")
    return {
        fields[name][0]: fields[name][1](name, value)
        for name, value in asked.items()
        if value is not None
    }


def text(name: str, value: Any) -> str:
    """A text that can be written down: JSON knows halves of characters, no file does."""
    if not isinstance(value, str) or not _is_whole(value):
        raise bad_request(f"{name} must be a text")
    return value


def texts(name: str, value: Any) -> Tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise bad_request(f"{name} must be a list of texts")
    return tuple(text(name, one) for one in value)


def uuid(name: str, value: Any) -> str:
    """A UUID, in the spelling by which entries are kept."""
    found = known_uuid(value) if isinstance(value, str) else None
    if found is None:
        raise bad_request(f"{name} must be a UUID, as 01234567-89ab-4cde-8f01-23456789abcd")
    return found


def date(name: str, value: Any) -> datetime:
    """A date; one without offset is in UTC."""
    found = instant(value, default="Z")
    if found is None:
        raise bad_request(f"{name} must be an ISO 8601 date")
    return found


def flag(name: str, value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise bad_request(f"{name} must be true or false")
    return value


def verbatim(name: str, value: Any) -> str:
    """An object, as JSON to give back: what is in it is the client's business."""
    if not isinstance(value, dict):
        raise bad_request(f"{name} must be an object")
    try:
        return json.dumps(value)
    except RecursionError:
        raise bad_request(f"{name} is nested too deep") from None


def number(name: str, value: Any) -> str:
    """A number, as JSON to give back: NaN of a fit that failed, too."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise bad_request(f"{name} must be a number")
    return json.dumps(value)


def visibility(name: str, value: Any) -> str:
    """With whom an experiment is shared."""
    return _one_of(VISIBILITIES, name, value)


def quality(name: str, value: Any) -> str:
    """How good a result is."""
    return _one_of(QUALITIES, name, value)


def _one_of(known: Tuple[str, ...], name: str, value: Any) -> str:
    if value not in known:
        raise bad_request(f"{name} must be one of: {', '.join(known)}")
    return str(value)


def _is_whole(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
