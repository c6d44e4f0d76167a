r"""How far apart two sides are: total variation distance and Hellinger fidelity, with intervals and noise floors.

    D = 1/2 sum |p - q|            (the largest difference of the probabilities of any event)
    F = (sum sqrt(p q))^2          (Hellinger, Journal fuer die reine und angewandte Mathematik 136, 210, 1909)

Of frequencies, D comes out too large and F too small on average: sums of convex functions of them (Jensen). So
E(D) >= D of the truth, and by the triangle inequality E(D) is above it by no more than half the sum of the mean
deviations of all differences, the *floor*. Hence the intervals, of which each side holds by itself:

    upper end of D:  D + z s             lower end of D:  D - floor - z s
    lower end of F:  F - z s             upper end of F:  F + floor + z s

where s is the standard deviation in a parametric bootstrap (each sample drawn again from its own frequencies;
Efron, Annals of Statistics 7, 1, 1979). Plain bootstrap percentiles would be wrong near D = 0, where
they repeat the excess that they should take away.

A verdict is not left to an s that may be 0 by chance. It has the bound of McDiarmid (Surveys in Combinatorics, 148,
1989): one shot moves D by 1/n at most, so D of the truth exceeds D + t in at most a share exp(-2 t^2 / (1/n + 1/m))
of all samples, whatever the truth and the number of shots.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Optional, Tuple

from qhil.comparison.outcomes import Outcomes, shares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Shots = Tuple[Optional[int], Optional[int]]

DRAWS = 400
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A number, its interval (95 %), and what shot noise alone would give on average."""

    value: float
    low: float
    high: float
    floor: float


@dataclass(frozen=True)
class Distances:
    """Total variation distance and Hellinger fidelity of two sides."""

    distance: Estimate
    fidelity: Estimate


def distances(first: Outcomes, second: Outcomes, *, draws: int = DRAWS) -> Distances:
    """Both, with intervals; the draws are seeded by the data."""
    import numpy as np

    _, one, other = shares(first, second)
    shots = (first.shots, second.shots)
    d, f = float(tvd(one, other)), float(hellinger_fidelity(one, other))
    if shots == (None, None):
        return Distances(Estimate(d, d, d, 0.0), Estimate(f, f, f, 1.0))
    generator = np.random.default_rng(_seed(first, second))
    drawn = _drawn((one, other), shots, draws, generator)
    pooled = _pooled(one, other, shots)
    even = _drawn((pooled, pooled), shots, draws, generator)
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    s_d, s_f = z * float(tvd(*drawn).std()), z * float(hellinger_fidelity(*drawn).std())
    even_d, even_f = float(tvd(*even).mean()), float(hellinger_fidelity(*even).mean())
    floor = noise_floor((one, other), shots)
    return Distances(
        Estimate(d, max(0.0, d - floor - s_d), min(1.0, d + s_d), even_d),
        Estimate(f, max(0.0, f - s_f), min(1.0, f + (1 - even_f) + s_f), even_f),
    )


def tvd(one: Numbers, other: Numbers) -> NDArray[np.float64]:
    """Total variation distance over the last axis."""
    found: NDArray[np.float64] = abs(one - other).sum(-1) / 2
    return found


def hellinger_fidelity(one: Numbers, other: Numbers) -> NDArray[np.float64]:
    """Hellinger fidelity over the last axis."""
    import numpy as np

    found: NDArray[np.float64] = np.sqrt(one * other).sum(-1) ** 2
    return found


def noise_floor(chances: Tuple[Numbers, Numbers], shots: Shots) -> float:
    """At least the mean by which shot noise alone sets the two apart; 0 for exact probabilities.

    Half the sum, over all outcomes, of the standard deviation of the difference, sqrt(p (1 - p) / n + q (1 - q) / m):
    a mean deviation is no larger than a standard deviation.
    """
    import numpy as np

    variances = [
        chance * (1 - chance) / number
        for chance, number in zip(chances, shots)
        if number is not None
    ]
    return float(np.sqrt(sum(variances)).sum() / 2) if variances else 0.0


def excess(shots: Shots, level: float) -> float:
    """McDiarmid's t: the distance of the truth exceeds that of the samples by more with chance ``level`` at most."""
    rate = sum(1 / number for number in shots if number is not None)
    return math.sqrt(rate * -math.log(level) / 2)


def _pooled(one: Numbers, other: Numbers, shots: Shots) -> Numbers:
    """The one distribution that both would have: an exact side is it, else both samples together."""
    if shots[0] is None:
        return one
    if shots[1] is None:
        return other
    both: Numbers = (one * shots[0] + other * shots[1]) / (shots[0] + shots[1])
    return both


def _drawn(
    chances: Tuple[Numbers, Numbers], shots: Shots, draws: int, generator: np.random.Generator
) -> Tuple[Numbers, Numbers]:
    """Frequencies of samples, shape (draws, outcomes); an exact side stays as it is."""
    import numpy as np

    made = []
    for chance, number in zip(chances, shots):
        if number is None:
            made.append(chance)
        else:
            whole = np.asarray(chance, dtype=float) / float(np.sum(chance))
            made.append(generator.multinomial(number, whole, size=draws) / number)
    return made[0], made[1]


def _seed(first: Outcomes, second: Outcomes) -> int:
    digest = hashlib.sha256()
    for side in (first, second):
        digest.update(b"exact" if side.counts is None else b"counts")
        digest.update(repr(sorted(side.shares.items())).encode())
    return int.from_bytes(digest.digest()[:16], "big")
