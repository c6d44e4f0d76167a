"""A Recording: everything kept of one device. Immutable, parsed once, knows nothing of Qiskit.

>>> import qhil_fixtures
>>> recording = Recording.from_files(qhil_fixtures.device_folder("ibmq_armonk"))
>>> recording.n_qubits, str(recording.properties().date)
(1, '2021-03-15 04:40:24+00:00')
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Dict, Iterator, Mapping, Optional, Sequence, Tuple, Union, cast

from qhil.errors import MissingDateError, RecordingError
from qhil.recordings.calibration import CalibrationSnapshot
from qhil.recordings.configuration import DeviceConfiguration
from qhil.recordings.fitted_noise import FittedNoise
from qhil.recordings.json_text import JsonText
from qhil.recordings.moments import Moment, moment
from qhil.recordings.provenance import Provenance

# What reads and writes files is imported where it is used: it brings msgspec, which takes longer
# to import than all the rest, and a session that loads no recording should not pay for it.

PathLike = Union[str, "Path"]
JsonObject = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Recording:
    """One device: what it is, what was measured of it when, and where that comes from.

    ``history`` is in ascending order of dates and never empty. ``fitted`` is what a calibration found,
    for the noise kind ``faithful``. Two recordings are equal when their content (``digest``) is, wherever
    each was found.
    """

    configuration: DeviceConfiguration
    history: Tuple[CalibrationSnapshot, ...]
    defaults_text: Optional[JsonText] = field(repr=False)
    provenance: Provenance
    fitted: Optional[FittedNoise] = None

    def __post_init__(self) -> None:
        dates = [snapshot.date for snapshot in self.history]
        if not dates or any(later <= earlier for earlier, later in zip(dates, dates[1:])):
            raise RecordingError(
                "bad history",
                expected="properties of one date or more, ascending",
                found=str(list(map(str, dates))),
            )
        _check_fitted(self.fitted, self.n_qubits)

    @classmethod
    def from_files(cls, *paths: PathLike) -> Recording:
        """Read a recording's folder, or its files: configuration, properties, maybe defaults.

        A folder has ``configuration.json``, one or more ``properties-<date>.json``, maybe
        ``defaults.json`` (pulses), ``fitted.json`` (what a calibration found) and ``recording.json``
        (provenance); or, as in Qiskit's
        packages, ``conf_X.json``, ``props_X.json`` and maybe ``defs_X.json``. Each may be gzipped,
        with ``.gz`` at the end. Files given one by one may have any name and order.

        Raises RecordingError with file, path inside the JSON, expected and found.
        """
        from qhil.recordings.reading import read_recording

        return read_recording([Path(path) for path in paths])

    @classmethod
    def from_json(
        cls,
        configuration: JsonObject,
        properties: Union[JsonObject, Sequence[JsonObject]],
        defaults: Optional[JsonObject] = None,
        provenance: Optional[Provenance] = None,
    ) -> Recording:
        """Take configuration, properties (one set or more) and pulse defaults as dicts.

        In their wire format: ns, GHz and so on, as in files. The dicts are copied.
        What ``to_dict()`` of Qiskit's models leaves unconverted (datetimes, complex and numpy
        numbers) is converted. Raises RecordingError as ``from_files`` does; its ``file`` says
        which argument.
        """
        from qhil.recordings.reading import recording_from_json

        return recording_from_json(configuration, properties, defaults, provenance)

    def save(self, folder: PathLike) -> Path:
        """Write the recording's files into ``folder``, made if need be, and return it.

        Each file is written whole or not at all, the configuration last. What the folder holds of
        a recording must be replaced completely: RecordingError if it is another device's, or has
        dates or parts that this one lacks.
        """
        from qhil.recordings.saving import save_recording

        return save_recording(self, Path(folder))

    @property
    def name(self) -> str:
        """The device's own name, such as ``ibmq_manila``."""
        return self.configuration.name

    @property
    def n_qubits(self) -> int:
        """The number of qubits, all of them in every snapshot."""
        return self.configuration.n_qubits

    @property
    def defaults_json(self) -> Optional[Dict[str, Any]]:
        """The pulse defaults' JSON as a fresh structure, or None.

        RecordingError if a number in it is beyond any double.
        """
        if self.defaults_text is None:
            return None
        from qhil.recordings.wire import check_deeply

        check_deeply(self.defaults_text)
        return cast(Dict[str, Any], self.defaults_text.parse())

    def properties(self, at: Optional[Moment] = None) -> CalibrationSnapshot:
        """The newest snapshot not later than ``at``; without ``at``, the newest.

        A day includes all of it, in UTC. Raises MissingDateError, naming the dates there are, if
        all are later, and RecordingError for an ``at`` that is no date or has no offset.
        """
        return self._until(at)[-1]

    def until(self, at: Moment) -> Recording:
        """The recording as it was at ``at``, with no later history; itself if there is none.

        Raises as ``properties`` does.
        """
        history = self._until(at)
        if len(history) == len(self.history):
            return self
        return self._earlier.setdefault(len(history), replace(self, history=history))

    @cached_property
    def _earlier(self) -> Dict[int, Recording]:
        # By number of snapshots: one past is one object, so that what is kept with it stays.
        return {}

    def with_fitted(self, fitted: Optional[FittedNoise]) -> Recording:
        """The same recording with these fitted numbers, or with none; what was recorded stays.

        Raises RecordingError for a qubit that the device has not.
        """
        return replace(self, fitted=fitted)

    def _until(self, at: Optional[Moment]) -> Tuple[CalibrationSnapshot, ...]:
        if at is None:
            return self.history
        limit = moment(at)
        history = tuple(snapshot for snapshot in self.history if snapshot.date <= limit)
        if history:
            return history
        dates = ", ".join(snapshot.date.isoformat() for snapshot in self.history)
        raise MissingDateError(
            f"{self.name} has no properties as early as that; there are: {dates}",
            file=self.history[0].text.file,
            expected=f"a date from {self.history[0].date.isoformat()} on",
            found=str(at),
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over configuration, history, defaults and, where there is such, what was fitted.

        Independent of provenance, of the layout in files, and of how the JSON is spelled.
        """
        from hashlib import sha256  # costs an import of OpenSSL that most sessions can do without

        sha = sha256()
        for part, text in self._texts():
            canonical = text.canonical()
            sha.update(f"{part} {len(canonical)}\n".encode("ascii"))
            sha.update(canonical)
        return sha.hexdigest()

    def _texts(self) -> Iterator[Tuple[str, JsonText]]:
        yield "configuration", self.configuration.text
        for snapshot in self.history:
            yield "properties", snapshot.text
        if self.defaults_text is not None:
            yield "defaults", self.defaults_text
        if self.fitted is not None:
            from qhil.recordings.fitted_json import fitted_text

            yield "fitted", fitted_text(self.fitted)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Recording):
            return NotImplemented
        return self is other or (hash(self) == hash(other) and self.digest == other.digest)

    def __hash__(self) -> int:
        # Follows from the content, as it must, but without the cost of the digest.
        return hash((self.configuration, self.history, self.fitted))

    def __reduce__(self) -> Tuple[Any, ...]:
        # As its texts: smaller than the parsed facts, and checked again where it arrives.
        from qhil.recordings.reading import restore

        properties = tuple(snapshot.text for snapshot in self.history)
        parts = (self.configuration.text, properties, self.defaults_text, self.provenance)
        return restore, (*parts, self.fitted)


def _check_fitted(fitted: Optional[FittedNoise], n_qubits: int) -> None:
    if fitted is not None and any(qubit >= n_qubits for qubit in fitted.qubits):
        raise RecordingError(
            "fitted numbers of a qubit that the device has not",
            expected=f"qubits below n_qubits = {n_qubits}",
            found=str(max(fitted.qubits)),
        )
