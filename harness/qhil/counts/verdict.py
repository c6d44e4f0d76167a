"""Whether counts differ from what is expected, and what a message says of it.

In goes a :class:`~qhil.counts.pair.Pair`; out comes a :class:`Verdict`: of equality by the p-value of the
likelihood ratio, of closeness by that of the most telling event.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence, Tuple

from qhil.counts.event import most_telling_event
from qhil.counts.outcomes import shortened
from qhil.counts.p_value import BUDGET, PValue, p_value
from qhil.counts.pair import Pair
from qhil.counts.reference import Hypergeometric, Multinomial, Reference
from qhil.counts.shots import shots_for_difference, shots_for_event, shots_for_surprise, told

_MOST_NAMES = 3


@dataclass(frozen=True)
class Verdict:
    """``differs``: p is at most the false-alarm rate; ``told``: lines on the statistic, noise and shots."""

    differs: bool
    p: PValue
    told: Tuple[str, ...]


def judge_equality(pair: Pair, false_alarm: float, budget: int = BUDGET) -> Verdict:
    """Whether the sample is not of the distribution that is expected, or that the other sample has."""
    import numpy as np

    surprises = pair.shots[pair.expected == 0] if pair.expected_total is None else np.array([])
    if surprises.sum():
        return _of_surprises(pair, int(surprises.sum()))
    # Given the shots of both, an outcome that neither has says nothing; there is none in a pair.
    reference = _reference(pair)
    p = p_value(reference, pair.shots, false_alarm, budget)
    statistic = float(reference.statistic(pair.shots[None, :])[0])
    freedom = len(pair.labels) - 1
    differs = p.value <= false_alarm
    lines = [
        f"likelihood ratio G = {statistic:.4g}, {freedom} degree{'s' * (freedom != 1)} of freedom",
        f"{p}; false-alarm rate {false_alarm:g}",
        _distance(pair),
    ]
    if differs:
        lines.append(told(shots_for_difference(pair, statistic, freedom, false_alarm)))
    return Verdict(differs, p, tuple(lines))


def judge_closeness(pair: Pair, within: float, false_alarm: float) -> Verdict:
    """Whether the sample's distribution is further than ``within`` from the other."""
    event = most_telling_event(pair, within, false_alarm)
    p = PValue(math.exp(max(event.log_p, -700.0)), "a bound over all sets of outcomes", "≤")
    differs = p.value <= false_alarm
    found, expected, allowed = 100 * event.frequency, 100 * event.expected, 100 * within
    lines = [
        f"{_named(event.labels)}: {found:.1f} %, {expected:.1f} % expected, {allowed:.3g} % more allowed",
        f"{p}; false-alarm rate {false_alarm:g}",
        _distance(pair),
    ]
    if within < pair.noise_floor:
        lines.append(f"within={within:g} is less than that: these shots hardly tell it from 0")
    if differs:
        lines.append(told(shots_for_event(pair, event, within, false_alarm)))
    return Verdict(differs, p, tuple(lines))


def _reference(pair: Pair) -> Reference:
    if pair.expected_shots is None:
        return Multinomial(pair.total, pair.expected)
    return Hypergeometric(pair.total, pair.shots + pair.expected_shots)


def _of_surprises(pair: Pair, shots: int) -> Verdict:
    labels = [
        label
        for label, number, chance in zip(pair.labels, pair.shots, pair.expected)
        if number and not chance
    ]
    times = f"{shots} time{'s' * (shots > 1)}"
    lines = (
        f"{_named(labels)} occurred {times}, expected with probability 0: this decides alone",
        _distance(pair),
        told(shots_for_surprise(shots / pair.total)),
    )
    return Verdict(differs=True, p=PValue(0.0, "impossible"), told=lines)


def _distance(pair: Pair) -> str:
    return (
        f"total variation distance {pair.distance:.3g}; "
        f"shot noise alone gives about {pair.noise_floor:.2g}"
    )


def _named(labels: Sequence[str]) -> str:
    shown = ", ".join(map(shortened, labels[:_MOST_NAMES]))
    rest = len(labels) - _MOST_NAMES
    return (
        f"{'outcome' if len(labels) == 1 else 'outcomes'} {shown}{f' and {rest} more' * (rest > 0)}"
    )
