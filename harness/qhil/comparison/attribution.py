"""To which numbers of a recording a difference is due: by the newer calibration, and by trying suspects.

a recording + what the other side gave -> `Attribution`. Two questions are answered, by likelihood:

* Of the distance, how much does the *change of calibration* explain? All circuits are simulated under both
  snapshots; then under the recording with one qubit's or one gate's numbers taken from the newer snapshot, for each
  that changed.
* If one thing had become worse, which would it be? Each qubit and gate that the circuits use is a *suspect*: its
  coherence halved, its readout error up by three points, its gate error doubled, it is dead. Each gives a direction
  in which distributions move; how far along it the counts lie is fitted. The best is taken, then the next beside it.

The gain of a cause is 2 sum n ln(p with it / p without), over all circuits: the likelihood ratio. For a suspect it is
chi-squared with one degree of freedom (half of the time 0, as it may only be worse) where there is nothing in it
(Self and Liang, JASA 82, 605, 1987); suspects are listed only where that p-value, times their number, is at most 1 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Sequence, Tuple

from qhil.comparison.distance import noise_floor, tvd
from qhil.comparison.exact_distribution import (
    Unread,
    device_noise,
    read_out,
    unread_distributions,
    why_not_exact,
)
from qhil.comparison.hybrid import READOUT, Part, changed_parts, suspects, with_part, worse
from qhil.comparison.judged import Observed
from qhil.comparison.outcomes import Outcomes
from qhil.recordings import CalibrationSnapshot, Recording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qhil.noise import DeviceNoise

    Numbers = NDArray[np.float64]

SIGNIFICANT = 0.01
MOST_CAUSES = 8
MOST_SUSPECTS = 3
# As if so many shots had been taken of an exact distribution.
_SHOTS_OF_EXACT = 4000
_TINY = 1e-12
_FURTHEST = 20.0


@dataclass(frozen=True)
class Cause:
    """One qubit's or gate's part in it.

    Attributes:
        place: ``qubit 3`` or ``cx 0-1``.
        what: ``readout``, ``relaxation``, ``gate error`` or ``dead``.
        qubits: of the device.
        gain: the likelihood ratio that it gains.
        share: of the gain of all that changed together (a suspect: of the gain of all suspects found). Shares need not
            add up to 1.
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
            nothing to explain.
        calibration: the numbers that changed, those that explain most first.
        suspects: what would explain it if it had become worse, one beside the other, best first.
        left_out: circuits that have no exact distribution, so that they say nothing here.
    """

    distance: float
    under_new: Optional[float]
    floor: float
    explained: Optional[float]
    calibration: Tuple[Cause, ...]
    suspects: Tuple[Cause, ...]
    left_out: int


def attribute(
    recorded: Recording,
    newer: Optional[Recording],
    circuits: Sequence[Any],
    observed: Sequence[Observed],
    *,
    noise: str = "recorded",
    data: str = "second",
) -> Optional[Attribution]:
    """Find the causes; None if no circuit can be simulated exactly.

    ``data``: which side of ``observed`` is held against the recording.
    """
    usable = [index for index, one in enumerate(circuits) if not why_not_exact(one)]
    if not usable:
        return None
    seen = [getattr(observed[index], data) for index in usable]
    model = _Model(recorded, [circuits[index] for index in usable], seen, noise)
    base = model.base()
    floor = model.floor(base)
    distance = model.distance(base)
    under_new: Optional[float] = None
    explained: Optional[float] = None
    causes: Tuple[Cause, ...] = ()
    if newer is not None and newer.properties() != recorded.properties():
        new = model.under(newer.properties(), range(len(usable)))
        under_new = model.distance(new)
        # Below twice its floor's spread a distance is no more than noise.
        if distance - floor > 0.1 * floor:
            explained = max(0.0, min(1.0, (distance - under_new) / (distance - floor)))
        causes = _calibration_causes(model, base, new, recorded, newer.properties())
    return Attribution(
        distance=distance,
        under_new=under_new,
        floor=floor,
        explained=explained,
        calibration=causes,
        suspects=_suspected(model, base, recorded),
        left_out=len(circuits) - len(usable),
    )


class _Model:
    """The circuits, what was seen of each, and how likely that is under a calibration."""

    def __init__(
        self, recorded: Recording, circuits: Sequence[Any], seen: Sequence[Outcomes], noise: str
    ) -> None:
        import numpy as np

        from qhil.noise import footprint

        self.circuits = list(circuits)
        self.footprints = [footprint(circuit) for circuit in circuits]
        self._noise = device_noise(recorded.configuration, recorded.properties(), noise)
        self._unread = dict(enumerate(unread_distributions(self.circuits, self._noise)))
        self._shots = [one.shots for one in seen]
        self._keys = [_keys(circuit) for circuit in circuits]
        self.shares = [
            np.array([one.shares.get(key, 0.0) for key in keys])
            for one, keys in zip(seen, self._keys)
        ]
        self.weights = [
            share * (_SHOTS_OF_EXACT if number is None else number)
            for share, number in zip(self.shares, self._shots)
        ]

    def base(self) -> Dict[int, Numbers]:
        """The distribution of each circuit under the recording."""
        return {i: self._read(i, one, self._noise) for i, one in self._unread.items()}

    def under(
        self, snapshot: CalibrationSnapshot, only: Sequence[int], *, readout_only: bool = False
    ) -> Dict[int, Numbers]:
        """That of some circuits, by index, under another calibration, which may differ in readout errors only."""
        noise = self._noise.under(snapshot)
        if readout_only:
            return {i: self._read(i, self._unread[i], noise) for i in only}
        found = unread_distributions([self.circuits[index] for index in only], noise)
        return {i: self._read(i, one, noise) for i, one in zip(only, found)}

    def _read(self, index: int, unread: Unread, noise: DeviceNoise) -> Numbers:
        import numpy as np

        chances = read_out(unread, noise)
        return np.array([chances.get(key, 0.0) for key in self._keys[index]])

    def distance(self, chances: Dict[int, Numbers]) -> float:
        """Mean over the circuits."""
        return sum(float(tvd(self.shares[i], chances[i])) for i in chances) / len(chances)

    def floor(self, chances: Dict[int, Numbers]) -> float:
        """Mean over the circuits, of the mean distance that shot noise alone gives."""
        # A mean deviation of a normal variable is sqrt(2 / pi) of its standard deviation.
        scale = math.sqrt(2 / math.pi)
        floors = [
            scale * noise_floor((chances[i], chances[i]), (self._shots[i], None)) for i in chances
        ]
        return sum(floors) / len(floors)

    def gain(self, base: Dict[int, Numbers], other: Dict[int, Numbers]) -> float:
        """2 sum n ln(other / base) over the circuits of ``other``."""
        return sum(self._log_ratio(i, base[i], other[i]) for i in other)

    def _log_ratio(self, index: int, base: Numbers, other: Numbers) -> float:
        import numpy as np

        logs = np.log(np.maximum(other, _TINY)) - np.log(np.maximum(base, _TINY))
        return float(2 * (self.weights[index] * logs).sum())

    def touching(self, part: Part) -> List[int]:
        """The circuits that a part of the device matters to."""
        return [i for i, touched in enumerate(self.footprints) if part.matters_to(touched)]


def _keys(circuit: Any) -> List[str]:
    bits = circuit.num_clbits
    return [f"{index:0{bits}b}" for index in range(2**bits)]


def _calibration_causes(
    model: _Model,
    base: Dict[int, Numbers],
    new: Dict[int, Numbers],
    recorded: Recording,
    newer: CalibrationSnapshot,
) -> Tuple[Cause, ...]:
    total = model.gain(base, new)
    causes = []
    for part in changed_parts(recorded.properties(), newer):
        touching = model.touching(part)
        if touching:
            hybrid = with_part(recorded, newer, part)
            gain = model.gain(
                base, model.under(hybrid, touching, readout_only=part.what == READOUT)
            )
            share = gain / total if total > 0 else 0.0
            causes.append(Cause(part.place, part.what, part.qubits, gain, share))
    causes.sort(key=lambda cause: -cause.gain)
    return tuple(causes[:MOST_CAUSES])


def _suspected(model: _Model, base: Dict[int, Numbers], recorded: Recording) -> Tuple[Cause, ...]:
    from scipy.special import chdtrc

    directions: List[Tuple[Part, Dict[int, Numbers]]] = []
    for part in suspects(recorded, model.footprints):
        touching = model.touching(part)
        moved = model.under(worse(recorded, part), touching, readout_only=part.what == READOUT)
        directions.append((part, {i: moved[i] - base[i] for i in moved}))
    current, found = dict(base), list[Cause]()
    while directions and len(found) < MOST_SUSPECTS:
        fits = [(_fit(model, current, direction), part) for part, direction in directions]
        (gain, along), part = max(fits, key=lambda fit: fit[0][0])
        # Half a chi-squared: along may not be negative.
        if float(chdtrc(1, gain)) / 2 * len(directions) > SIGNIFICANT:
            break
        direction = next(one for other, one in directions if other is part)
        for i, moves in direction.items():
            current[i] = current[i] + along * moves
        found.append(Cause(part.place, part.what, part.qubits, gain, 0.0, part.amount(along)))
        directions = [(other, one) for other, one in directions if other is not part]
    total = sum(cause.gain for cause in found)
    return tuple(
        Cause(one.place, one.what, one.qubits, one.gain, one.gain / total, one.amount)
        for one in found
    )


def _fit(
    model: _Model, current: Dict[int, Numbers], direction: Dict[int, Numbers]
) -> Tuple[float, float]:
    """The largest gain along a direction, and how far that is; the gain is concave in it."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    if not direction:
        return 0.0, 0.0
    p = np.concatenate([current[i] for i in direction])
    d = np.concatenate([direction[i] for i in direction])
    w = np.concatenate([model.weights[i] for i in direction])
    falling = d < -_TINY
    most = min(_FURTHEST, float((-p[falling] / d[falling]).min())) if falling.any() else _FURTHEST
    here = np.log(np.maximum(p, _TINY))

    def loss(along: float) -> float:
        return -float(2 * (w * (np.log(np.maximum(p + along * d, _TINY)) - here)).sum())

    best = minimize_scalar(loss, bounds=(0.0, max(most, _TINY)), method="bounded")
    return (max(0.0, -float(best.fun)), float(best.x)) if best.fun < 0 else (0.0, 0.0)
