"""How often the hidden numbers are within the stated uncertainties, beside how often they should.

pulls of many devices -> `Coverage` of each kind of parameter
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, List, Sequence

from benchmarks.recovery.pulls import Pull
from qhil.calibrating import NAMES

WITHIN = {1: 0.6827, 2: 0.9545}
"""Of a normal variable, within so many standard deviations."""
_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Rate:
    """So many of the numbers are within, the interval of the rate, and the rate that was stated."""

    within: int
    all: int
    low: float
    high: float
    stated: float

    @property
    def kept(self) -> bool:
        """Whether the stated rate is not ruled out from above: to be surer than said is no fault."""
        return self.high >= self.stated

    def __str__(self) -> str:
        return f"{self.within / self.all:.1%} [{self.low:.1%}, {self.high:.1%}]"


@dataclass(frozen=True)
class Coverage:
    """One kind of parameter over all devices."""

    kind: str
    all: int
    told: int
    narrowed: float
    mean: float
    rates: Sequence[Rate]


def coverages(pulls: Iterable[Pull]) -> List[Coverage]:
    """Of each kind, then of all together."""
    found = list(pulls)
    kinds = [_coverage(kind, [one for one in found if one.kind == kind]) for kind in NAMES]
    return [*kinds, _coverage("all", found)]


def _coverage(kind: str, pulls: Sequence[Pull]) -> Coverage:
    told = [one for one in pulls if one.told]
    rates = [_rate(told, widths, stated) for widths, stated in WITHIN.items()] if told else []
    fitted = [one.narrowed for one in told if one.narrowed]
    return Coverage(
        kind,
        len(pulls),
        len(told),
        sum(fitted) / len(fitted) if fitted else 0.0,
        sum(one.off for one in told) / max(1, len(told)),
        rates,
    )


def _rate(told: Sequence[Pull], widths: int, stated: float) -> Rate:
    from scipy.stats import binomtest

    within = sum(abs(one.off) < widths for one in told)
    interval = binomtest(within, len(told)).proportion_ci(_CONFIDENCE)
    return Rate(within, len(told), float(interval.low), float(interval.high), stated)
