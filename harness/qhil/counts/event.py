"""Whether counts are too far off to be within a distance of what is expected: the event that shows it.

Two distributions are at most ``within`` apart, in total variation distance, where no event (set of outcomes)
is more probable under one than under the other by more than ``within``. So an event is looked for that
the sample has too often. For one event that was chosen beforehand the chance of that is known: see
:mod:`qhil.counts.tails`.

As the event is chosen after the fact, each of the 2^K - 2 events of K outcomes has its share of the false-alarm
rate: the sizes 1 to K - 1 share alike, and so do events of one size. A p-value is the chance divided
by the event's share, and holds at any number of shots, whichever event is picked.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Tuple

from qhil.counts.pair import Pair
from qhil.counts.tails import binomial_log_tail, difference_log_tail

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

# Above, the number of events of a size is not computed but bounded: K^size / size!.
_MANY_OUTCOMES = 10**6
_TINY = 1e-290


@dataclass(frozen=True)
class Event:
    """A set of outcomes, how often the sample and the expectation have it, and what that proves.

    ``log_share`` is the natural logarithm of its share of the false-alarm rate, ``log_p`` that of its p-value.
    """

    labels: Tuple[str, ...]
    frequency: float
    expected: float
    log_share: float
    log_p: float


@dataclass(frozen=True)
class _Ranked:
    """Outcomes from that which the sample has too often most to that which it has too rarely most."""

    labels: Tuple[Tuple[str, ...], ...]
    shots: NDArray[np.int64]
    expected: Numbers


def most_telling_event(pair: Pair, within: float, level: float) -> Event:
    """The event that speaks most against a distance of at most ``within``, and its p-value.

    The p-value is true to ``level``, the false-alarm rate that it will be compared with.
    """
    import numpy as np

    ranked = _ranked(pair)
    if len(ranked.labels) == 1:
        return Event(ranked.labels[0], 1.0, 1.0, 0.0, 0.0)
    frequency = ranked.shots.cumsum()[:-1] / pair.total
    chance = ranked.expected.cumsum()[:-1]
    shares = log_shares(pair, np.arange(1, len(ranked.labels)))
    if pair.expected_total is None:
        tails = binomial_log_tail(pair.total, frequency, chance + within)
    else:
        tails = _normal_log_tail(pair, frequency - within, chance)
    best = int(np.argmin(tails - shares))
    often, expected, share = (float(part[best]) for part in (frequency, chance, shares))
    tail = float(tails[best])
    if pair.expected_total is not None:
        log_level = math.log(level) + share
        totals = (pair.total, pair.expected_total)
        tail = difference_log_tail(totals, (often, expected), within, log_level)
    labels = tuple(sorted(itertools.chain(*ranked.labels[: best + 1])))
    return Event(labels, often, expected, share, min(0.0, tail - share))


def log_shares(pair: Pair, sizes: NDArray[np.int64]) -> Numbers:
    """Logarithm of the share of an event of each size."""
    import numpy as np

    outcomes, cost = _universe(pair)
    if outcomes > _MANY_OUTCOMES:
        events = sizes * math.log(outcomes) - _log_factorial(sizes)
    else:
        rest = _log_factorial(np.array([outcomes])) - _log_factorial(outcomes - sizes)
        events = rest - _log_factorial(sizes)
    return -(events + math.log(outcomes - 1) + cost)


def _universe(pair: Pair) -> Tuple[int, float]:
    """How many outcomes there can be; and the logarithm of what it costs not to know beforehand.

    Against probabilities all outcomes that are not expected are as one. Where the form leaves
    the number of bits open, that of the largest outcome is taken, and b bits have the share
    1 / b (b + 1) of the false-alarm rate, which are 1 in all.
    """
    if pair.expected_total is None:
        known = int((pair.expected > 0).sum())
        return known + (pair.form.universe != known), 0.0
    if pair.form.universe is not None:
        return pair.form.universe, 0.0
    bits = max(1, *(int(label, 0).bit_length() for label in pair.labels))
    return 2**bits, math.log(bits * (bits + 1))


def _ranked(pair: Pair) -> _Ranked:
    import numpy as np

    ratio = pair.shots / np.maximum(pair.expected, _TINY)
    order = [int(index) for index in np.lexsort((-pair.shots, -ratio))]
    surprises = [index for index in order if pair.expected[index] == 0]
    if pair.expected_total is None and surprises:
        groups = [surprises, *([index] for index in order if pair.expected[index] > 0)]
    else:
        groups = [[index] for index in order]
    return _Ranked(
        labels=tuple(tuple(pair.labels[index] for index in group) for group in groups),
        shots=np.array([pair.shots[group].sum() for group in groups]),
        expected=np.array([pair.expected[group].sum() for group in groups]),
    )


def _normal_log_tail(pair: Pair, frequency: Numbers, chance: Numbers) -> Numbers:
    """Roughly, to choose an event by; what it proves is computed apart."""
    import numpy as np

    rate = 1 / pair.total + 1 / (pair.expected_total or 1)
    mean = np.clip((frequency + chance) / 2, 0, 1)
    gap = np.maximum(frequency - chance, 0)
    found: Numbers = -(gap**2) / (2 * rate * (mean * (1 - mean) + rate))
    return found


def _log_factorial(numbers: NDArray[np.int64]) -> Numbers:
    from scipy.special import gammaln

    found: Numbers = gammaln(numbers + 1.0)
    return found
