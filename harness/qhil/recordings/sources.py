"""Where recordings are looked for, and in which order.

1. ``paths`` given by the caller (an option of the command line or of pytest);
2. the folders in the environment variable ``QHIL_RECORDINGS`` (separated as in ``PATH``);
3. ``recordings/`` in the current folder, then in its parents, nearest first;
4. the recordings bundled with qhil (``bundled``);
5. snapshots in an installed qiskit-terra (or Qiskit 1.x);
6. snapshots in an installed qiskit-ibm-runtime.

For a device in two places the first has it; the others are shown as also available, and reached by naming the source.
A folder is a recording itself, or holds recordings one level down. Among those, one that is named as the device comes
first, the rest by name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Optional, Sequence, Tuple, Union

import qhil_fixtures

from qhil.errors import RecordingError
from qhil.recordings import installed
from qhil.recordings.folder import Parts, find_parts
from qhil.recordings.provenance import Provenance

ENVIRONMENT_VARIABLE = "QHIL_RECORDINGS"
PROJECT_FOLDER = "recordings"
BUNDLED = "bundled"

Paths = Optional[Union[str, "os.PathLike[str]", Sequence[Union[str, "os.PathLike[str]"]]]]


@dataclass(frozen=True)
class Source:
    """A folder of recordings, and how it is called: ``bundled``, ``qiskit-terra 0.46.3``, the folder's path."""

    label: str
    folder: Path
    licence: Optional[str] = None

    def recordings(self) -> Tuple[Parts, ...]:
        """The recordings in it, by folder name."""
        itself = find_parts(self.folder)
        if itself is not None:
            return (itself,)
        below = sorted(path for path in self.folder.iterdir() if path.is_dir())
        return tuple(parts for parts in map(find_parts, below) if parts is not None)

    def provenance(self) -> Provenance:
        """What can be said of a recording from here, before its own ``recording.json`` is read."""
        origin = self.label if self.licence else None
        return Provenance(self.label, origin, self.licence)

    def answers_to(self, wanted: str) -> bool:
        """Whether ``wanted`` names this source: its label, with or without version, or the same folder."""
        if wanted in (self.label, self.label.rsplit(" ", 1)[0]):
            return True
        return os.path.abspath(wanted) == os.path.abspath(self.folder)


def sources(paths: Paths = None) -> Iterator[Source]:
    """All sources in order of precedence. Lazy: the first that has what is wanted ends the search.

    Raises RecordingError for a folder of ``paths`` or ``QHIL_RECORDINGS`` that is missing or has no recording.
    """
    for path in _listed(paths):
        yield _demanded(Path(path), "paths")
    for text in filter(None, os.environ.get(ENVIRONMENT_VARIABLE, "").split(os.pathsep)):
        yield _demanded(Path(text), ENVIRONMENT_VARIABLE)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / PROJECT_FOLDER).is_dir():
            yield Source(str(folder / PROJECT_FOLDER), folder / PROJECT_FOLDER)
    yield Source(BUNDLED, qhil_fixtures.devices_folder())
    for distribution in (installed.TERRA, installed.RUNTIME):
        for label, folder in installed.snapshot_folders(distribution):
            yield Source(label, folder, licence="Apache-2.0")


def _listed(paths: Paths) -> Sequence[Union[str, "os.PathLike[str]"]]:
    if paths is None:
        return ()
    return [paths] if isinstance(paths, (str, os.PathLike)) else paths


def _demanded(folder: Path, by: str) -> Source:
    source = Source(str(folder), folder)
    if not folder.is_dir():
        raise RecordingError(
            f"named in {by}", file=str(folder), expected="a folder of recordings", found="no such folder"
        )
    if not source.recordings():
        raise RecordingError(
            f"named in {by}", file=str(folder), expected="a recording, or folders that are", found="none"
        )
    return source
