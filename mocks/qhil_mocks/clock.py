"""What time it is in a mocked service, and how long its jobs take by that clock.

>>> clock = ManualClock(datetime(2022, 5, 17, 9, tzinfo=timezone.utc))
>>> clock.advance(90)
>>> str(clock.now())
'2022-05-17 09:01:30+00:00'

A service looks at its clock whenever it is asked something, and moves what is due by then. So nothing waits
and nothing runs in the background; every date is the moment at which something was due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Optional, Protocol


@dataclass(frozen=True)
class Durations:
    """How long a job stays in each of its states, in s."""

    validating: float = 0.0
    queued: float = 0.0
    running: float = 0.0


class Clock(Protocol):
    """What a service needs of a clock."""

    @property
    def durations(self) -> Durations:
        """How long jobs take by this clock."""

    def now(self) -> datetime:
        """The moment it is (aware, UTC)."""


@dataclass(frozen=True)
class ImmediateClock:
    """The time of day; jobs take none of it and are final in the answer to their submission."""

    durations: Durations = Durations()

    def now(self) -> datetime:
        """The moment it is (aware, UTC)."""
        return datetime.now(timezone.utc)


class ManualClock:
    """Stands still until a test moves it; jobs take as long as ``durations`` says.

    ``start``: an aware datetime, by default the present.
    """

    def __init__(
        self,
        start: Optional[datetime] = None,
        *,
        durations: Durations = Durations(validating=1, queued=10, running=5),
    ) -> None:
        if start is not None and start.utcoffset() is None:
            raise ValueError(f"start must have an offset from UTC, not {start.isoformat()}")
        self.durations = durations
        self._now = (start or datetime.now(timezone.utc)).astimezone(timezone.utc)

    def now(self) -> datetime:
        """The moment to which it was moved (aware, UTC)."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move it on; a clock does not go back."""
        if not seconds >= 0:
            raise ValueError(f"seconds must be 0 or more, not {seconds!r}")
        self._now += timedelta(seconds=seconds)
