"""How likely an event is as frequent as it was, at any number of shots.

* Against a probability q: the binomial tail at q + within.
* Against the frequency in another sample: the bound of Chernoff for the difference d of both. For every t > 0
  the chance is at most the largest value over s of
  exp(-t d) (1 + (s + within) (exp(t/n) - 1))^n (1 - s (1 - exp(-t/m)))^m, where s is the second
  probability of the event. Its logarithm is concave in s, so that the largest value is known. Only such s
  are looked at as the second sample allows, but for the chance that it misleads, a tenth of
  the false-alarm rate, which is added (Berger and Boos, JASA 89, 1012, 1994).

>>> import numpy as np
>>> np.exp(binomial_log_tail(4, np.array([0.75]), np.array([0.5]))).round(4).tolist()
[0.3125]
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Tuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_SHARE_OF_NUISANCE = 0.1


def binomial_log_tail(total: int, frequency: Numbers, chance: Numbers) -> Numbers:
    """Logarithm of the chance of at least ``frequency`` in ``total`` shots, where each has ``chance``.

    Where it is too small for a float, the bound of Chernoff for it.
    """
    import numpy as np
    from scipy.special import bdtrc, xlogy

    likely = np.minimum(chance, 1.0)
    shots = np.rint(frequency * total)
    with np.errstate(divide="ignore", invalid="ignore"):
        tail = np.where(shots > 0, bdtrc(np.maximum(shots - 1, 0), total, likely), 1.0)
        rest = 1 - frequency
        distance = xlogy(frequency, frequency / likely) + xlogy(rest, rest / (1 - likely))
        bound = np.where(frequency > likely, -total * distance, 0.0)
        found: Numbers = np.where(tail > 1e-290, np.log(tail), bound)
    return found


def difference_log_tail(
    totals: Tuple[int, int], frequencies: Tuple[float, float], within: float, log_level: float
) -> float:
    """Logarithm of a bound for the chance that the first frequency exceeds the second by as much.

    Each is of so many shots; the first probability exceeds the second by at most ``within``. The
    bound holds for any t; the smallest of many is taken.
    """
    import numpy as np

    first, second = totals
    gap = frequencies[0] - frequencies[1]
    if gap <= within:
        return 0.0
    log_misled = log_level + math.log(_SHARE_OF_NUISANCE)
    least, most = _clopper_pearson(second, frequencies[1], log_misled)
    smallest = 2 * (gap - within) / (1 / first + 1 / second)  # half of Hoeffding's
    t = np.geomspace(smallest, 50 * max(min(first, second), smallest), 800)
    up, down = np.expm1(t / first), -np.expm1(-t / second)
    steepest = first * up - second * down - second * up * down * within
    s = np.clip(steepest / (up * down * (first + second)), least, min(most, 1 - within))
    logs = first * np.log1p((s + within) * up) + second * np.log1p(-s * down) - t * gap
    return min(0.0, float(np.logaddexp(logs.min(), log_misled)))


def _clopper_pearson(total: int, frequency: float, log_level: float) -> Tuple[float, float]:
    """The probabilities that so many of ``total`` shots allow, but for a chance of exp(log_level)."""
    from scipy.special import betaincinv

    shots, side = round(frequency * total), math.exp(max(log_level, -690.0)) / 2
    if log_level < -690:  # too small for a float: allow all
        return 0.0, 1.0
    least = betaincinv(shots, total - shots + 1, side) if shots else 0.0
    most = 1 - betaincinv(total - shots, shots + 1, side) if shots < total else 1.0
    return float(least), float(most)
