"""Which files in a folder make up a recording. Names only: nothing is opened.

Two layouts are known, each file maybe gzipped (``.gz`` at the end):

- qhil's own: ``configuration.json``, ``properties-<UTC date>.json`` (one for each date; only the beginning ``properties`` is
  looked at, the date is read from the content), maybe ``defaults.json``, maybe ``recording.json`` (provenance).
- Qiskit's published snapshots: ``conf_X.json``, ``props_X.json``, maybe ``defs_X.json``. Only files of the same X belong
  together: beside ``props_cambridge.json`` lies a ``props_cambridge_alt.json`` of the same date, whose gates (u, p) the
  device's configuration does not have.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from qhil.errors import RecordingError

CONFIGURATION = "configuration.json"
PROPERTIES = "properties"
DEFAULTS = "defaults.json"
PROVENANCE = "recording.json"


@dataclass(frozen=True)
class Parts:
    """The files of one recording."""

    folder: Path
    configuration: Path
    properties: Tuple[Path, ...]
    defaults: Optional[Path]
    provenance: Optional[Path]

    @property
    def files(self) -> Tuple[Path, ...]:
        """All of them."""
        optional = (self.defaults, self.provenance)
        return (self.configuration, *self.properties, *(path for path in optional if path is not None))


def find_parts(folder: Path) -> Optional[Parts]:
    """The recording in ``folder``, or None if there is no configuration in it.

    RecordingError if there is one but no properties, or two files that claim the same place.
    """
    files = _json_files(folder)
    stock = [name for name in files if name.startswith("conf_")]
    if CONFIGURATION in files:
        if stock:
            raise _claimed_twice(folder, CONFIGURATION, stock[0])
        return _own(folder, files)
    if len(stock) > 1:
        raise _claimed_twice(folder, stock[0], stock[1])
    return _stock(folder, files, stock[0]) if stock else None


def _own(folder: Path, files: Dict[str, Path]) -> Parts:
    properties = [path for name, path in files.items() if name.startswith(PROPERTIES)]
    return Parts(
        folder,
        files[CONFIGURATION],
        _at_least_one(folder, properties, f"{PROPERTIES}-<date>.json"),
        files.get(DEFAULTS),
        files.get(PROVENANCE),
    )


def _stock(folder: Path, files: Dict[str, Path], configuration: str) -> Parts:
    suffix = configuration[len("conf") :]
    properties = [files[name] for name in (f"props{suffix}",) if name in files]
    return Parts(
        folder,
        files[configuration],
        _at_least_one(folder, properties, f"props{suffix}"),
        files.get(f"defs{suffix}"),
        None,
    )


def _json_files(folder: Path) -> Dict[str, Path]:
    """Files by name without ``.gz``, sorted."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        reason = error.strerror or str(error)
        raise RecordingError(
            "cannot be read", file=str(folder), expected="a folder", found=reason
        ) from None
    files: Dict[str, Path] = {}
    for name in names:
        plain = name[: -len(".gz")] if name.endswith(".gz") else name
        if not plain.endswith(".json"):
            continue
        if plain in files:
            raise _claimed_twice(folder, plain, name)
        files[plain] = folder / name
    return files


def _claimed_twice(folder: Path, first: str, second: str) -> RecordingError:
    return RecordingError(
        "two files for one part of a recording", file=str(folder), expected="one of them", found=f"{first} and {second}"
    )


def _at_least_one(folder: Path, properties: List[Path], name: str) -> Tuple[Path, ...]:
    if not properties:
        raise RecordingError("a recording without properties", file=str(folder), expected=name, found="none")
    return tuple(properties)
