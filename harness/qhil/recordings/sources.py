"""Where recordings are looked for, and in which order.

1. ``paths`` given by the caller (an option of the command line or of pytest), in their order;
2. the folders in the environment variable ``QHIL_RECORDINGS``, separated as in ``PATH``;
3. ``recordings/`` in the current folder, then in its parents, nearest first;
4. the recordings that come with qhil (``bundled``);
5. snapshots in an installed qiskit-terra (or in Qiskit 1.x, which kept five of them);
6. snapshots in an installed qiskit-ibm-runtime.

For a device in two places the first has it; the others are shown as also available, and reached
by naming the source. A folder is a recording itself, or holds recordings one level down; among
those, one that is named as the device comes first, the rest by name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Optional, Sequence, Tuple, Union

import qhil_fixtures
from qhil.errors import RecordingError
from qhil.recordings import installed
from qhil.recordings.folder import Parts, find_parts, list_folder
from qhil.recordings.provenance import Provenance

ENVIRONMENT_VARIABLE = "QHIL_RECORDINGS"
PROJECT_FOLDER = "recordings"
BUNDLED = "bundled"
# The licence of every Qiskit package whose snapshots are found where they are installed.
QISKIT_LICENCE = "Apache-2.0"

PathLike = Union[str, "os.PathLike[str]"]
Paths = Optional[Union[PathLike, Sequence[PathLike]]]


@dataclass(frozen=True)
class Source:
    """A folder of recordings and what it is called.

    ``label`` is ``bundled``, a package and its version, or the folder's path; ``package`` the
    package's name where it is one.
    """

    label: str
    folder: Path
    package: Optional[str] = None

    def recordings(self) -> Tuple[Parts, ...]:
        """The recordings in it, by folder name; RecordingError for a folder that is half one."""
        itself = find_parts(self.folder)
        if itself is not None:
            return (itself,)
        below = (self.folder / name for name in list_folder(self.folder))
        found = (find_parts(folder) for folder in below if _is_folder(folder))
        return tuple(parts for parts in found if parts is not None)

    def provenance(self) -> Provenance:
        """What can be said of a recording from here, without its own ``recording.json``."""
        if self.package is None:
            return Provenance(self.label)
        return Provenance(self.label, origin=self.label, licence=QISKIT_LICENCE)

    def answers_to(self, wanted: str) -> bool:
        """Whether ``wanted`` names this source: label, package without version, or folder."""
        return wanted in (self.label, self.package) or _real(Path(wanted)) == _real(self.folder)


def sources(paths: Paths = None) -> Iterator[Source]:
    """All sources in order, none twice. Lazy: the first that has what is wanted ends the search.

    Raises RecordingError for a folder of ``paths`` or ``QHIL_RECORDINGS`` that is missing or has
    no recording.
    """
    seen = set()
    for source in _candidates(paths):
        folder = _real(source.folder)
        if folder not in seen:
            seen.add(folder)
            yield source


def _candidates(paths: Paths) -> Iterator[Source]:
    for path in listed(paths):
        yield _demanded(Path(path), "paths")
    for text in filter(None, os.environ.get(ENVIRONMENT_VARIABLE, "").split(os.pathsep)):
        yield _demanded(Path(text), ENVIRONMENT_VARIABLE)
    for folder in _project_folders():
        yield Source(str(folder), folder)
    yield Source(BUNDLED, qhil_fixtures.devices_folder())
    for distribution in (installed.TERRA, installed.RUNTIME):
        for name, version, folder in installed.snapshot_folders(distribution):
            yield Source(f"{name} {version}", folder, package=name)


def listed(paths: Paths) -> Tuple[PathLike, ...]:
    """``paths`` as a tuple, be it one, several or None."""
    if paths is None:
        return ()
    return (paths,) if isinstance(paths, (str, os.PathLike)) else tuple(paths)


def _project_folders() -> Iterator[Path]:
    try:
        here = Path.cwd()
    except FileNotFoundError:  # the current folder was deleted: there is nothing in it
        return
    for folder in (here, *here.parents):
        if _is_folder(folder / PROJECT_FOLDER):
            yield folder / PROJECT_FOLDER


def _demanded(folder: Path, by: str) -> Source:
    source = Source(str(folder), folder)
    if not source.recordings():
        raise RecordingError(
            f"no recordings in this folder, which {by} names",
            file=str(folder),
            expected="a recording, or folders that are recordings",
            found=", ".join(list_folder(folder)[:5]) or "an empty folder",
        )
    return source


def _is_folder(path: Path) -> bool:
    # os.path rather than Path: False, and no error, where even looking is forbidden
    return os.path.isdir(path)  # noqa: PTH112


def _real(path: Path) -> str:
    return os.path.realpath(path)
