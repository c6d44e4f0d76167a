"""What changed between two calibrations of a device: every number, and what is new or gone.

Two recordings (their newest properties) -> `CalibrationDrift`: a `Change` for each number that differs, with its
size against the spread of that number in the recording's own history.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Tuple

from qhil.drawing import lattice_positions
from qhil.recordings import CalibrationSnapshot, Recording
from qhil.recordings.calibration import GateCalibration, QubitCalibration

FEWEST_DATES = 3
"""Snapshots from which on a history has a spread worth the name."""
# The median absolute deviation of a normal variable is 0.6745 of its standard deviation.
_MAD = 1 / 0.674490

QUBIT_QUANTITIES: Mapping[str, Callable[[QubitCalibration], Optional[float]]] = {
    "T1": lambda qubit: qubit.t1,
    "T2": lambda qubit: qubit.t2,
    "frequency": lambda qubit: qubit.frequency,
    "readout error": lambda qubit: qubit.readout_error,
}
GATE_QUANTITIES: Mapping[str, Callable[[GateCalibration], Optional[float]]] = {
    "gate error": lambda gate: gate.error,
    "gate length": lambda gate: gate.length,
}
Key = Tuple[str, str, Tuple[int, ...]]
"""Quantity, gate (empty for a qubit), qubits."""


@dataclass(frozen=True)
class Change:
    """One number that changed.

    Attributes:
        quantity: such as ``T1`` or ``gate error``.
        gate: of gates, its name; else empty.
        qubits: those that it is of.
        before: SI units; None where it was not known.
        after: likewise.
        spreads: the change in units of the history's robust spread; None where the history is too short.
    """

    quantity: str
    gate: str
    qubits: Tuple[int, ...]
    before: Optional[float]
    after: Optional[float]
    spreads: Optional[float]

    @property
    def place(self) -> str:
        """Where: ``qubit 3`` or ``cx 0-1``."""
        if not self.gate:
            return f"qubit {self.qubits[0]}"
        return f"{self.gate} {'-'.join(map(str, self.qubits))}"

    @property
    def relative(self) -> Optional[float]:
        """The change over what was before; None where there is no such number."""
        if self.before is None or self.after is None or self.before == 0:
            return None
        return self.after / self.before - 1

    @property
    def worsening(self) -> float:
        """How much worse, as the logarithm of a factor; negative for better. Errors grow, times shrink."""
        if self.before is None or self.after is None:
            return 0.0
        if self.quantity in ("frequency", "gate length"):
            return 0.0
        worse = math.log(max(self.after, 1e-9) / max(self.before, 1e-9))
        return -worse if self.quantity in ("T1", "T2") else worse


@dataclass(frozen=True)
class Moment:
    """The device as a whole at one date: medians over its qubits and two-qubit gates, in SI units."""

    date: str
    t1: Optional[float]
    t2: Optional[float]
    readout_error: Optional[float]
    two_qubit_error: Optional[float]


@dataclass(frozen=True)
class CalibrationDrift:
    """From one calibration to another.

    Attributes:
        before: date of the first, ISO 8601.
        after: date of the second.
        dates: how many snapshots the first has, for the spread.
        changes: the numbers that changed, those that changed most first.
        unchanged: how many did not.
        gone: gates and qubits that the second has not.
        new: those that only the second has.
        topology: what else changed: couplings, basis gates, qubits in and out of order; in words.
        history: the device at every date that either has.
        cells: column and row of each qubit in a drawing; None if the coupling map is no lattice.
        pairs: the coupled qubits, the lower number first.
    """

    before: str
    after: str
    dates: int
    changes: Tuple[Change, ...]
    unchanged: int
    gone: Tuple[str, ...]
    new: Tuple[str, ...]
    topology: Tuple[str, ...]
    history: Tuple[Moment, ...]
    cells: Optional[Tuple[Tuple[int, int], ...]]
    pairs: Tuple[Tuple[int, int], ...]

    @property
    def has_spread(self) -> bool:
        """Whether the recording's history is long enough to say how unusual a change is."""
        return self.dates >= FEWEST_DATES


def calibration_drift(first: Recording, second: Recording) -> CalibrationDrift:
    """From the newest properties of the first to those of the second; the history is the first's."""
    before, after = first.properties(), second.properties()
    one, other = _values(before), _values(after)
    spreads = _spreads(first)
    changes = [
        _change(key, one.get(key), other.get(key), spreads.get(key))
        for key in sorted({*one, *other})
        if one.get(key) != other.get(key) and (key in one) == (key in other)
    ]
    changes.sort(key=_size, reverse=True)
    pairs = sorted({(min(pair), max(pair)) for pair in first.configuration.coupling_map or ()})
    sites = [{_site(key) for key in side} for side in (one, other)]
    return CalibrationDrift(
        before=before.date.isoformat(),
        after=after.date.isoformat(),
        dates=len(first.history),
        changes=tuple(changes),
        unchanged=sum(one[key] == other[key] for key in one if key in other),
        gone=tuple(sorted(sites[0] - sites[1])),
        new=tuple(sorted(sites[1] - sites[0])),
        topology=tuple(_topology(first, second)),
        history=tuple(_moments(first, second)),
        cells=lattice_positions(first.n_qubits, pairs),
        pairs=tuple(pairs),
    )


def _values(snapshot: CalibrationSnapshot) -> Dict[Key, Optional[float]]:
    found: Dict[Key, Optional[float]] = {}
    for index, qubit in enumerate(snapshot.qubits):
        for name, value in QUBIT_QUANTITIES.items():
            found[(name, "", (index,))] = value(qubit)
    for gate in snapshot.gates:
        for name, of in GATE_QUANTITIES.items():
            found[(name, gate.gate, gate.qubits)] = of(gate)
    return found


def _spreads(recording: Recording) -> Dict[Key, float]:
    """Of each number over the history, as the robust standard deviation of its logarithm; see `_scaled`.

    1.4826 times the median absolute deviation (Hampel, JASA 69, 383, 1974).
    """
    if len(recording.history) < FEWEST_DATES:
        return {}
    series: Dict[Key, List[float]] = {}
    for snapshot in recording.history:
        for key, value in _values(snapshot).items():
            if value is not None:
                series.setdefault(key, []).append(_scaled(key[0], value))
    spreads: Dict[Key, float] = {}
    for key, values in series.items():
        if len(values) >= FEWEST_DATES:
            middle = statistics.median(values)
            spreads[key] = _MAD * statistics.median(abs(value - middle) for value in values)
    return spreads


def _change(
    key: Key, before: Optional[float], after: Optional[float], spread: Optional[float]
) -> Change:
    quantity, gate, qubits = key
    spreads = None
    if spread and before is not None and after is not None:
        spreads = (_scaled(quantity, after) - _scaled(quantity, before)) / spread
    return Change(quantity, gate, qubits, before, after, spreads)


def _scaled(quantity: str, value: float) -> float:
    """Frequencies as they are; times and errors as logarithms, as they change by factors."""
    return value if quantity == "frequency" else math.log(max(value, 1e-12))


def _size(change: Change) -> Tuple[float, float]:
    """What changed most comes first: against the spread where it is known, else worsening before the rest."""
    return (abs(change.spreads or 0.0), abs(change.worsening))


def _site(key: Key) -> str:
    _, gate, qubits = key
    return f"{gate} {'-'.join(map(str, qubits))}" if gate else f"qubit {qubits[0]}"


def _topology(first: Recording, second: Recording) -> Iterator[str]:
    one, other = first.configuration, second.configuration
    if one.n_qubits != other.n_qubits:
        yield f"{other.n_qubits} qubits instead of {one.n_qubits}"
    pairs = ({*(one.coupling_map or ())}, {*(other.coupling_map or ())})
    for what, some in (("gone", pairs[0] - pairs[1]), ("new", pairs[1] - pairs[0])):
        if some:
            yield f"couplings {what}: {', '.join(f'{a}-{b}' for a, b in sorted(some))}"
    gates = ({*one.basis_gates}, {*other.basis_gates})
    for what, names in (("gone", gates[0] - gates[1]), ("new", gates[1] - gates[0])):
        if names:
            yield f"basis gates {what}: {', '.join(sorted(names))}"
    for index, (was, now) in enumerate(zip(first.properties().qubits, second.properties().qubits)):
        if was.operational != now.operational:
            yield f"qubit {index} is {'back in' if now.operational else 'out of'} order"


def _moments(first: Recording, second: Recording) -> Iterator[Moment]:
    snapshots = {snapshot.date: snapshot for one in (second, first) for snapshot in one.history}
    for date in sorted(snapshots):
        found = snapshots[date]
        two = [gate.error for gate in found.gates if len(gate.qubits) == 2]
        yield Moment(
            date.isoformat(),
            _median([qubit.t1 for qubit in found.qubits]),
            _median([qubit.t2 for qubit in found.qubits]),
            _median([qubit.readout_error for qubit in found.qubits]),
            _median(two),
        )


def _median(values: List[Optional[float]]) -> Optional[float]:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
