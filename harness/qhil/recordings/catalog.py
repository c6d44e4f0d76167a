"""Recordings by the device's own name: search the sources in order, load what is found, once.

>>> load_recording("ibmq_manila").n_qubits
5
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Iterator, List, Optional, Tuple

from qhil.errors import RecordingError, UnknownDeviceError
from qhil.recordings.folder import Parts
from qhil.recordings.json_file import read_json
from qhil.recordings.moments import Moment
from qhil.recordings.provenance import Provenance
from qhil.recordings.reading import read_parts
from qhil.recordings.recording import Recording
from qhil.recordings.sources import Paths, Source, listed, sources
from qhil.recordings.wire import NameWire, decode

# Path, time and size of a file when it was read: a change shows in one of the latter.
Stamp = Tuple[str, int, int]


def load_recording(
    name: str, at: Optional[Moment] = None, *, source: Optional[str] = None, paths: Paths = None
) -> Recording:
    """See :func:`qhil.recordings.load_recording`."""
    paths = listed(paths)
    for place in _chosen(source, paths):
        for parts in _likely_first(place.recordings(), name):
            if device_name(parts) == name:
                stamps = tuple(_stamp(path) for path in parts.files)
                recording = _load(parts, stamps, place.provenance())
                return recording if at is None else recording.until(at)
    raise _unknown(name, source, paths)


def precedence(parts: Parts, name: str) -> int:
    """Among recordings of one device in one source, the lowest goes first, then by folder name.

    A folder named as the device, then as Qiskit does (``manila``), then the rest.
    """
    folder = parts.folder.name
    return 0 if folder == name else 1 if str(name).endswith(f"_{folder}") else 2


def device_name(parts: Parts) -> str:
    """The name that a recording's configuration has, reading no more than that file."""
    return _device_name(parts.configuration, _stamp(parts.configuration))


@lru_cache(maxsize=1024)
def _device_name(configuration: Path, _stamp: Stamp) -> str:
    return decode(read_json(configuration), NameWire, deep=False).backend_name


@lru_cache(maxsize=64)
def _load(parts: Parts, _stamps: Tuple[Stamp, ...], provenance: Provenance) -> Recording:
    return read_parts(parts, provenance)


def _stamp(path: Path) -> Stamp:
    try:
        stat = path.stat()
    except OSError as error:  # a link to nowhere, or deleted since it was listed
        raise RecordingError(
            "cannot be read",
            file=str(path),
            expected="a readable file",
            found=error.strerror or str(error),
        ) from None
    return (str(path), stat.st_mtime_ns, stat.st_size)


def _chosen(source: Optional[str], paths: Paths) -> Iterator[Source]:
    return (place for place in sources(paths) if source is None or place.answers_to(source))


def _likely_first(recordings: Tuple[Parts, ...], name: str) -> List[Parts]:
    # Saves opening every configuration to find one.
    return sorted(recordings, key=lambda parts: precedence(parts, name))


def _unknown(name: str, source: Optional[str], paths: Paths) -> UnknownDeviceError:
    places = list(_chosen(source, paths))
    if not places:
        labels = ", ".join(place.label for place in sources(paths))
        return UnknownDeviceError(
            "no such source of recordings", expected=f"one of {labels}", found=repr(source)
        )
    names = sorted({device_name(parts) for place in places for parts in place.recordings()})
    close, closer = (get_close_matches(str(name), names, n=3, cutoff=least) for least in (0.5, 0.8))
    nearest = closer or close or names
    where = f" in {source}" if source else ""
    return UnknownDeviceError(
        f"no recording of a device of that name{where}",
        expected=f"for instance {', '.join(nearest)}",
        found=repr(name),
    )
