"""Which files in a folder make up a recording. Names only: nothing is opened.

Two layouts are known, each file maybe gzipped (``.gz`` at the end):

- qhil's own: ``configuration.json``, ``properties-<UTC date>.json`` (one for each date; what
  follows ``properties`` is for people, the date is read from the content), maybe
  ``defaults.json``, maybe ``recording.json`` (provenance), maybe ``fitted.json`` (a calibration's).
- Qiskit's published snapshots: ``conf_X.json``, ``props_X.json``, maybe ``defs_X.json``. Only
  files of the same X belong together: beside ``props_cambridge.json`` lies a
  ``props_cambridge_alt.json`` of the same date, whose gates (u, p) the device's configuration
  does not have.
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
FITTED = "fitted.json"
_STOCK = ("conf_", "props_", "defs_")


@dataclass(frozen=True)
class Parts:
    """The files of one recording."""

    folder: Path
    configuration: Path
    properties: Tuple[Path, ...]
    defaults: Optional[Path]
    provenance: Optional[Path]
    fitted: Optional[Path] = None

    @property
    def files(self) -> Tuple[Path, ...]:
        """All of them."""
        optional = (
            path for path in (self.defaults, self.provenance, self.fitted) if path is not None
        )
        return (self.configuration, *self.properties, *optional)


def find_parts(folder: Path) -> Optional[Parts]:
    """The recording in ``folder``, or None if there is no configuration in it.

    Raises RecordingError if there is one but no properties, or two files for the same part, or if
    the folder cannot be read.
    """
    files = _json_files(folder)
    stock = [name for name in files if name.startswith(_STOCK[0])]
    claims = [name for name in (CONFIGURATION,) if name in files] + stock
    if len(claims) > 1:
        raise _claimed_twice(folder, claims[0], claims[1])
    if not claims:
        return None
    return _stock(folder, files, stock[0]) if stock else _own(folder, files)


def recording_files(folder: Path) -> List[str]:
    """The names of all files that belong to a recording in ``folder``, be it complete or not."""
    own = (CONFIGURATION, DEFAULTS, PROVENANCE, FITTED)
    return [
        path.name
        for name, path in _json_files(folder).items()
        if name in own or name.startswith((PROPERTIES, *_STOCK))
    ]


def list_folder(folder: Path) -> List[str]:
    """The names in ``folder``, sorted; RecordingError if it is no folder or cannot be read."""
    try:
        # Not Path.iterdir: with a hundred folders to list, making paths of all names shows.
        return sorted(os.listdir(folder))  # noqa: PTH208
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise RecordingError(
            "cannot be read", file=str(folder), expected="a folder", found=reason
        ) from None


def _json_files(folder: Path) -> Dict[str, Path]:
    """Files by name without ``.gz``, sorted."""
    files: Dict[str, Path] = {}
    for name in list_folder(folder):
        plain = name.removesuffix(".gz")
        if not plain.endswith(".json"):
            continue
        if plain in files:
            raise _claimed_twice(folder, plain, name)
        files[plain] = folder / name
    return files


def _own(folder: Path, files: Dict[str, Path]) -> Parts:
    properties = [path for name, path in files.items() if name.startswith(PROPERTIES)]
    return Parts(
        folder,
        files[CONFIGURATION],
        _at_least_one(folder, properties, f"{PROPERTIES}-<date>.json"),
        files.get(DEFAULTS),
        files.get(PROVENANCE),
        files.get(FITTED),
    )


def _stock(folder: Path, files: Dict[str, Path], configuration: str) -> Parts:
    suffix = configuration[len(_STOCK[0]) :]
    properties = [path for name, path in files.items() if name == f"props_{suffix}"]
    return Parts(
        folder,
        files[configuration],
        _at_least_one(folder, properties, f"props_{suffix}"),
        files.get(f"defs_{suffix}"),
        None,
    )


def _claimed_twice(folder: Path, first: str, second: str) -> RecordingError:
    return RecordingError(
        "two files for one part of a recording",
        file=str(folder),
        expected="one of them",
        found=f"{first} and {second}",
    )


def _at_least_one(folder: Path, properties: List[Path], name: str) -> Tuple[Path, ...]:
    if not properties:
        raise RecordingError(
            "a recording without properties", file=str(folder), expected=name, found="none"
        )
    return tuple(properties)
