"""How many shots it takes, beforehand: to find a difference, and to show that there is none.

The distribution that a recording gives for a circuit -> shots, for one sample or for two of one size.

>>> import numpy as np
>>> shots_to_find(4, 0.1, level=0.01, power=0.9)
482
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qhil.comparison.distance import noise_floor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class ShotPlan:
    """For one circuit: shots to find a distance of ``within`` for certain, and to show that it is less."""

    circuit: str
    to_find: int
    to_agree: int


def shots_to_find(
    outcomes: int, distance: float, *, level: float, power: float, samples: int = 1
) -> int:
    """So many that a difference of that distance, of whatever shape, is found with that power.

    G of n shots is noncentral chi-squared, outcomes - 1 degrees of freedom, with noncentrality 2 n K
    (K: Kullback-Leibler divergence; Cressie and Read, Journal of the Royal Statistical Society B 46, 440, 1984), and
    K >= 2 D^2 (Pinsker). Two samples of n shots each count as one of n / 2. The power is that of scipy's
    noncentral chi-squared.
    """
    from scipy.special import chdtri, chndtrinc

    freedom = max(1, outcomes - 1)
    noncentrality = float(chndtrinc(float(chdtri(freedom, level)), freedom, 1 - power))
    return math.ceil(samples * noncentrality / (4 * distance**2))


def shots_to_agree(
    chance: Numbers, within: float, *, level: float, power: float, samples: int = 1
) -> int:
    """So many that equal distributions are shown to be within that distance, with that power at least.

    What is shown is D + t <= within with McDiarmid's t (see `qhil.comparison.distance`). D of equal
    distributions is the noise floor on average, and exceeds it by u with the chance that McDiarmid has
    for that; all three fall as 1 / sqrt(n).
    """
    floor = noise_floor((chance, chance), (1, 1 if samples == 2 else None))
    rates = math.sqrt(samples / 2)
    t = rates * math.sqrt(-math.log(level))
    u = rates * math.sqrt(-math.log(1 - power))
    return math.ceil(((floor + t + u) / within) ** 2)
