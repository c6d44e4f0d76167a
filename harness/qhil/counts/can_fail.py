"""A check that cannot fail is none: whether any counts of so many shots would have been found to differ."""

from __future__ import annotations

import itertools
import math

from qhil.counts.event import log_shares
from qhil.counts.pair import Pair
from qhil.counts.tails import difference_log_tail


def check_can_fail(pair: Pair, within: float, false_alarm: float) -> None:
    """See that the furthest counts of so many shots would be found to differ.

    Raises:
        ValueError: if none would; says how many shots there have to be.
    """
    log_level = math.log(false_alarm)
    if within:
        cure, asked = _for_closeness(pair, within, log_level), f" and within={within:g}"
    else:
        cure, asked = _for_equality(pair, log_level), ""
    if cure:
        raise ValueError(
            f"no counts of {pair.total} shots could fail at false_alarm={false_alarm:g}{asked}; {cure}"
        )


def _for_equality(pair: Pair, log_level: float) -> str:
    """What would work; nothing if the shots are enough."""
    if pair.expected_total is not None:
        # The furthest that two samples can be: no outcome in common.
        if _log_ways(pair.total, pair.expected_total) >= -log_level:
            return ""
        enough = next(n for n in itertools.count(1) if _log_ways(n, n) >= -log_level)
        return f"{enough} shots each could, or a larger false_alarm"
    possible = pair.expected[pair.expected > 0]
    if pair.form.universe != len(possible):
        return ""  # an outcome that is not expected is one too many
    least = possible.min()
    needed = math.ceil((log_level - math.log((possible == least).sum())) / math.log(least))
    return _cure(pair, needed, "a larger false_alarm")


def _for_closeness(pair: Pair, within: float, log_level: float) -> str:
    import numpy as np

    cures = "a larger false_alarm or a smaller within"
    if pair.expected_total is not None:
        level = log_level + float(log_shares(pair, np.array([1]))[0])
        if _furthest(pair.total, pair.expected_total, within, level) <= level:
            return ""
        sizes = (2**power for power in itertools.count())
        enough = next(n for n in sizes if _furthest(n, n, within, level) <= level)
        return f"{enough} shots each could, or {cures}"
    chances = np.sort(pair.expected[pair.expected > 0])
    if pair.form.universe != len(chances):
        chances = np.insert(chances, 0, 0.0)
    allowed = chances.cumsum()[:-1] + within
    shares = log_shares(pair, np.arange(1, len(chances)))[allowed < 1]
    if not len(shares):
        return "no distribution is further away than that: a smaller within is needed"
    needed = math.ceil(((log_level + shares) / np.log(allowed[allowed < 1])).min())
    return _cure(pair, needed, cures)


def _cure(pair: Pair, needed: int, other: str) -> str:
    return "" if pair.total >= needed else f"{needed} shots could, or {other}"


def _furthest(first: int, second: int, within: float, log_level: float) -> float:
    """Of two samples with no outcome in common."""
    return difference_log_tail((first, second), (1.0, 0.0), within, log_level)


def _log_ways(first: int, second: int) -> float:
    """Logarithm of the number of ways to tell ``first`` of all shots apart."""
    return math.lgamma(first + second + 1) - math.lgamma(first + 1) - math.lgamma(second + 1)
