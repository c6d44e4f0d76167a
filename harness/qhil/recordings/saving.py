"""A Recording's files: the very bytes it came from, each written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Dict

from qhil.errors import RecordingError
from qhil.recordings.folder import CONFIGURATION, DEFAULTS, PROPERTIES, PROVENANCE, find_parts
from qhil.recordings.moments import file_stamp
from qhil.recordings.reading import FORMAT, FORMAT_VERSION
from qhil.recordings.recording import Recording


def save_recording(recording: Recording, folder: Path) -> Path:
    """See :meth:`Recording.save`."""
    files = _contents(recording)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(recording, folder, files)
        for name, data in files.items():
            _write(folder / name, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RecordingError(
            "cannot be written", file=str(error.filename or folder), expected="a writable folder", found=reason
        ) from None
    return folder


def properties_file_name(recording: Recording, index: int = -1) -> str:
    """The name under which the ``index``-th snapshot of the history is saved."""
    return f"{PROPERTIES}-{file_stamp(recording.history[index].date)}.json"


def _contents(recording: Recording) -> Dict[str, bytes]:
    """Files in the order of writing: the configuration last, for a folder without it is no recording."""
    files = {
        properties_file_name(recording, index): snapshot.text.data
        for index, snapshot in enumerate(recording.history)
    }
    if recording.defaults_text is not None:
        files[DEFAULTS] = recording.defaults_text.data
    files[PROVENANCE] = _provenance_json(recording)
    files[CONFIGURATION] = recording.configuration.text.data
    return files


def _provenance_json(recording: Recording) -> bytes:
    provenance = recording.provenance
    fields = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "origin": provenance.first_origin,
        "licence": provenance.licence,
        "copyright": provenance.copyright,
        "parts": dict(provenance.parts),
    }
    told = {name: value for name, value in fields.items() if value}
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _check_room(recording: Recording, folder: Path, files: Dict[str, bytes]) -> None:
    """Nothing may stay in the folder that a later reading would add to, or find instead of, what is saved now."""
    present = find_parts(folder)
    if present is None:
        return
    left = sorted(path.name for path in present.files if path.name not in files)
    if left:
        raise RecordingError(
            f"the folder holds parts of a recording that {recording.name} as saved does not have",
            file=str(folder),
            expected="an empty folder, or an earlier state of the same recording",
            found=", ".join(left),
        )
    other = Recording.from_files(folder).name
    if other != recording.name:
        raise RecordingError(
            "the folder holds another device", file=str(folder), expected=recording.name, found=other
        )


def _write(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
