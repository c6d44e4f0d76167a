"""What went wrong in decoding, as RecordingError: file, path inside the JSON, expected, found.

msgspec says where a value of the wrong type is. Where the trouble is a number (a NaN, one that no
double can hold) it only says that there is one: the place is looked for here, slowly, since this
happens once per bad file.
"""

from __future__ import annotations

import json
import math
import re
import sys
from typing import Any, Iterator, List, Optional, Tuple

import msgspec

from qhil.errors import RecordingError
from qhil.recordings.json_text import JsonText

_EXPECTED_GOT = re.compile(r"^Expected (?P<expected>.*), got (?P<found>.*)$", re.DOTALL)
_EXPECTED = re.compile(r"^Expected (?P<expected>.*)$", re.DOTALL)
_MISSING = re.compile(r"^Object missing required field `(?P<field>.*)`$", re.DOTALL)
_UNKNOWN = re.compile(r"^Object contains unknown field `(?P<field>.*)`$", re.DOTALL)
_BYTE = re.compile(r"\(byte (\d+)\)")


def decoding_error(error: Exception, text: JsonText) -> RecordingError:
    """The RecordingError for what msgspec (or the UTF-8 decoder) raised on ``text``."""
    if isinstance(error, UnicodeDecodeError):
        return _error(text, "not text", f"byte {error.start}", "UTF-8", error.reason)
    if isinstance(error, RecursionError):
        return _error(text, "not a recording", None, "JSON of a few levels", "far more")
    bad_number = _bad_number(text.data)
    if bad_number is not None:
        path, found = bad_number
        return _error(text, "not a number that JSON can hold", path, "a finite number", found)
    if not isinstance(error, msgspec.ValidationError):
        return _malformed(str(error), text)
    what, _, place = str(error).partition(" - at `")
    return _misfit(what, place.rstrip("`") or "$", text)


def refuse_repeated_keys(text: JsonText) -> None:
    """RecordingError if an object in ``text`` has a key twice. Slow: for text that looks so."""
    parsed = json.loads(text.data, object_pairs_hook=_Members)
    for path in _repeated_keys(parsed, "$"):
        raise _error(text, "a key twice in one object", path, "one of them", "two")


class _Members(List[Tuple[str, Any]]):
    """The members of an object, in order, repeated ones too."""


def _repeated_keys(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, _Members):
        keys = [key for key, _ in value]
        yield from (f"{path}.{key}" for key in keys if keys.count(key) > 1)
        for key, part in value:
            yield from _repeated_keys(part, f"{path}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _repeated_keys(part, f"{path}[{index}]")


def value_at(data: bytes, path: str) -> str:
    """What stands at msgspec's ``path``, such as ``$.gates[0].qubits[1]``, shortened.

    "?" where that cannot be told.
    """
    try:
        value = json.loads(data)
        for key, index in re.findall(r"\.([^.\[]+)|\[(\d+)\]", path):
            value = value[key] if key else value[int(index)]
        found = json.dumps(value)
    except (ValueError, LookupError, TypeError):
        return "?"
    return found if len(found) <= 60 else found[:57] + "..."


def _misfit(what: str, path: str, text: JsonText) -> RecordingError:
    """For JSON that is sound, but not what was expected."""
    missing = _MISSING.match(what)
    if missing:
        name = missing["field"]
        return _error(text, "a field is missing", f"{path}.{name}", f"a field {name}", "none")
    unknown = _UNKNOWN.match(what)
    if unknown:
        name = unknown["field"]
        return _error(text, "an unknown field", f"{path}.{name}", "no such field", name)
    typed = _EXPECTED_GOT.match(what)
    if typed:
        return _error(text, "wrong type", path, typed["expected"], typed["found"])
    limited = _EXPECTED.match(what)
    expected = limited["expected"] if limited else f"another value ({what})"
    if "RFC3339" in what:
        expected = "an ISO 8601 date with an offset"
    return _error(text, "bad value", path, expected, value_at(text.data, path))


def _malformed(what: str, text: JsonText) -> RecordingError:
    """For text that is not JSON."""
    byte = _BYTE.search(what)
    if byte:
        return _error(text, "not JSON", f"byte {byte[1]}", "JSON", what)
    return _error(text, "not JSON", f"byte {len(text.data)}", "JSON", f"the end ({what})")


def _error(
    text: JsonText, message: str, path: Optional[str], expected: str, found: str
) -> RecordingError:
    return RecordingError(
        message,
        file=text.file,
        path=path,
        expected=expected.replace("`", ""),
        found=found.replace("`", ""),
    )


def _bad_number(data: bytes) -> Optional[Tuple[str, str]]:
    """Path and spelling of the first NaN, Infinity or number beyond a double, if there is one."""
    try:
        return next(_bad_numbers(json.loads(data), "$"), None)
    except (ValueError, RecursionError):
        huge = re.search(rb"[0-9]{309,}", data)
        return (f"byte {huge.start()}", f"an integer of {len(huge[0])} digits") if huge else None


def _bad_numbers(value: Any, path: str) -> Iterator[Tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _bad_numbers(part, f"{path}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _bad_numbers(part, f"{path}[{index}]")
    elif isinstance(value, float) and not math.isfinite(value):
        yield path, repr(value)
    elif isinstance(value, int) and abs(value) > sys.float_info.max:
        yield path, f"an integer of {len(str(abs(value)))} digits"
