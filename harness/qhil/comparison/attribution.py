"""To which numbers of a recording a difference is due: by the newer calibration, and by suspicion.

a recording + what the other side gave -> `Attribution`. Of the distance, how much does the *change of calibration*
explain? All circuits are simulated under both snapshots; then under the recording with one qubit's or one gate's
numbers taken from the newer snapshot, for each that changed. What would explain it if there were no newer calibration
is told by :mod:`qhil.comparison.suspicion`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, List, Optional, Sequence, Tuple

from qhil.comparison.circuit_model import CircuitModel, gain
from qhil.comparison.distance import noise_floor
from qhil.comparison.exact_distribution import why_not_exact
from qhil.comparison.hybrid import READOUT, changed_parts, with_part
from qhil.comparison.outcomes import Outcomes
from qhil.comparison.suspicion import Suspicion
from qhil.errors import CalibrationError
from qhil.recordings import CalibrationSnapshot, Recording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MOST_CAUSES = 8
# A distance that exceeds its floor by less than a tenth of it is no more than noise.
_WORTH_EXPLAINING = 0.1


@dataclass(frozen=True)
class Cause:
    """One qubit's or gate's part in it.

    Attributes:
        place: ``qubit 3`` or ``cx 0-1``.
        what: ``readout``, ``relaxation``, ``gate error`` or ``dead``.
        qubits: of the device.
        gain: the likelihood ratio that it gains.
        share: of the gain of all that changed together; of a suspect, of the gain of all suspects named. Shares need
            not add up to 1.
        amount: of a suspect, the change that fits best, in words; else empty.
    """

    place: str
    what: str
    qubits: Tuple[int, ...]
    gain: float
    share: float
    amount: str = ""


@dataclass(frozen=True)
class Attribution:
    """What a difference comes from.

    Attributes:
        distance: mean total variation distance of the circuits from what the recording says.
        under_new: from what the newer calibration says; None without one.
        floor: the distance that shot noise alone would give.
        explained: the part of ``distance`` above ``floor`` that the newer calibration takes away; None where there is
            nothing to explain, or no newer calibration.
        calibration: the numbers that changed, those that explain most first.
        suspects: what would explain it if it had become worse, one beside the other, best first.
        left_out: circuits that have no exact distribution, so that they say nothing here.
        not_simulated: why circuits could not be simulated under the newer calibration; empty where they could.
    """

    distance: float
    under_new: Optional[float]
    floor: float
    explained: Optional[float]
    calibration: Tuple[Cause, ...]
    suspects: Tuple[Cause, ...]
    left_out: int
    not_simulated: str = ""


def attribute(
    recorded: Recording,
    newer: Optional[Recording],
    circuits: Sequence[Any],
    seen: Sequence[Outcomes],
    *,
    noise: str = "recorded",
) -> Optional[Attribution]:
    """Find the causes; None if no circuit can be simulated exactly.

    Args:
        recorded: whose newest calibration is in question.
        newer: whose newest calibration is held against it; None if there is none.
        circuits: on the device.
        seen: what was seen of each.
        noise: as for `RecordedBackend`.
    """
    usable = [index for index, one in enumerate(circuits) if not why_not_exact(one)]
    if not usable:
        return None
    model = CircuitModel(recorded, [circuits[index] for index in usable], noise)
    used = [seen[index] for index in usable]
    shots = model.shots(used)
    floor, distance = _floor(model, used), _distance(model, shots, model.base)
    under_new: Optional[float] = None
    explained: Optional[float] = None
    causes: Tuple[Cause, ...] = ()
    why_not = "" if newer is None else _why_not(recorded, newer, model)
    if newer is not None and not why_not and newer.properties() != recorded.properties():
        new = model.under(newer.properties())
        under_new = _distance(model, shots, new)
        if distance - floor > _WORTH_EXPLAINING * floor:
            explained = max(0.0, min(1.0, (distance - under_new) / (distance - floor)))
        causes = _of_calibration(model, shots, new, recorded, newer.properties())
    return Attribution(
        distance=distance,
        under_new=under_new,
        floor=floor,
        explained=explained,
        calibration=causes,
        suspects=_suspects(model, shots, recorded),
        left_out=len(circuits) - len(usable),
        not_simulated=why_not,
    )


def _why_not(recorded: Recording, newer: Recording, model: CircuitModel) -> str:
    """What keeps the circuits from being simulated under the newer calibration; empty for nothing."""
    if recorded.n_qubits != newer.n_qubits:
        return f"{newer.n_qubits} qubits instead of {recorded.n_qubits}"
    try:
        model.check(newer.properties())
    except CalibrationError as error:
        return str(error)
    return ""


def _distance(model: CircuitModel, shots: Numbers, chances: Numbers) -> float:
    """Mean over the circuits."""
    apart = [
        float(abs(shots[part] / max(shots[part].sum(), 1.0) - chances[part]).sum() / 2)
        for part in model.slices
    ]
    return sum(apart) / len(apart)


def _floor(model: CircuitModel, seen: Sequence[Outcomes]) -> float:
    """Mean over the circuits, of the mean distance that shot noise alone gives."""
    # A mean deviation of a normal variable is sqrt(2 / pi) of its standard deviation.
    floors = [
        math.sqrt(2 / math.pi)
        * noise_floor((model.base[part], model.base[part]), (one.shots, None))
        for part, one in zip(model.slices, seen)
    ]
    return sum(floors) / len(floors)


def _of_calibration(
    model: CircuitModel,
    shots: Numbers,
    new: Numbers,
    recorded: Recording,
    newer: CalibrationSnapshot,
) -> Tuple[Cause, ...]:
    total = gain(shots, model.base, new)
    causes: List[Cause] = []
    for part in changed_parts(recorded.properties(), newer):
        touching = model.touching(part)
        if touching:
            hybrid = with_part(recorded, newer, part)
            moved = model.under(hybrid, touching, readout_only=part.what == READOUT)
            gained = gain(shots, model.base, moved)
            share = gained / total if total > 0 else 0.0
            causes.append(Cause(part.place, part.what, part.qubits, gained, share))
    causes.sort(key=lambda cause: -cause.gain)
    return tuple(causes[:MOST_CAUSES])


def _suspects(model: CircuitModel, shots: Numbers, recorded: Recording) -> Tuple[Cause, ...]:
    found = Suspicion(model, recorded).find(shots)
    total = sum(one.gain for one in found)
    return tuple(
        Cause(
            one.part.place,
            one.part.what,
            one.part.qubits,
            one.gain,
            one.gain / total,
            one.part.amount(one.along),
        )
        for one in found
    )
