"""What went wrong in decoding, in the words of RecordingError: file, path inside the JSON, expected, found.

msgspec says where a value of the wrong type is. For JSON that is not JSON (a NaN, a cut-off file, a number that no double
can hold) the place is looked for here, slowly, since this happens once per bad file.
"""

from __future__ import annotations

import json
import math
import re
import sys
from typing import Any, Iterator, Optional, Tuple

from qhil.errors import RecordingError
from qhil.recordings.json_text import JsonText

_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>.*)`)?$", re.DOTALL)
_EXPECTED_GOT = re.compile(r"^Expected (?P<expected>.*), got (?P<found>.*)$", re.DOTALL)
_EXPECTED = re.compile(r"^Expected (?P<expected>.*)$", re.DOTALL)
_MISSING = re.compile(r"^Object missing required field `(?P<field>.*)`$", re.DOTALL)


def decoding_error(error: Exception, text: JsonText) -> RecordingError:
    """The RecordingError for what msgspec (or the UTF-8 decoder) raised on ``text``."""
    if isinstance(error, UnicodeDecodeError):
        return RecordingError(
            "not text", file=text.file, path=f"byte {error.start}", expected="UTF-8", found=error.reason
        )
    if isinstance(error, RecursionError):
        return RecordingError(
            "not a recording", file=text.file, expected="JSON of a few levels", found="nesting without end"
        )
    bad = _unrepresentable(text.data)
    if bad is not None:
        path, found = bad
        return RecordingError(
            "not a number that JSON can hold", file=text.file, path=path, expected="a finite number", found=found
        )
    return _from_message(str(error), text)


def _from_message(message: str, text: JsonText) -> RecordingError:
    place = _PLACE.match(message)
    what, path = (place["what"], place["path"]) if place else (message, None)
    root = path or "$"
    missing = _MISSING.match(what)
    if missing:
        field = missing["field"]
        return RecordingError(
            "a field is missing", file=text.file, path=f"{root}.{field}", expected=f"a field {field}", found="none"
        )
    typed = _EXPECTED_GOT.match(what)
    if typed:
        return RecordingError(
            "wrong type", file=text.file, path=root, expected=_plain(typed["expected"]), found=_plain(typed["found"])
        )
    limited = _EXPECTED.match(what)
    if limited:
        found = value_at(text.data, root)
        return RecordingError(
            "value out of range", file=text.file, path=root, expected=_plain(limited["expected"]), found=found
        )
    if path:
        found = value_at(text.data, path)
        return RecordingError("bad value", file=text.file, path=path, expected=_hint(what), found=found)
    return RecordingError(
        "not JSON", file=text.file, path=_byte(what), expected="JSON", found=what or "nothing"
    )


def _plain(words: str) -> str:
    return words.replace("`", "")


def _hint(what: str) -> str:
    return "an ISO 8601 date with offset" if "RFC3339" in what else f"no such thing as: {what}"


def _byte(what: str) -> Optional[str]:
    at = re.search(r"\(byte (\d+)\)", what)
    return f"byte {at[1]}" if at else None


def value_at(data: bytes, path: str) -> str:
    """What stands at msgspec's ``path`` (such as ``$.gates[0].qubits[1]``), short; "?" where it cannot be told."""
    try:
        value = json.loads(data)
        for key, index in re.findall(r"\.([^.\[]+)|\[(\d+)\]", path):
            value = value[key] if key else value[int(index)]
        found = json.dumps(value)
    except (ValueError, LookupError, TypeError):
        return "?"
    return found if len(found) <= 60 else found[:57] + "..."


def _unrepresentable(data: bytes) -> Optional[Tuple[str, str]]:
    """Path and spelling of the first NaN, Infinity, or number beyond a double; None if that is not the trouble."""
    try:
        parsed = json.loads(data)
    except (ValueError, RecursionError):
        huge = re.search(rb"[0-9]{309,}", data)
        return (f"byte {huge.start()}", f"an integer of {len(huge[0])} digits") if huge else None
    return next(_bad_numbers(parsed, "$"), None)


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
