"""What a test has used, kept with it for the report of its failure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, List

import pytest

if TYPE_CHECKING:
    from qhil.backend import RecordedBackend
    from qhil.program import ProgramRun


@dataclass
class Used:
    """The backends and the program runs of one test, so far.

    ``limited``: whether pytest-timeout has set it a limit.
    """

    backends: List[RecordedBackend] = field(default_factory=list)
    runs: List[ProgramRun] = field(default_factory=list)
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


_USED = pytest.StashKey[Used]()


def used(item: pytest.Item) -> Used:
    """What this test has used."""
    return item.stash.setdefault(_USED, Used())


def used_backends(item: pytest.Item) -> List[RecordedBackend]:
    """The recorded backends that a test has used, those from fixtures of its own among them."""
    from qhil.backend import RecordedBackend

    values = [*used(item).backends, *(getattr(item, "funcargs", None) or {}).values()]
    found = {id(value): value for value in values if isinstance(value, RecordedBackend)}
    return list(found.values())
