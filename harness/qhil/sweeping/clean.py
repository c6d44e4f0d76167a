"""The run without faults, with which all others are compared.

scenario -> run twice, compared -> CleanRun
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, List, Mapping, Optional, Sequence, Tuple

from qhil.errors import SweepError
from qhil.faults import FaultPlan
from qhil.sweeping.attempt import Attempt, Usual, attempt
from qhil.sweeping.points import is_swept
from qhil.sweeping.settings import Scenario, SweepSettings

_DEFAULT = SweepSettings()
_IMPORTS = 20  # times the limit: the first run may have to import everything


@dataclass(frozen=True)
class CleanRun:
    """What a scenario does when nothing goes wrong.

    Attributes:
        name: of the scenario.
        calls: how often each site was called.
        submissions: how many jobs were taken.
        delayed: s by which the clock moved.
        left: what it leaves behind anyhow, which is no leak then.
        sites: patterns of those that are swept; None for all.
        result: what it returned; it has to be picklable if points are tried in other processes.
    """

    name: str
    calls: Mapping[str, int]
    submissions: int = 0
    delayed: float = 0.0
    left: Mapping[str, int] = field(default_factory=dict)
    sites: Optional[Tuple[str, ...]] = None
    result: Any = field(default=None, repr=False)

    @property
    def usual(self) -> Usual:
        """What is not beyond this is no finding."""
        return Usual(self.calls, self.delayed, self.left)

    def digest(self, settings: SweepSettings) -> str:
        """Of all that must be the same for points to be of the same sweep."""
        told = {
            "scenario": self.name,
            "calls": {site: self.calls[site] for site in self.calls if is_swept(site, self.sites)},
            "submissions": self.submissions,
            "seed": settings.seed,
            "documented": settings.documented_names,
            "limits": (settings.virtual_limit, settings.call_limit, settings.resubmissions),
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def clean_run(
    scenario: Scenario,
    settings: SweepSettings = _DEFAULT,
    *,
    name: Optional[str] = None,
    sites: Optional[Sequence[str]] = None,
) -> CleanRun:
    """Run the scenario without faults, twice.

    ``sites``: patterns of those that are to be swept; how often others are called may differ.

    Raises:
        SweepError: if it fails, does not end, or is not the same the second time.
    """
    called = scenario_name(scenario) if name is None else name
    kept: List[Any] = []

    def keep(result: Any) -> None:
        kept.append(result)

    plan = FaultPlan(seed=settings.seed)
    limit = None if settings.hard_limit is None else _IMPORTS * settings.hard_limit
    first = attempt(scenario, plan, settings, Usual(), keep, hard_limit=limit)
    _check(called, first)
    (result,) = kept
    again = attempt(scenario, plan, settings, Usual(), lambda one: settings.compare(result, one))
    _check(called, again)
    _check_same(called, first, again, sites)
    return CleanRun(
        called,
        again.calls,
        again.submissions,
        again.delayed,
        again.left,
        None if sites is None else tuple(sites),
        result,
    )


def scenario_name(scenario: Scenario) -> str:
    """What a scenario calls itself: its ``name``, else where it is defined."""
    own = getattr(scenario, "name", None)
    if isinstance(own, str):
        return own
    kind = scenario if hasattr(scenario, "__qualname__") else type(scenario)
    return f"{kind.__module__}.{kind.__qualname__}"


def _check(name: str, run: Attempt) -> None:
    if run.hang:
        raise SweepError(f"{name} cannot be swept: without any fault it {run.hang}")
    if run.raised is not None:
        raise SweepError(f"{name} cannot be swept: without any fault it raises {run.raised}")


def _check_same(name: str, first: Attempt, again: Attempt, swept: Optional[Sequence[str]]) -> None:
    told = again.differs
    if told is None and first.submissions != again.submissions:
        told = f"{again.submissions} jobs are submitted instead of {first.submissions}"
    if told is None:
        told = "; ".join(
            f"{site} is called {again.calls.get(site, 0)} times instead of {first.calls.get(site, 0)}"
            for site in sorted({*first.calls, *again.calls})
            if is_swept(site, swept) and first.calls.get(site) != again.calls.get(site)
        )
    if told:
        raise SweepError(
            f"{name} cannot be swept: a second run without faults is not the same: {told}. A scenario makes all that "
            "it needs itself, with a seed"
        )
