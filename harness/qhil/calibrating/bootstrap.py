"""How sure a distance is: the counts drawn again as they were seen, and for a mean the circuits, too.

observed counts + predictions -> `Distance` of each circuit, of their mean, and of the difference of two means

Counts that are drawn again have the shot noise twice, which makes every distance to them larger. So only how they
scatter is taken from them, around the distance that was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence

import numpy as np
from numpy.typing import NDArray

from qhil.calibrating.observed import Observed, Probabilities

Array = NDArray[np.float64]

RESAMPLES = 1000
_TAILS = (2.5, 97.5)


@dataclass(frozen=True)
class Distance:
    """A total variation distance (or a difference of two), with the interval that holds 95 % of its resamples."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, eq=False)
class Distances:
    """The distances of circuits from one model.

    Attributes:
        seen: of shape (circuits,).
        resampled: of shape (resamples, circuits), scattered around those.
        chosen: which circuits each resample of the mean takes; of shape (resamples, circuits).
    """

    seen: Array
    resampled: Array
    chosen: NDArray[np.int64]

    def each(self) -> List[Distance]:
        """One for each circuit, of shot noise alone."""
        return [_distance(one, drawn) for one, drawn in zip(self.seen, self.resampled.T)]

    def mean(self) -> Distance:
        """Their mean, of shot noise and of which circuits there are."""
        return _distance(self.seen.mean(), self._means())

    def less(self, other: Distances) -> Distance:
        """How much larger this mean is than the other's, both drawn together."""
        return _distance(self.seen.mean() - other.seen.mean(), self._means() - other._means())

    def _means(self) -> Array:
        means: Array = np.take_along_axis(self.resampled, self.chosen, axis=1).mean(axis=1)
        return means


def distances(
    observed: Sequence[Observed], models: Sequence[Sequence[Probabilities]], *, seed: int
) -> List[Distances]:
    """For each model, which is one prediction for each circuit. All meet the same resamples."""
    draw = np.random.default_rng(seed)
    drawn = [
        draw.multinomial(one.shots, one.frequencies, size=RESAMPLES) / one.shots for one in observed
    ]
    chosen = draw.integers(len(observed), size=(RESAMPLES, len(observed)))
    found = []
    for predicted in models:
        seen = np.array([one.distance(p) for one, p in zip(observed, predicted)])
        again = np.stack([np.abs(f - p).sum(axis=1) / 2 for f, p in zip(drawn, predicted)], axis=1)
        found.append(Distances(seen, again - again.mean(axis=0) + seen, chosen))
    return found


def _distance(seen: float, drawn: Array) -> Distance:
    low, high = np.percentile(drawn, _TAILS)
    return Distance(float(seen), float(low), float(high))
