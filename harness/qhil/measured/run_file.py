"""The file of a measured run: versioned JSON, written whole or not at all, checked when it is read."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional

import msgspec

from qhil.errors import MeasuredRunError
from qhil.measured.run import MeasuredCircuit, MeasuredRun

FORMAT = "qhil.measured_run"
VERSION = 1


class _Circuit(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    qasm: str
    shots: int
    counts: Dict[str, int]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    device: str
    taken: datetime
    source: str
    circuits: List[_Circuit]
    properties: Optional[Dict[str, Any]] = None
    facts: Dict[str, Any] = {}


def save_run(run: MeasuredRun, path: Path) -> Path:
    """See :meth:`MeasuredRun.save`."""
    facts = _File(
        FORMAT,
        VERSION,
        run.device,
        run.taken,
        run.source,
        [
            _Circuit(one.name, one.qasm, one.shots, dict(sorted(one.counts.items())))
            for one in run.circuits
        ],
        _plain(run.properties),
        _plain(run.facts) or {},
    )
    data = msgspec.json.format(msgspec.json.encode(facts), indent=1) + b"\n"
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise MeasuredRunError(
            "cannot be written", file=str(path), expected="a file to write", found=_reason(error)
        ) from None
    return path


def load_run(path: Path) -> MeasuredRun:
    """See :meth:`MeasuredRun.load`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MeasuredRunError(
            "cannot be read", file=str(path), expected="a readable file", found=_reason(error)
        ) from None
    try:
        told = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MeasuredRunError(
            "not a measured run", file=str(path), expected=f"JSON of {FORMAT}", found=str(error)
        ) from None
    if (told.format, told.version) != (FORMAT, VERSION):
        raise MeasuredRunError(
            "not a measured run, or of another version",
            file=str(path),
            expected=f"{FORMAT} {VERSION}",
            found=f"{told.format} {told.version}",
        )
    try:
        circuits = tuple(
            MeasuredCircuit(one.name, one.qasm, one.shots, one.counts) for one in told.circuits
        )
        return MeasuredRun(
            told.device, told.taken, told.source, circuits, told.properties, told.facts
        )
    except MeasuredRunError as error:
        raise MeasuredRunError(
            error.message, file=str(path), expected=error.expected, found=error.found
        ) from None


def _plain(facts: Optional[Mapping[str, Any]]) -> Optional[Dict[str, Any]]:
    return None if facts is None else dict(facts)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
