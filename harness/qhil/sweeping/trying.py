"""One point is tried, and judged.

scenario, plan, clean run -> attempt -> Tried
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Tuple

from qhil.faults import FaultPlan
from qhil.sweeping.attempt import Attempt, attempt
from qhil.sweeping.clean import CleanRun
from qhil.sweeping.settings import Scenario, SweepSettings
from qhil.sweeping.verdict import Tried, Verdict

_DEFAULT = SweepSettings()


def try_point(
    scenario: Scenario,
    point: FaultPlan,
    clean: CleanRun,
    settings: SweepSettings = _DEFAULT,
) -> Tried:
    """Run the scenario under the plan ``point``, and say how it took it."""

    def run(*, ending: bool = False) -> Attempt:
        return attempt(
            scenario,
            point,
            settings,
            clean.usual,
            lambda found: settings.compare(clean.result, found),
            ending=ending,
        )

    seen = run()
    if seen.left:
        # What a library makes once for the whole process, at the first need, is not left behind a second time; and
        # ending that would break the library.
        seen = run(ending=True)
    return _judged(point, seen, clean, settings)


def _judged(point: FaultPlan, seen: Attempt, clean: CleanRun, settings: SweepSettings) -> Tried:
    found: Dict[Verdict, str] = dict(_found(point, seen, clean, settings))
    order: List[Verdict] = [one for one in Verdict if one in found]
    bad = [one for one in order if not one.passes]
    order = [*bad, *(one for one in order if one.passes)]
    # A fault that did not happen is only that, unless there is worse.
    if order[0] is Verdict.NOT_REACHED:
        order = order[:1]
    return Tried(
        plan=str(point),
        verdict=order[0],
        told=tuple(found[one] for one in order if found[one]),
        also=tuple(order[1:]),
        exception=seen.raised.kind if seen.raised is not None else "",
        submissions=seen.submissions,
        delayed=seen.delayed,
        later=dict(sorted(seen.later.items())),
    )


def _found(
    point: FaultPlan, seen: Attempt, clean: CleanRun, settings: SweepSettings
) -> Iterator[Tuple[Verdict, str]]:
    if seen.hang:
        yield Verdict.HANG, seen.hang
    if seen.submissions > clean.submissions + settings.resubmissions:
        yield (
            Verdict.DUPLICATE,
            f"submitted {_jobs(seen.submissions)} instead of {clean.submissions}",
        )
    if seen.differs is not None:
        yield Verdict.WRONG, seen.differs
    if seen.raised is not None:
        verdict = Verdict.DOCUMENTED if seen.raised.documented else Verdict.UNDOCUMENTED
        yield verdict, str(seen.raised)
    if seen.left:
        left = (
            one if count == 1 else f"{one} ({count} times)"
            for one, count in sorted(seen.left.items())
        )
        yield Verdict.LEAK, f"left behind: {'; '.join(left)}"
    if seen.fired < len(point):
        called = ", ".join(f"{site} {count}x" for site, count in sorted(seen.calls.items()))
        yield (
            Verdict.NOT_REACHED,
            f"the fault did not happen; called were: {called or 'no sites at all'}",
        )
    if not seen.hang and seen.differs is None and seen.raised is None:
        yield Verdict.SAME, ""


def _jobs(count: int) -> str:
    return "1 job" if count == 1 else f"{count} jobs"
