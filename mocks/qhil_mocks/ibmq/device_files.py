"""Recordings as the service serves them: their own JSON, as text, read when somebody asks for it.

Two things are changed. The client takes every date for UTC whatever its offset, so dates are rewritten in
UTC. And it looks up ``input_allowed`` of every device, which older recordings lack: mocked devices take
jobs and runtime programs.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Optional

import msgspec

from qhil.recordings import Recording
from qhil.recordings.calibration import CalibrationSnapshot
from qhil.recordings.catalog import device_name, precedence
from qhil.recordings.folder import Parts
from qhil.recordings.json_file import read_json
from qhil.recordings.sources import Paths, sources
from qhil_mocks.wire_dates import instant, wire_date

_DATE = re.compile(rb'"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d:\d\d)"')
_INPUT_ALLOWED = b'"input_allowed":["job","runtime"],'


class DeviceFacts(msgspec.Struct, frozen=True):
    """As much of a configuration as the service itself looks at."""

    backend_name: str
    backend_version: str
    n_qubits: int
    max_shots: int
    simulator: bool = False
    max_experiments: Optional[int] = None
    input_allowed: Optional[List[str]] = None


def device_files(paths: Paths = None) -> Dict[str, Parts]:
    """The files of every device that has a recording, by name; of several, those that `load_recording` takes."""
    found: Dict[str, Parts] = {}
    for source in sources(paths):
        here = [(device_name(parts), parts) for parts in source.recordings()]
        for name, parts in sorted(here, key=lambda named: precedence(named[1], named[0])):
            found.setdefault(name, parts)
    return found


def recalibrated(recording: Recording, before: CalibrationSnapshot, when: datetime) -> bytes:
    """The properties of a device that was calibrated again after ``before``, by ``when``.

    They are the next that are recorded; where none are, the same again, with that date.
    """
    later = recording.history[recording.history.index(before) + 1 :]
    if later:
        return later[0].text.data
    again = {**json.loads(before.text.data), "last_update_date": wire_date(when)}
    return json.dumps(again).encode("ascii")


def configuration_file(path: Path) -> bytes:
    """`wire_configuration` of a file."""
    stat = path.stat()
    return _configuration_file(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=256)
def _configuration_file(path: Path, _time: int, _size: int) -> bytes:
    return wire_configuration(read_json(path).data)


def wire_configuration(text: bytes) -> bytes:
    """A configuration's JSON as the client needs it."""
    fitted = in_utc(text).strip()
    if device_facts(fitted).input_allowed is None:
        fitted = b"{" + _INPUT_ALLOWED + fitted[1:]
    return fitted


@lru_cache(maxsize=256)
def device_facts(configuration: bytes) -> DeviceFacts:
    """What the service has to know of a device."""
    return msgspec.json.decode(configuration, type=DeviceFacts)


@lru_cache(maxsize=64)
def in_utc(text: bytes) -> bytes:
    """``text`` with its dates in UTC."""
    seen: Dict[bytes, bytes] = {}

    def rewritten(found: re.Match[bytes]) -> bytes:
        if found[0] not in seen:
            when = instant(found[0][1:-1].decode("ascii"))
            seen[found[0]] = found[0] if when is None else _quoted(when)
        return seen[found[0]]

    return _DATE.sub(rewritten, text)


def _quoted(when: datetime) -> bytes:
    """As exact as it is: there may be microseconds, which `wire_date` has no place for."""
    return f'"{when.replace(tzinfo=None).isoformat()}Z"'.encode("ascii")
