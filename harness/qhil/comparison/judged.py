"""One circuit, judged: both sides' outcomes, the test, the distances, and how many shots would decide.

name + outcomes of both sides -> `JudgedCircuit`; of many, each is judged in the light of all (`judge`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from qhil.comparison.distance import Distances, Estimate, distances, excess
from qhil.comparison.equality import equality, likelihood_ratio
from qhil.comparison.multiplicity import benjamini_hochberg, fisher, holm
from qhil.comparison.outcomes import Outcomes, pair, shares
from qhil.comparison.planning import shots_to_agree
from qhil.comparison.settings import Settings
from qhil.counts.event import most_telling_event
from qhil.counts.p_value import PValue


@dataclass(frozen=True)
class Observed:
    """What both sides say of one circuit. ``qubits``: those of the device that it touches."""

    name: str
    qubits: Tuple[int, ...]
    first: Outcomes
    second: Outcomes


@dataclass(frozen=True)
class JudgedCircuit:
    """One circuit.

    Attributes:
        name: of the circuit.
        qubits: of the device that it touches.
        first: outcomes of the first side.
        second: outcomes of the second.
        p: the p-value of the test whether it differs, and ``p_source``, what that is of; None where both
            sides are exact, which need no test.
        p_holm: adjusted for the suite: see `qhil.comparison.multiplicity`.
        p_bh: likewise.
        statistic: the likelihood ratio G; None where both sides are exact.
        distance: total variation distance.
        fidelity: Hellinger fidelity.
        below: the distance is below this, but for the false-alarm rate.
        differs: whether the two sides differ (by more than is tolerated).
        agrees: whether the distance is shown to be within what is asked.
        shots_needed: of each sampled side, to show agreement if there is no difference; None where it is shown.
    """

    name: str
    qubits: Tuple[int, ...]
    first: Outcomes
    second: Outcomes
    p: Optional[float]
    p_source: str
    p_holm: Optional[float]
    p_bh: Optional[float]
    statistic: Optional[float]
    distance: Estimate
    fidelity: Estimate
    below: float
    differs: bool
    agrees: bool
    shots_needed: Optional[int]

    @property
    def shots(self) -> Tuple[Optional[int], Optional[int]]:
        """Of both sides; None for an exact one."""
        return self.first.shots, self.second.shots


@dataclass(frozen=True)
class Judged:
    """All circuits, and the p-value of them together (None where no side was sampled, or some is tolerated)."""

    circuits: Tuple[JudgedCircuit, ...]
    p_suite: Optional[float]
    suite_differs: bool


def judge(observed: Sequence[Observed], settings: Settings) -> Judged:
    """Test each circuit, and all together.

    The false-alarm rate is shared, half each, by the tests of single circuits and the test of all of
    them, which sees what each shows too weakly. Where a distance is tolerated there is no test of all, and
    single circuits have the whole rate.
    """
    level = shared_level(settings)
    tests = [test(one, settings, level / len(observed)) for one in observed]
    p_values = [p.value for p in tests if p is not None]
    adjusted = iter(zip(holm(p_values), benjamini_hochberg(p_values)))
    circuits: List[JudgedCircuit] = []
    for one, p in zip(observed, tests):
        p_holm, p_bh = (None, None) if p is None else next(adjusted)
        circuits.append(_judged(one, p, (p_holm, p_bh), settings, level))
    p_suite = fisher(p_values) if settings.tolerance == 0 and p_values else None
    return Judged(tuple(circuits), p_suite, p_suite is not None and p_suite <= level)


def shared_level(settings: Settings) -> float:
    """What single circuits have of the false-alarm rate, and what all together have."""
    return settings.false_alarm / (2 if settings.tolerance == 0 else 1)


def test(one: Observed, settings: Settings, level: float) -> Optional[PValue]:
    """The p-value of equality, or of a distance within what is tolerated, if any is; None if both sides are exact."""
    both = pair(one.first, one.second)
    if both is None:
        return None
    if settings.tolerance == 0:
        return equality(both, level)
    event = most_telling_event(both, settings.tolerance, level)
    return PValue(math.exp(max(event.log_p, -700.0)), "a bound over all sets of outcomes", "≤")


def _judged(
    one: Observed,
    p: Optional[PValue],
    adjusted: Tuple[Optional[float], Optional[float]],
    settings: Settings,
    level: float,
) -> JudgedCircuit:
    both = pair(one.first, one.second)
    apart = distances(one.first, one.second)
    p_holm, p_bh = adjusted
    deciding = p_holm if settings.control == "holm" else p_bh
    below = _below(one, apart, settings)
    agrees = below <= settings.within
    differs = not agrees if deciding is None else deciding <= level
    return JudgedCircuit(
        name=one.name,
        qubits=one.qubits,
        first=one.first,
        second=one.second,
        p=None if p is None else p.value,
        p_source="exact distributions on both sides" if p is None else p.source,
        p_holm=p_holm,
        p_bh=p_bh,
        statistic=None if both is None else _finite(likelihood_ratio(both)),
        distance=apart.distance,
        fidelity=apart.fidelity,
        below=below,
        differs=differs,
        agrees=agrees,
        shots_needed=None if agrees or both is None else _needed(one, settings),
    )


def _below(one: Observed, apart: Distances, settings: Settings) -> float:
    shots = (one.first.shots, one.second.shots)
    if shots == (None, None):
        return apart.distance.value
    return min(1.0, apart.distance.value + excess(shots, settings.false_alarm))


def _needed(one: Observed, settings: Settings) -> int:
    _, first, second = shares(one.first, one.second)
    sampled = [shots for shots in (one.first.shots, one.second.shots) if shots is not None]
    chance = first if one.first.shots is None else second
    return shots_to_agree(
        chance,
        settings.within,
        level=settings.false_alarm,
        power=settings.power,
        samples=len(sampled),
    )


def _finite(statistic: float) -> Optional[float]:
    return statistic if math.isfinite(statistic) else None


def worst_first(circuits: Sequence[JudgedCircuit]) -> List[JudgedCircuit]:
    """Those that differ most before the others: by p-value, then by distance."""
    return sorted(
        circuits,
        key=lambda one: (1.0 if one.p_holm is None else one.p_holm, -one.distance.value, one.name),
    )
