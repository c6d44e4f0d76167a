"""What a test has used, kept with it for the report of its failure."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, List, Type, TypeVar

import pytest

if TYPE_CHECKING:
    from qhil.backend import RecordedBackend
    from qhil.program import ProgramRun
    from qhil_mocks.mock_ibmq import MockIBMQ

_Used = TypeVar("_Used")


@dataclass
class Used:
    """The backends, the program runs and the mocked services of one test, so far.

    ``limited``: whether pytest-timeout has set it a limit.
    """

    backends: List[RecordedBackend] = field(default_factory=list)
    runs: List[ProgramRun] = field(default_factory=list)
    mocks: List[MockIBMQ] = field(default_factory=list)
    limited: bool = False

    def limit(self) -> None:
        """From now on, simulations have to be such as can be ended from outside."""
        self.limited = True
        for backend in self.backends:
            backend.contained = True

    def forget(self) -> None:
        """The test is over: what it used may go, and its next attempt, if any, starts anew."""
        self.backends.clear()
        self.runs.clear()
        self.mocks.clear()


_USED = pytest.StashKey[Used]()


def used(item: pytest.Item) -> Used:
    """What this test has used."""
    return item.stash.setdefault(_USED, Used())


def used_backends(item: pytest.Item) -> List[RecordedBackend]:
    """The recorded backends that a test has used, those from fixtures of its own among them."""
    if "qhil.backend" not in sys.modules:
        return []
    from qhil.backend import RecordedBackend

    return _with_those_of_fixtures(item, used(item).backends, RecordedBackend)


def used_mocks(item: pytest.Item) -> List[MockIBMQ]:
    """The mocked services that a test has used, likewise."""
    if "qhil_mocks.mock_ibmq" not in sys.modules:
        return []
    from qhil_mocks.mock_ibmq import MockIBMQ

    return _with_those_of_fixtures(item, used(item).mocks, MockIBMQ)


def _with_those_of_fixtures(
    item: pytest.Item, noted: List[_Used], kind: Type[_Used]
) -> List[_Used]:
    values = [*noted, *(getattr(item, "funcargs", None) or {}).values()]
    return list({id(value): value for value in values if isinstance(value, kind)}.values())
