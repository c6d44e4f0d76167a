"""A live device for tests: whether there may be one, and what all tests together may spend."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn, Optional

import pytest

if TYPE_CHECKING:
    from qhil.live import LiveDevice
    from qhil.live.cost import Cost

REQUIRE, OFF = "require", "off"


@dataclass
class _Spent:
    """By the tests so far, in s of live devices."""

    seconds: float = 0.0


_SPENT = pytest.StashKey[_Spent]()


def check_live(config: pytest.Config) -> None:
    """Leave the test if no live service may be used: skipped, or failed where one is required."""
    reason = _why_not(config)
    if reason is not None:
        _leave(config, reason)


def new_live_device(config: pytest.Config, name: str) -> LiveDevice:
    """The live device of that name; without it, the test is left."""
    check_live(config)
    from qhil.live import Budget, LiveDevice, open_source
    from qhil.live.errors import BudgetError, LiveError

    limit: Optional[float] = config.getoption("qhil_live_max_seconds")
    spent = config.stash.setdefault(_SPENT, _Spent())

    def spend(cost: Cost) -> None:
        if limit is None:
            raise BudgetError(
                f"this would take {cost}: a test submits nothing unless --qhil-live-max-seconds says how much"
            )
        whole = replace(cost, seconds=spent.seconds + cost.seconds)
        Budget(max_seconds=limit).check(whole)
        spent.seconds = whole.seconds

    try:
        with warnings.catch_warnings():  # of what the clients say of each other
            warnings.simplefilter("ignore")
            source = open_source()
            known = source.devices()
    except LiveError as error:
        _leave(config, str(error))
    if name not in known:
        _leave(config, f"the live service has no {name}: it has {', '.join(known) or 'none'}")
    return LiveDevice(source, name, on_cost=spend)


def _why_not(config: pytest.Config) -> Optional[str]:
    """Why no live service may be used; None if one may."""
    if config.getoption("qhil_live") == OFF:
        return "--qhil-live=off"
    from qhil.live import find_credentials
    from qhil.stack import stack

    found = find_credentials(stack(), os.environ)
    if any(one.usable for one in found):
        return None
    wanting = "; ".join(f"{one.kind} wants {', '.join(one.wanting)}" for one in found)
    return f"no live service may be used: {wanting}"


def _leave(config: pytest.Config, reason: str) -> NoReturn:
    if config.getoption("qhil_live") == REQUIRE:
        pytest.fail(f"--qhil-live=require: {reason}", pytrace=False)
    pytest.skip(reason)
