"""How likely shot noise alone is to give counts at least as far off: exactly, or by drawing.

Where few tables are possible, all are looked at. Else tables are drawn until h of them are as far off
as the counts, which are then in order, or B are drawn (Besag and Clifford, Biometrika 78, 301, 1991).
Counts that are distributed as the draws are among the h most extreme of all B + 1 with probability
h / (B + 1) at most, whatever the number of shots: B is chosen so that this is the false-alarm rate. The more
exceedances h, the less chance there is in the verdict, and the more draws it takes: ten, or fewer where
there are many outcomes.

The draws are seeded by the data: the same counts get the same verdict, and other counts
other draws, so that the rate holds on average over counts and not for one lucky set of draws.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Iterable, Iterator

from qhil.counts.reference import Reference
from qhil.counts.tables import all_tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_TABLES = 10_000
SMALLEST_LEVEL = 1e-6
BUDGET = 20_000_000  # numbers of shots drawn for a verdict: two seconds or three
_MOST_EXCEEDANCES = 10
# Of the false-alarm rate, for counts so far off that a bound is enough.
_SHARE_OF_BOUND = 1e-3
_FIRST_BATCH = 40
_LARGEST_BATCH = 1 << 20  # numbers of shots drawn at once: 8 MB
_TIE = 1e-9


@dataclass(frozen=True)
class PValue:
    """A p-value that holds at any number of shots, and where it comes from, in words."""

    value: float
    source: str
    sign: str = "="

    def __str__(self) -> str:
        return f"p {self.sign} {self.value:.2g} ({self.source})"


def p_value(
    reference: Reference, observed: NDArray[np.int64], level: float, budget: int = BUDGET
) -> PValue:
    """The p-value of a table: it is at most ``level`` in at most that share of all samples.

    Args:
        reference: what shot noise alone gives.
        observed: shots by outcome, shape (outcomes,).
        level: the false-alarm rate that the p-value will be compared with.
        budget: numbers of shots to be drawn, outcomes times tables; there is one exceedance at least.
    """
    statistic = float(reference.statistic(observed[None, :])[0])
    tables = all_tables(reference.total, reference.limits, MOST_TABLES)
    if tables is not None:
        return _exact(reference, statistic, tables)
    bound = reference.log_tail_bound(statistic)
    if bound <= math.log(level * _SHARE_OF_BOUND):
        return PValue(math.exp(max(bound, -700.0)), "a bound", "≤")
    share = level * (1 - _SHARE_OF_BOUND)
    exceedances = max(1, min(_MOST_EXCEEDANCES, int(budget * share / len(observed))))
    draws = math.ceil(exceedances / share) - 1
    return _drawn(_batches(reference, observed, statistic, draws), exceedances)


def _exact(reference: Reference, statistic: float, tables: NDArray[np.int64]) -> PValue:
    import numpy as np

    as_far = reference.statistic(tables) >= _less_rounding(statistic)
    chance = float(np.exp(reference.log_probability(tables[as_far])).sum())
    return PValue(min(chance, 1.0), f"exact, of {len(tables):,} possible tables")


def _drawn(batches: Iterable[NDArray[np.bool_]], exceedances: int) -> PValue:
    """From batches of draws, which tell of each whether it is as far off as what was observed."""
    seen = found = 0
    for as_far in batches:
        more = int(as_far.sum())
        if found + more >= exceedances:
            seen += int((as_far.cumsum() == exceedances - found).argmax()) + 1
            return PValue(exceedances / seen, f"{exceedances} of {seen:,} draws as far off")
        found += more
        seen += len(as_far)
    sign = "=" if found else "≤"
    return PValue((found + 1) / (seen + 1), f"{found} of {seen:,} draws as far off", sign)


def _batches(
    reference: Reference, observed: NDArray[np.int64], statistic: float, draws: int
) -> Iterator[NDArray[np.bool_]]:
    """Small batches first: most counts are in order, and a few draws show it."""
    import numpy as np

    generator = np.random.default_rng(_seed(reference, observed))
    size = _FIRST_BATCH
    while draws:
        size = max(1, min(size, draws, _LARGEST_BATCH // len(observed)))
        yield reference.statistic(reference.draw(generator, size)) >= _less_rounding(statistic)
        draws -= size
        size *= 4


def _less_rounding(statistic: float) -> float:
    """Tables as far off as the observed one must not be missed for a rounded sum."""
    return statistic - _TIE * (1 + abs(statistic))


def _seed(reference: Reference, observed: NDArray[np.int64]) -> int:
    digest = hashlib.sha256(reference.data() + observed.tobytes()).digest()
    return int.from_bytes(digest[:16], "big")
