"""A Recording's files: the very bytes it came from, each file written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Dict

from qhil.errors import RecordingError
from qhil.recordings.catalog import device_name
from qhil.recordings.fitted_json import fitted_text
from qhil.recordings.folder import (
    CONFIGURATION,
    DEFAULTS,
    FITTED,
    PROPERTIES,
    PROVENANCE,
    find_parts,
    recording_files,
)
from qhil.recordings.moments import file_stamp
from qhil.recordings.provenance import Provenance
from qhil.recordings.reading import FORMAT, FORMAT_VERSION
from qhil.recordings.recording import Recording


def save_recording(recording: Recording, folder: Path) -> Path:
    """See :meth:`Recording.save`."""
    files = _contents(recording)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(recording.name, folder, files)
        for name, data in files.items():
            _write(folder / name, data)
    except OSError as error:
        raise RecordingError(
            "cannot be written",
            file=str(error.filename or folder),
            expected="a folder to write to",
            found=error.strerror or str(error),
        ) from None
    return folder


def _contents(recording: Recording) -> Dict[str, bytes]:
    """Files in the order of writing: configuration last, for without it there is no recording."""
    files = {
        f"{PROPERTIES}-{file_stamp(snapshot.date)}.json": snapshot.text.data
        for snapshot in recording.history
    }
    if recording.defaults_text is not None:
        files[DEFAULTS] = recording.defaults_text.data
    if recording.fitted is not None:
        files[FITTED] = fitted_text(recording.fitted).data
    files[PROVENANCE] = _provenance_json(recording.provenance)
    files[CONFIGURATION] = recording.configuration.text.data
    return files


def _provenance_json(provenance: Provenance) -> bytes:
    fields = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "origin": provenance.origin,
        "licence": provenance.licence,
        "copyright": provenance.copyright,
        "parts": provenance.parts,
    }
    told = {name: value for name, value in fields.items() if value}
    return (json.dumps(told, indent=2) + "\n").encode("ascii")


def _check_room(name: str, folder: Path, files: Dict[str, bytes]) -> None:
    """No file may stay that a later reading would add to, or take for, what is saved now."""
    left = [file for file in recording_files(folder) if file not in files]
    if left:
        raise RecordingError(
            f"the folder has parts of a recording that {name}, as it is to be saved, has not",
            file=str(folder),
            expected="an empty folder, or an earlier state of the same recording",
            found=", ".join(left),
        )
    present = find_parts(folder)
    if present is not None and device_name(present) != name:
        raise RecordingError(
            "the folder has another device",
            file=str(folder),
            expected=name,
            found=device_name(present),
        )


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
