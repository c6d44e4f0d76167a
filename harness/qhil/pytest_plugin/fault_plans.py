"""The fault plan of a test: at work while the test function runs, and not while its fixtures are set up."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Iterator, Optional, Tuple, Union

import pytest

from qhil.errors import QhilError, UnfiredFaultError
from qhil.pytest_plugin.choices import fault_choices
from qhil.pytest_plugin.hooks import FAULTS
from qhil.pytest_plugin.marks import allows_unfired
from qhil.pytest_plugin.settings import settings

if TYPE_CHECKING:
    from qhil.faults import FaultPlan, Firing, Injection

_INJECTION = pytest.StashKey[Optional["Injection"]]()


def give(item: pytest.Item, plan: Union[str, FaultPlan]) -> Injection:
    """Have ``plan`` at work in this test. The test fails if it is none."""
    from qhil.faults import FaultPlan, Injection

    try:
        if isinstance(plan, str):
            plan = FaultPlan.parse(plan, seed=settings(item.config).seed.value)
        injection = Injection(plan)
    except QhilError as error:
        raise pytest.fail.Exception(f"{item.nodeid}: {error}", pytrace=False) from None
    item.stash[_INJECTION] = injection
    return injection


def injection_of(item: pytest.Item) -> Optional[Injection]:
    """The plan at work in this test; None if it has none."""
    if _INJECTION not in item.stash:
        plan = _marked(item)
        if plan is None:
            return None
        give(item, plan)
    return item.stash[_INJECTION]


@contextlib.contextmanager
def at_work(item: pytest.Item) -> Iterator[None]:
    """While the test function runs. Afterwards every fault must have happened, unless the marker says otherwise."""
    injection = injection_of(item)
    if injection is None:
        yield
        return
    from qhil.faults import inject

    with inject(injection, allow_unfired=True):
        yield
    if not allows_unfired(item.iter_markers("faults")):
        try:
            injection.check()
        except UnfiredFaultError as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None


def firings_of(item: pytest.Item) -> Tuple[str, Tuple[Firing, ...]]:
    """The plan of a test as text, and what happened of it."""
    injection = item.stash.get(_INJECTION, None)
    return ("", ()) if injection is None else (str(injection.plan), injection.firings)


def forget(item: pytest.Item) -> None:
    """The test is over; its next attempt, if any, begins anew."""
    if _INJECTION in item.stash:
        del item.stash[_INJECTION]


def _marked(item: pytest.Item) -> Optional[Union[str, FaultPlan]]:
    made_for: Any = getattr(getattr(item, "callspec", None), "params", {}).get(FAULTS)
    if made_for is not None:
        plan: Union[str, FaultPlan] = made_for.value
        return plan
    try:
        choices = fault_choices(item)
    except QhilError as error:
        raise pytest.fail.Exception(f"{item.nodeid}: {error}", pytrace=False) from None
    if len(choices.values) > 1:
        raise pytest.fail.Exception(
            f"{item.nodeid}: {choices.by} names {len(choices.values)} plans, and no tests are made of a "
            "method of unittest.TestCase: give it one, or make it a plain function or method",
            pytrace=False,
        )
    return choices.values[0] if choices.values else None
