"""A scenario is run once under a plan, and everything is noted that a verdict needs.

scenario, plan -> run -> Attempt
"""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Tuple, Type

from qhil.faults import FaultPlan, inject
from qhil.faults.place import is_foreign
from qhil.program.hosting.ends import silent_ends
from qhil.sweeping.leftovers import Belongings, stable
from qhil.sweeping.settings import Scenario, SweepSettings, qualified
from qhil.sweeping.watch import Hung, Watch

# What ends a scenario, besides every `Exception`; all else passes through: Ctrl-C, or what a test's time limit raises.
_ENDING: Tuple[Type[BaseException], ...] = (
    Exception,
    SystemExit,
    GeneratorExit,
    asyncio.CancelledError,
)
_SHOWN = 200  # characters of an error's text

# A plan is at work in the whole process: of points in several threads one is tried at a time.
_TURN = threading.RLock()


@dataclass(frozen=True)
class Raised:
    """The exception that came out: its class, what it said and from which line it came."""

    kind: str
    text: str
    documented: bool

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}" if self.text else self.kind


@dataclass(frozen=True)
class Attempt:
    """What was seen of one run. ``differs``: how its result differs from what it should be, if it had one."""

    differs: Optional[str] = None
    raised: Optional[Raised] = None
    hang: str = ""
    fired: int = 0
    calls: Mapping[str, int] = field(default_factory=dict)
    submissions: int = 0
    delayed: float = 0.0
    later: Mapping[str, Tuple[int, int]] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Usual:
    """What a run without faults does: what is not beyond that is no finding."""

    calls: Mapping[str, int] = field(default_factory=dict)
    delayed: float = 0.0
    left: Mapping[str, int] = field(default_factory=dict)


def attempt(
    scenario: Scenario,
    plan: FaultPlan,
    settings: SweepSettings,
    usual: Usual,
    judge: Callable[[Any], Optional[str]],
    *,
    hard_limit: Optional[float] = None,
    ending: bool = False,
) -> Attempt:
    """Run ``scenario`` under ``plan``.

    Args:
        scenario: what is run.
        plan: what goes wrong.
        settings: the sweep's.
        usual: what is no finding.
        judge: is given the result, and tells how that differs from what it should be.
        hard_limit: another than that of the settings.
        ending: wait longer for the threads and processes that it leaves behind, and end those that stay.
    """
    limits = {site: count + settings.call_limit for site, count in usual.calls.items()}
    with _TURN, silent_ends(Hung):
        watch = Watch(
            plan,
            delay_limit=usual.delayed + settings.virtual_limit,
            call_limits=(limits, settings.call_limit),
            seconds=settings.hard_limit if hard_limit is None else hard_limit,
        )
        belongings = Belongings(settings.left, ending=ending)
        with belongings.heard():
            differs, raised = _outcome(scenario, watch, settings, judge)
        left = belongings.since(Counter(usual.left), patient=ending)
        if left and ending:
            belongings.end()
    return Attempt(
        differs=differs,
        raised=raised,
        hang=watch.hang,
        fired=len({id(firing.fault) for firing in watch.firings}),
        calls=watch.calls,
        submissions=watch.submissions,
        delayed=watch.delayed,
        later=watch.later,
        left=left,
    )


def _outcome(
    scenario: Scenario,
    watch: Watch,
    settings: SweepSettings,
    judge: Callable[[Any], Optional[str]],
) -> Tuple[Optional[str], Optional[Raised]]:
    """How the result differs, and what was raised. Neither result nor exception outlives this call."""
    try:
        with inject(watch, allow_unfired=True):
            result = watch.call(scenario)
    except Hung:
        return None, None
    except _ENDING as error:
        return None, _told(error, settings)
    return judge(result), None


def _told(error: BaseException, settings: SweepSettings) -> Raised:
    said = stable(" ".join(str(error).split()))
    text = said if len(said) <= _SHOWN else f"{said[: _SHOWN - 3]}..."
    return Raised(
        qualified(type(error)),
        f"{text} ({_place(error)})".strip(),
        settings.documents(error),
    )


def _place(error: BaseException) -> str:
    frames = list(traceback.walk_tb(error.__traceback__))
    own = [one for one in frames if not is_foreign(one[0].f_code.co_filename)] or frames[-1:]
    if not own:
        return "?"
    frame, line = own[-1]
    return f"{frame.f_code.co_filename.rpartition('/')[2]}:{line} in {frame.f_code.co_name}"
