"""What a drawing of a device shows: where its qubits lie, a value for each, and for each coupling.

In goes a recording; out comes a :class:`DeviceMap`, which :mod:`qhil.drawing.terminal` and
:mod:`qhil.drawing.image` draw.
"""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Dict, Iterable, List, Mapping, Optional, Tuple, TypeVar

from qhil.drawing.lattice import lattice_positions
from qhil.drawing.scale import Quantity, Scale, is_broken

if TYPE_CHECKING:
    from datetime import datetime

    from qhil.recordings import CalibrationSnapshot, QubitCalibration, Recording

_Place = TypeVar("_Place")
Pair = Tuple[int, int]
"""Two coupled qubits, the lower number first."""

QUBIT_VALUES: Mapping[str, Tuple[str, Quantity, Callable[[QubitCalibration], Optional[float]]]] = {
    "readout": ("readout error", Quantity.RATE, lambda qubit: qubit.readout_error),
    "t1": ("T1", Quantity.TIME, lambda qubit: qubit.t1),
    "t2": ("T2", Quantity.TIME, lambda qubit: qubit.t2),
}
"""What the qubits can be coloured by."""


@dataclass(frozen=True)
class DeviceMap:
    """One device as it was at one calibration.

    ``cells``: column and row of each qubit, None if the coupling map is no lattice. ``pairs``: the
    value of each coupling, None where it was not calibrated. ``gate``: the two-qubit gate whose
    error that is.
    """

    name: str
    date: datetime
    cells: Optional[Tuple[Tuple[int, int], ...]]
    qubits: Tuple[Optional[float], ...]
    qubit_scale: Scale
    pairs: Mapping[Pair, Optional[float]]
    pair_scale: Scale
    gate: Optional[str]

    def worst_qubits(self, count: int = 5) -> Tuple[Tuple[int, float], ...]:
        """The worst known qubits with their values, worst first."""
        return tuple(_worst(enumerate(self.qubits), self.qubit_scale.quantity)[:count])

    def worst_pairs(self, count: int = 5) -> Tuple[Tuple[Pair, float], ...]:
        """The worst couplings that are in order, worst first."""
        working = [
            (pair, value)
            for pair, value in self.pairs.items()
            if value is not None and not is_broken(Quantity.RATE, value)
        ]
        return tuple(_worst(working, self.pair_scale.quantity)[:count])

    def broken_pairs(self) -> Tuple[Pair, ...]:
        """The couplings whose gate is out of order."""
        return tuple(
            pair
            for pair, value in self.pairs.items()
            if value is not None and is_broken(Quantity.RATE, value)
        )


def map_device(
    recording: Recording, *, at: Optional[str] = None, color_by: str = "readout"
) -> DeviceMap:
    """Lay a recording out for drawing.

    Args:
        recording: the device.
        at: a date; the newest properties not later than it are drawn (None: the newest).
        color_by: what qubits are coloured by, a key of :data:`QUBIT_VALUES`.

    Raises:
        MissingDateError: if ``at`` is before the first properties.
    """
    properties = recording.properties(at)
    n_qubits = recording.n_qubits
    title, quantity, value_of = QUBIT_VALUES[color_by]
    values = tuple(value_of(qubit) for qubit in properties.qubits)
    errors = _errors_by_gate(properties)
    gate = _entangler(errors, recording.configuration.basis_gates)
    coupled = _coupled(recording, errors)
    pairs = {pair: errors.get(gate or "", {}).get(pair) for pair in coupled}
    return DeviceMap(
        name=recording.name,
        date=properties.date,
        cells=lattice_positions(n_qubits, coupled) if coupled or n_qubits == 1 else None,
        qubits=values,
        qubit_scale=Scale.of(title, quantity, values),
        pairs=pairs,
        pair_scale=Scale.of(f"{gate or 'two-qubit'} error", Quantity.RATE, pairs.values()),
        gate=gate,
    )


def median(values: Iterable[Optional[float]]) -> Optional[float]:
    """The median of the known values, None if there are none."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def _errors_by_gate(properties: CalibrationSnapshot) -> Dict[str, Dict[Pair, Optional[float]]]:
    """Gate -> pair -> error; of two calibrated directions the better, which is the one to use."""
    found: Dict[str, Dict[Pair, Optional[float]]] = {}
    for gate in properties.gates:
        if len(gate.qubits) == 2:
            pair = (min(gate.qubits), max(gate.qubits))
            errors = found.setdefault(gate.gate, {})
            known = [error for error in (gate.error, errors.get(pair)) if error is not None]
            errors[pair] = min(known, default=None)
    return found


def _entangler(
    errors: Mapping[str, Mapping[Pair, Optional[float]]], basis: Iterable[str]
) -> Optional[str]:
    """The two-qubit gate that couples most pairs; of equals the first in the basis."""
    order = list(basis)
    names = sorted(errors, key=lambda name: order.index(name) if name in order else len(order))
    counts = Counter({name: len(errors[name]) for name in names})
    return max(names, key=lambda name: counts[name]) if names else None


def _coupled(recording: Recording, errors: Mapping[str, Mapping[Pair, object]]) -> List[Pair]:
    coupling_map = recording.configuration.coupling_map
    listed: Iterable[Tuple[int, int]] = (
        coupling_map
        if coupling_map is not None
        else [pair for pairs in errors.values() for pair in pairs]
    )
    return sorted({(min(pair), max(pair)) for pair in listed})


def _worst(
    items: Iterable[Tuple[_Place, Optional[float]]], quantity: Quantity
) -> List[Tuple[_Place, float]]:
    known = [(item, value) for item, value in items if value is not None]
    return sorted(known, key=lambda entry: entry[1], reverse=not quantity.long_is_good)
