"""If one thing had become worse, which would it be? From counts alone, without a newer calibration.

Each qubit and gate that the circuits use is a *suspect*: its coherence halved, its readout error up by three points,
its gate error doubled, or dead. Each gives a direction in which distributions move; how far along it the counts lie
is fitted by likelihood. The best is taken, then the next beside it.

The gain of a suspect is 2 sum n ln(p with it / p without), over all circuits: the likelihood ratio. It is chi-squared
with one degree of freedom, and half of the time 0, as things only get worse, where there is nothing in it (Self and
Liang, JASA 82, 605, 1987). Suspects are named only where that p-value, times their number, is 1 % at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, List, Tuple

from qhil.comparison.circuit_model import TINY, CircuitModel
from qhil.comparison.hybrid import READOUT, Part, suspects, worse
from qhil.recordings import Recording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SIGNIFICANT = 0.01
MOST_SUSPECTS = 3
_FURTHEST = 20.0


@dataclass(frozen=True)
class Suspect:
    """A part that has become worse: by ``along`` times what was tried, which gains so much."""

    part: Part
    along: float
    gain: float


class Suspicion:
    """Suspects of a recording, tried once; then held against any counts of the same circuits."""

    def __init__(self, model: CircuitModel, recorded: Recording) -> None:
        self._model = model
        self._directions: List[Tuple[Part, Numbers]] = []
        for part in suspects(recorded, model.footprints):
            touching = model.touching(part)
            if touching:
                only_read = part.what == READOUT
                moved = model.under(worse(recorded, part), touching, readout_only=only_read)
                self._directions.append((part, moved - model.base))

    def find(self, shots: Numbers, *, most: int = MOST_SUSPECTS) -> Tuple[Suspect, ...]:
        """The suspects that these shots point at, best first; none where nothing is significant."""
        from scipy.special import chdtrc

        current, left = self._model.base, list(self._directions)
        found: List[Suspect] = []
        while left and len(found) < most:
            fits = [fit(shots, current, direction) for _, direction in left]
            best = max(range(len(left)), key=lambda index: fits[index][0])
            gained, along = fits[best]
            # Half a chi-squared: along may not be negative.
            if float(chdtrc(1, gained)) / 2 * len(self._directions) > SIGNIFICANT:
                break
            part, direction = left.pop(best)
            current = current + along * direction
            found.append(Suspect(part, along, gained))
        return tuple(found)


def fit(shots: Numbers, base: Numbers, direction: Numbers) -> Tuple[float, float]:
    """The largest gain along a direction, and how far along it is; the gain is concave, so that it is the only one."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    moving = direction != 0
    n, p, d = shots[moving], base[moving], direction[moving]
    falling = d < -TINY
    if not falling.any():
        return 0.0, 0.0
    # As far as no probability becomes negative.
    most = min(_FURTHEST, float((-p[falling] / d[falling]).min()))
    here = np.log(np.maximum(p, TINY))

    def loss(along: float) -> float:
        return -float(2 * (n * (np.log(np.maximum(p + along * d, TINY)) - here)).sum())

    best = minimize_scalar(loss, bounds=(0.0, max(most, TINY)), method="bounded")
    return (-float(best.fun), float(best.x)) if best.fun < 0 else (0.0, 0.0)
