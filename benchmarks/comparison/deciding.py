"""Whether a comparison says `drifted`: qhil's tests, and what people use instead.

observed circuits -> yes or no
"""

from __future__ import annotations

from typing import Callable, Mapping, Sequence

import numpy as np

from qhil.comparison.distance import hellinger_fidelity, tvd
from qhil.comparison.judged import Observed, judge, shared_level, test
from qhil.comparison.multiplicity import benjamini_hochberg, fisher, holm
from qhil.comparison.outcomes import pair, shares
from qhil.comparison.settings import Settings

Decide = Callable[[Sequence[Observed]], bool]


def says_drifted(observed: Sequence[Observed], settings: Settings) -> bool:
    """As `qhil.compare` decides, without what it takes to report it.

    The most suspicious circuit is tested first: once one differs the others change nothing.
    """
    level = shared_level(settings)
    order = sorted(observed, key=_suspicion, reverse=True)
    p_values = []
    for one in order:
        p = test(one, settings, level / len(order))
        assert p is not None  # noqa: S101 - one side is sampled
        if p.value * len(order) <= level:  # Holm's and Benjamini-Hochberg's first step
            return True
        p_values.append(p.value)
    adjust = holm if settings.control == "holm" else benjamini_hochberg
    return min(adjust(p_values)) <= level or fisher(p_values) <= level


def same_as_judged(observed: Sequence[Observed], settings: Settings) -> bool:
    """Whether the short way decides as the long one."""
    judged = judge(observed, settings)
    slow = judged.suite_differs or any(one.differs for one in judged.circuits)
    return slow == says_drifted(observed, settings)


def _suspicion(one: Observed) -> float:
    """Roughly chi-squared per degree of freedom."""
    both = pair(one.first, one.second)
    if both is None:
        return 0.0
    rate = 1.0 if both.expected_total is None else 1 + both.total / both.expected_total
    expected = both.total * both.expected
    parts = (both.shots - expected) ** 2 / np.maximum(expected * rate, 1e-9)
    return float(parts.sum() / max(1, len(both.labels) - 1))


def _largest_tvd(observed: Sequence[Observed]) -> float:
    found = [shares(one.first, one.second)[1:] for one in observed]
    return max(float(tvd(*sides)) for sides in found)


def _mean_tvd(observed: Sequence[Observed]) -> float:
    found = [shares(one.first, one.second)[1:] for one in observed]
    return float(np.mean([tvd(*sides) for sides in found]))


def _least_fidelity(observed: Sequence[Observed]) -> float:
    found = [shares(one.first, one.second)[1:] for one in observed]
    return min(float(hellinger_fidelity(*sides)) for sides in found)


def _mean_fidelity(observed: Sequence[Observed]) -> float:
    found = [shares(one.first, one.second)[1:] for one in observed]
    return float(np.mean([hellinger_fidelity(*sides) for sides in found]))


BY_HAND: Mapping[str, Decide] = {
    "a TVD above 0.05": lambda seen: _largest_tvd(seen) > 0.05,
    "a TVD above 0.1": lambda seen: _largest_tvd(seen) > 0.1,
    "mean TVD above 0.03": lambda seen: _mean_tvd(seen) > 0.03,
    "a Hellinger fidelity below 0.99": lambda seen: _least_fidelity(seen) < 0.99,
    "a Hellinger fidelity below 0.95": lambda seen: _least_fidelity(seen) < 0.95,
    "mean Hellinger fidelity below 0.99": lambda seen: _mean_fidelity(seen) < 0.99,
}
"""Thresholds as they are chosen by hand."""
