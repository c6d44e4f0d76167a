"""The two doors to all recordings. Light: what reads files is imported at the first call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Tuple

from qhil.recordings.moments import Moment
from qhil.recordings.recording import Recording

if TYPE_CHECKING:
    from qhil.recordings.device_summary import DeviceSummary
    from qhil.recordings.sources import Paths


def load_recording(
    name: str, at: Optional[Moment] = None, *, source: Optional[str] = None, paths: Paths = None
) -> Recording:
    """The recording of the device ``name``, from the first source that has it.

    Sources in order: ``paths`` (folders, each a recording or holding recordings); the environment
    variable ``QHIL_RECORDINGS``; ``recordings/`` in the current folder and its parents, nearest
    first; bundled; snapshots in an installed qiskit-terra, then qiskit-ibm-runtime. ``source``
    restricts the search to one, by its label as in ``devices()`` (the version may be left out) or
    its folder.

    ``at`` gives the recording as it was then: its history ends with the newest properties not
    later (a day includes all of it, in UTC). The same files give the same object, as long as they
    do not change.

    Raises UnknownDeviceError, naming the nearest devices; MissingDateError, naming the dates;
    RecordingError for what cannot be read.
    """
    from qhil.recordings import catalog

    return catalog.load_recording(name, at, source=source, paths=paths)


def devices(paths: Paths = None) -> Tuple[DeviceSummary, ...]:
    """Every device that has a recording, sorted by name, found without importing Qiskit.

    Sources and their order are those of :func:`load_recording`. Raises RecordingError for a file
    that cannot be what its name says; single values are only checked when a recording is loaded.
    """
    from qhil.recordings import summary

    return summary.devices(paths)
