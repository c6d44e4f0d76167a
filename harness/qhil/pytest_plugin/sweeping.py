"""The marker ``sweep``: a test is a scenario, which is run again for each thing that may go wrong.

    item -> set up, called, torn down: once without faults, then under each plan -> verdicts -> one report

Each run has fixtures of its own, but for those of a wider scope. What the test returns is compared, and an assertion of
its own that fails under a fault is a wrong result.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Sequence, Tuple

import pytest
from _pytest.runner import runtestprotocol  # what other plugins that run a test again use, too

from qhil.errors import QhilError
from qhil.pytest_plugin.hooks import SWEEP_PART
from qhil.pytest_plugin.marks import SweepChoice, marked_sweep
from qhil.pytest_plugin.repetition import command
from qhil.pytest_plugin.settings import settings

if TYPE_CHECKING:
    from qhil.sweeping import SweepReport

_MAY_END = (pytest.exit.Exception, KeyboardInterrupt)


@dataclass
class _Run:
    """What became of one run of a test."""

    returned: Any = None
    raised: List[BaseException] = field(default_factory=list)


_RUN = pytest.StashKey[_Run]()


def run_swept(item: pytest.Item, nextitem: Optional[pytest.Item]) -> None:
    """Run a marked test with all that it takes, and report it as one."""
    hook = item.ihook
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    plain, _ = _run(item)
    if all(report.passed for report in plain):
        _log(item, _phase(item, "setup", lambda: None))
        _log(item, _phase(item, "call", lambda: _sweep(item)))
    else:  # it fails, or is skipped, without any fault
        for report in plain[:-1]:
            hook.pytest_runtest_logreport(report=report)
    _log(item, _phase(item, "teardown", lambda: _tear_down(item, nextitem)))
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


def call_swept(function: pytest.Function) -> bool:
    """Call the function of a test that is swept, and keep what it returns; False leaves that to others."""
    run = function.stash.get(_RUN, None)
    if run is None or inspect.iscoroutinefunction(function.obj):
        return False
    arguments = function._fixtureinfo.argnames  # noqa: SLF001  # as pytest's own hook does
    run.returned = function.obj(**{name: function.funcargs[name] for name in arguments})
    return True


def keep_raised(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Keep what a phase of a swept test raised, which a report tells in words only."""
    run = item.stash.get(_RUN, None)
    if run is not None and call.excinfo is not None:
        run.raised.append(call.excinfo.value)


def _sweep(item: pytest.Item) -> None:
    try:
        choice = marked_sweep(item.iter_markers("sweep"))
        report = _swept(item, choice)
    except QhilError as error:
        raise pytest.fail.Exception(f"{item.nodeid}: {error}", pytrace=False) from None
    _write(item, report)
    text = _text(report)
    if not report.passed:
        raise pytest.fail.Exception(f"{text}\n\nrepeat    {command(item)}", pytrace=False)
    item.add_report_section("call", "qhil sweep", text)


def _swept(item: pytest.Item, choice: SweepChoice) -> SweepReport:
    from qhil.sweeping import SweepReport, SweepSettings, clean_run, points, try_point

    seed = settings(item.config).seed.value
    asked = SweepSettings(
        documented=choice.documented,
        seed=seed,
        virtual_limit=choice.virtual_limit,
        hard_limit=choice.hard_limit,
        compare=_difference,
    )
    scenario = _Scenario(item)
    clean = clean_run(scenario, asked, name=item.nodeid, sites=choice.sites)
    plans = points(clean.calls, seed=seed, only=choice.sites)[_part(item) :: choice.parts]
    return SweepReport(
        scenario=item.nodeid,
        seed=seed,
        documented=asked.documented_names,
        calls=dict(clean.calls),
        submissions=clean.submissions,
        points=tuple(try_point(scenario, plan, clean, asked) for plan in plans),
    )


class _Scenario:
    """A test as a scenario: its result is whether its assertions held, and what it returned, or which did not."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item

    def __call__(self) -> Tuple[bool, Any]:
        """Run the test with fixtures of its own.

        Raises:
            BaseException: what the test raised, but for its assertions.
        """
        _, run = _run(self._item)
        for error in run.raised:
            if isinstance(error, (AssertionError, pytest.fail.Exception)):
                return False, str(error)
            raise error
        return True, run.returned


def _difference(expected: Tuple[bool, Any], found: Tuple[bool, Any]) -> Optional[str]:
    from qhil.sweeping import difference

    well, told = found
    return difference(expected[1], told) if well else f"an assertion failed: {told}"


def _run(item: pytest.Item) -> Tuple[Sequence[pytest.TestReport], _Run]:
    """Set up, call and tear down the test alone: what has a wider scope stays for the next time."""
    parent: Any = item.parent
    run = item.stash[_RUN] = _Run()
    try:
        reports = runtestprotocol(item, log=False, nextitem=parent)
    finally:
        del item.stash[_RUN]
    item._report_sections.clear()  # noqa: SLF001  # what each of many runs printed
    return reports, run


def _part(item: pytest.Item) -> int:
    parameters: Any = getattr(getattr(item, "callspec", None), "params", {})
    part: int = parameters.get(SWEEP_PART, 0)
    return part


def _phase(item: pytest.Item, when: Any, function: Callable[[], None]) -> pytest.TestReport:
    call = pytest.CallInfo.from_call(function, when=when, reraise=_MAY_END)
    report: pytest.TestReport = item.ihook.pytest_runtest_makereport(item=item, call=call)
    return report


def _log(item: pytest.Item, report: pytest.TestReport) -> None:
    item.ihook.pytest_runtest_logreport(report=report)


def _tear_down(item: pytest.Item, nextitem: Optional[pytest.Item]) -> None:
    item.session._setupstate.teardown_exact(nextitem)  # noqa: SLF001  # there is no other way


def _text(report: SweepReport) -> str:
    from io import StringIO

    from rich.console import Console

    out = StringIO()
    Console(file=out, width=160, highlight=False).print(report.table())
    return out.getvalue().rstrip()


def _write(item: pytest.Item, report: SweepReport) -> None:
    folder = item.config.getoption("qhil_sweep_reports")
    if folder is None:
        return
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    name = "".join(one if one.isalnum() or one in "-_." else "_" for one in item.nodeid)
    for suffix, text in (("json", report.to_json()), ("html", report.to_html())):
        (into / f"{name}.{suffix}").write_text(text, encoding="utf-8")
