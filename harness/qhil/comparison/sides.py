"""The sides of a comparison: what is asked, and what each answers for a circuit.

A recording, a recording at a date, a saved run, a live device -> :class:`Side`. `qhil.live` and anybody else may
bring sides of their own: three facts and one method.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, List, Mapping, Optional, Protocol, Sequence, Tuple, Union

from qhil.comparison.exact_distribution import device_noise, exact_distributions, why_not_exact
from qhil.comparison.outcomes import Outcomes, exact, sampled
from qhil.errors import ComparisonError, UnknownDeviceError
from qhil.measured import MeasuredRun, circuit_of, text_of
from qhil.recordings import Recording, load_recording


class Side(Protocol):
    """One side of a comparison.

    ``label``: what a reader knows it by. ``recording``: the device's, whose newest properties are in force on this
    side; None where they are not known. ``circuits``: those it has been measured with, None where it runs any.
    """

    @property
    def label(self) -> str:
        """See the class."""
        ...

    @property
    def recording(self) -> Optional[Recording]:
        """See the class."""
        ...

    @property
    def circuits(self) -> Optional[Sequence[Any]]:
        """See the class."""
        ...

    def outcomes(self, circuits: Sequence[Any], *, shots: int, seed: int) -> Sequence[Outcomes]:
        """What it gives for each of these circuits (physical qubits, gates of the device).

        ``shots``: where it samples. ``seed``: fixes what it draws; no two sides are given the same.
        """
        ...


Given = Union[str, Path, Recording, MeasuredRun, Side]


@dataclass(frozen=True)
class RecordedSide:
    """A recording: exact distributions where a circuit is small enough, else shots of a `RecordedBackend`.

    ``sampled``: shots for all circuits, as from a device. ``executor``: a `concurrent.futures` executor or a Dask
    client, to which circuits that are sampled are handed; the counts are the same.
    """

    recording: Recording
    noise: str = "recorded"
    sampled: bool = False
    executor: Any = None

    @property
    def label(self) -> str:
        """Name and date."""
        return f"{self.recording.name}@{self.recording.properties().date:%Y-%m-%d}"

    @property
    def circuits(self) -> Optional[Sequence[Any]]:
        """None: it runs any."""
        return None

    def outcomes(self, circuits: Sequence[Any], *, shots: int, seed: int) -> Sequence[Outcomes]:
        """See `Side`."""
        drawn = [index for index, one in enumerate(circuits) if self.sampled or why_not_exact(one)]
        certain = [index for index in range(len(circuits)) if index not in set(drawn)]
        noise = device_noise(self.recording, self.noise)
        found: List[Optional[Outcomes]] = [None] * len(circuits)
        for index, chances in zip(
            certain, exact_distributions([circuits[index] for index in certain], noise)
        ):
            found[index] = exact(chances)
        for index, counts in zip(drawn, self._counts([circuits[i] for i in drawn], shots, seed)):
            found[index] = sampled(counts)
        return [one for one in found if one is not None]

    def _counts(self, circuits: Sequence[Any], shots: int, seed: int) -> List[Mapping[str, int]]:
        if not circuits:
            return []
        from qhil.backend import RecordedBackend

        backend = RecordedBackend(
            self.recording, noise=self.noise, seed=seed, executor=self.executor
        )
        size = backend.recording.configuration.max_experiments or len(circuits)
        counts: List[Mapping[str, int]] = []
        for start in range(0, len(circuits), size):
            result = backend.run(list(circuits[start : start + size]), shots=shots).result()
            counts += [
                _plain(result.get_counts(index))
                for index in range(len(circuits[start : start + size]))
            ]
        return counts


@dataclass(frozen=True)
class MeasuredSide:
    """A saved run: it has the counts of its own circuits, and no others."""

    run: MeasuredRun
    recording: Optional[Recording]
    name: str

    @property
    def label(self) -> str:
        """What it was loaded as."""
        return self.name

    @property
    def circuits(self) -> Optional[Sequence[Any]]:
        """The measured ones."""
        return [circuit_of(one.qasm, name=one.name) for one in self.run.circuits]

    def outcomes(self, circuits: Sequence[Any], *, shots: int, seed: int) -> Sequence[Outcomes]:
        """See `Side`; shots are as they were measured."""
        del shots, seed
        measured = {one.name: one for one in self.run.circuits}
        unknown = [one.name for one in circuits if one.name not in measured]
        if unknown:
            raise ComparisonError(
                f"{self.label} has not measured {unknown[0]!r}; it has: {', '.join(sorted(measured))}"
            )
        for one in circuits:
            if _text(one) != _text(circuit_of(measured[one.name].qasm, name=one.name)):
                raise ComparisonError(
                    f"{self.label} has measured another circuit by the name of {one.name!r}"
                )
        return [sampled(measured[one.name].counts) for one in circuits]


def side_of(
    given: Given,
    *,
    noise: str = "recorded",
    sampled: bool = False,
    paths: Any = None,
) -> Side:
    """What a user names as a side.

    A text is a file of a measured run, a recording's name, or ``name@2021-03-15`` for it at a date. A live device
    is no text, since it has a budget: see `qhil.live.live_side`.

    Raises:
        ComparisonError: for what names nothing.
        RecordingError, MeasuredRunError: for what cannot be read.
    """
    if isinstance(given, Recording):
        return RecordedSide(given, noise, sampled)
    if isinstance(given, MeasuredRun):
        return _measured(given, f"{given.device}, {given.source} {given.taken:%Y-%m-%d}", paths)
    if isinstance(given, (str, Path)):
        if Path(given).is_file():
            return _measured(MeasuredRun.load(given), Path(given).name, paths)
        if str(given).startswith("live:"):
            raise ComparisonError(
                f"{given}: expected qhil.live.live_side({str(given)[5:]!r}, budget=...), found no budget"
            )
        name, _, date = str(given).partition("@")
        try:
            recording = load_recording(name, date or None, paths=paths)
        except UnknownDeviceError as error:
            raise ComparisonError(f"{given}: no file, and no recording: {error}") from None
        return RecordedSide(recording, noise, sampled)
    return given


def _measured(run: MeasuredRun, name: str, paths: Any) -> MeasuredSide:
    """With the device's recording, its newest properties those of the run where it has some."""
    try:
        recording: Optional[Recording] = load_recording(run.device, paths=paths)
    except UnknownDeviceError:
        recording = None
    if recording is not None and run.properties is not None:
        recording = Recording.from_json(recording.configuration.json, dict(run.properties))
    return MeasuredSide(run, recording if run.properties is not None else None, name)


def _plain(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {key.replace(" ", ""): int(number) for key, number in counts.items()}


def _text(circuit: Any) -> str:
    """What tells one circuit from another: as it comes back from its text (terra 0.22 changes the order of gates)."""
    return text_of(circuit_of(text_of(circuit), name=circuit.name))


def circuits_in_common(sides: Tuple[Side, Side]) -> Optional[List[Any]]:
    """The circuits that both sides have; None if both run any.

    Raises:
        ComparisonError: if there are none, or one name has two circuits.
    """
    lists = [side.circuits for side in sides]
    first, second = lists
    if first is None or second is None:
        only = first if first is not None else second
        return None if only is None else list(only)
    others = {one.name: one for one in second}
    common = [one for one in first if one.name in others]
    if not common:
        raise ComparisonError(
            f"no circuit in common: {sides[0].label} has {', '.join(one.name for one in first[:4])}, "
            f"{sides[1].label} {', '.join(one.name for one in second[:4])}"
        )
    for one in common:
        if _text(one) != _text(others[one.name]):
            raise ComparisonError(
                f"circuit {one.name!r} is not the same in {sides[0].label} and {sides[1].label}"
            )
    return common
