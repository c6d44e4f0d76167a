"""How many shots decide: so many that a difference as large as the one seen is found in 9 of 10 runs.

What was seen is taken for the truth, and the rest follows from the distributions that the statistics
have at many shots:

* the likelihood ratio G is chi-squared, and noncentral where there is a difference, with a
  noncentrality that is the G seen, in proportion to the shots; its 10 % quantile has to be the
  critical value of the false-alarm rate;
* the frequency of an event is normal, and has to be beyond its critical value but for 10 %; that of
  two samples comes from a bound;
* an outcome that cannot occur has to occur once, which it does in n shots with 1 - (1 - r)^n.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from qhil.counts.event import Event
    from qhil.counts.pair import Pair

POWER = 0.9


@dataclass(frozen=True)
class Shots:
    """Shots of the sample, and of what is expected; None for probabilities, or if no number is enough."""

    counts: Optional[float]
    expected: Optional[float] = None


def shots_for_difference(pair: Pair, statistic: float, freedom: int, false_alarm: float) -> Shots:
    """For the likelihood ratio ``statistic`` to be as large again."""
    from scipy.special import chdtri, chndtrinc

    noncentrality = float(chndtrinc(chdtri(freedom, false_alarm), freedom, 1 - POWER))
    return _times(pair, noncentrality / statistic)


def shots_for_event(pair: Pair, event: Event, within: float, false_alarm: float) -> Shots:
    """For an event to be as far beyond ``within`` again."""
    gap = event.frequency - event.expected - within
    if gap <= 0:
        return Shots(None)
    log_level = math.log(false_alarm) + event.log_share
    if pair.expected_total is None:
        seen, critical = _variance(event.frequency), _variance(event.expected + within)
        deviations = _deviations(log_level)
    else:
        # At the border of what is allowed, halfway between both.
        ratio, middle = pair.total / pair.expected_total, (event.frequency + event.expected) / 2
        seen = _variance(event.frequency) + ratio * _variance(event.expected)
        critical = _variance(middle + within / 2) + ratio * _variance(middle - within / 2)
        deviations = _bounded_deviations(log_level)
    spread = deviations * math.sqrt(critical) + NormalDist().inv_cdf(POWER) * math.sqrt(seen)
    return _times(pair, (spread / gap) ** 2 / pair.total)


def shots_for_surprise(rate: float) -> Shots:
    """For an outcome of a frequency of ``rate`` that cannot occur to occur."""
    return Shots(math.log(1 - POWER) / math.log1p(-rate) if rate < 1 else 1.0)


def told(shots: Shots) -> str:
    """In words, rounded up to two digits."""
    if shots.counts is None:
        return "no number of shots would decide: the difference seen is one that is allowed"
    text = f"shots that decide: about {_rounded(shots.counts)}"
    if shots.expected is not None:
        text += f" and {_rounded(shots.expected)}"
    return f"{text}; with so many, such a difference is found in 9 of 10 runs"


def _times(pair: Pair, factor: float) -> Shots:
    """So many times the shots of the pair."""
    expected = pair.expected_total
    return Shots(pair.total * factor, None if expected is None else expected * factor)


def _variance(chance: float) -> float:
    return chance * (1 - chance)


def _deviations(log_level: float) -> float:
    """Standard deviations beyond which a normal variable is with that probability."""
    if log_level < -690:  # too small for a float
        return _bounded_deviations(log_level)
    return -NormalDist().inv_cdf(math.exp(log_level))


def _bounded_deviations(log_level: float) -> float:
    """Likewise by the bound of Chernoff."""
    return math.sqrt(-2 * log_level)


def _rounded(number: float) -> str:
    if number <= 10:
        return str(max(1, math.ceil(number)))
    step = 10 ** (math.floor(math.log10(number)) - 1)
    return f"{math.ceil(number / step) * step:,}"
