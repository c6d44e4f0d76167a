"""What time it is in a mocked service, and how long its jobs take by that clock.

>>> clock = ManualClock(datetime(2022, 5, 17, 9, tzinfo=timezone.utc))
>>> clock.advance(90)
>>> str(clock.now())
'2022-05-17 09:01:30+00:00'

A service looks at its clock whenever it is asked something, and moves what is due by then. So nothing waits
and nothing runs in the background; every date is the moment at which something was due.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Callable, Optional, Protocol, runtime_checkable

from qhil_mocks.bell import Bell


@dataclass(frozen=True)
class Durations:
    """How long a job stays in each of its states, in s."""

    validating: float = 0.0
    queued: float = 0.0
    running: float = 0.0


class Clock(Protocol):
    """What a service needs of a clock."""

    @property
    def runs(self) -> bool:
        """Whether things come due by themselves, because time passes."""

    @property
    def crowded(self) -> bool:
        """Whether other users' jobs wait for the devices, too."""

    @property
    def moved_by_hand(self) -> bool:
        """Whether things come due when somebody moves the clock, and have then to have happened."""

    @property
    def durations(self) -> Durations:
        """How long jobs take by this clock."""

    def now(self) -> datetime:
        """The moment it is (aware, UTC)."""

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have ``listener`` called when somebody has moved the clock, in the thread that did; the answer ends that."""


@runtime_checkable
class WaitedClock(Clock, Protocol):
    """One by which a client in this process waits: what would take time takes none, and the clock is moved."""

    def pass_until(self, moment: datetime) -> None:
        """Move it on to ``moment``, unless it is there; returns when all that is due by then has happened."""


class _Ahead:
    """By how much a clock is ahead of the time of day."""

    def __init__(self) -> None:
        self.by = timedelta(0)
        self.moved = Bell()
        self.moving = threading.RLock()


@dataclass(frozen=True)
class ImmediateClock:
    """The time of day; jobs take none of it and are final in the answer to their submission.

    What a client in this process waits nevertheless, before it repeats a request, is not waited for: by so much
    the clock is ahead of the time of day afterwards.
    """

    durations: Durations = Durations()
    # Time passes, but nothing is left to come due.
    runs: bool = False
    crowded: bool = False
    moved_by_hand: bool = False
    _ahead: _Ahead = field(default_factory=_Ahead, init=False, repr=False, compare=False)

    def now(self) -> datetime:
        """The moment it is (aware, UTC)."""
        return datetime.now(timezone.utc) + self._ahead.by

    def pass_until(self, moment: datetime) -> None:
        """Be ahead of the time of day by more, if need be."""
        with self._ahead.moving:
            self._ahead.by += max(moment - self.now(), timedelta(0))
            self._ahead.moved.ring()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have ``listener`` called when a client has waited."""
        return self._ahead.moved.listen(listener)


def _time_of_day() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class RealClock:
    """The time of day, by which jobs take a while, and other users' jobs wait for the devices.

    ``durations``: by default each state lasts longer than the 5 s after which a client asks again. ``crowded``:
    whether there are others; their jobs, drawn from the service's seed, run as long as one's own on average.
    ``time`` tells the time (aware). A client's waits are real.
    """

    durations: Durations = Durations(validating=6, queued=6, running=6)
    crowded: bool = True
    time: Callable[[], datetime] = _time_of_day
    runs: bool = field(default=True, init=False)
    moved_by_hand: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        if self.crowded and not self.durations.running > 0:
            raise ValueError(
                "others' jobs take as long as one's own: running must be more than 0 s"
            )

    def now(self) -> datetime:
        """The moment it is (aware, UTC)."""
        return self.time().astimezone(timezone.utc)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Nobody moves it."""
        del listener
        return lambda: None


class ManualClock:
    """Stands still until a test moves it; jobs take as long as ``durations`` says. A client's waits are real.

    Whoever moves it returns when all that is due by then has happened in the services that are entered or
    served. ``start``: an aware datetime, by default the present. ``crowded``: other users' jobs wait, too.
    """

    runs = False
    moved_by_hand = True

    def __init__(
        self,
        start: Optional[datetime] = None,
        *,
        durations: Durations = Durations(validating=1, queued=10, running=5),
        crowded: bool = False,
    ) -> None:
        if start is not None and start.utcoffset() is None:
            raise ValueError(f"start must have an offset from UTC, not {start.isoformat()}")
        self.durations = durations
        self.crowded = crowded
        self._now = (start or datetime.now(timezone.utc)).astimezone(timezone.utc)
        self._moved = Bell()

    def now(self) -> datetime:
        """The moment to which it was moved (aware, UTC)."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move it on; a clock does not go back."""
        if not seconds >= 0:
            raise ValueError(f"seconds must be 0 or more, not {seconds!r}")
        self._now += timedelta(seconds=seconds)
        self._moved.ring()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have ``listener`` called when the clock has been moved."""
        return self._moved.listen(listener)


class VirtualClock(ManualClock):
    """A manual clock that the real client moves, too, wherever it waits in this process: it waits by this clock alone.

    So a job that takes an hour takes none, and a time limit of an hour is over at once. A poll or a pause moves the
    clock by its length; who listens on the status websocket moves it to what is due next. Waits of clients in other
    processes are real, and so are those of other code in this one.

    >>> clock = VirtualClock(datetime(2022, 5, 17, 9, tzinfo=timezone.utc))
    >>> clock.pass_until(datetime(2022, 5, 17, 10, tzinfo=timezone.utc))
    >>> str(clock.now())
    '2022-05-17 10:00:00+00:00'
    """

    def __init__(
        self,
        start: Optional[datetime] = None,
        *,
        durations: Durations = Durations(validating=1, queued=10, running=5),
        crowded: bool = False,
    ) -> None:
        super().__init__(start, durations=durations, crowded=crowded)
        # One at a time, and each returns when all is done: several threads of a client may wait.
        self._moving = threading.RLock()

    def advance(self, seconds: float) -> None:
        """Move it on by hand."""
        with self._moving:
            super().advance(seconds)

    def pass_until(self, moment: datetime) -> None:
        """Move it on to ``moment``, unless it is there."""
        with self._moving:
            super().advance(max((moment - self.now()).total_seconds(), 0.0))
