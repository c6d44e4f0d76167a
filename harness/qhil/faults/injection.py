"""`Injection`: a plan at work. It counts the calls of each site, draws, and keeps what happened.

site -> ask -> Firing | None
"""

from __future__ import annotations

import functools
import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Dict, Iterator, List, Mapping, Optional, Tuple, Union

from qhil.errors import FaultError, HangError, UnfiredFaultError
from qhil.faults.effect import Effect, Value
from qhil.faults.place import calling_place
from qhil.faults.plan import Fault, FaultPlan

Faults = Union[None, str, FaultPlan, "Injection"]


@dataclass(frozen=True)
class Firing:
    """One fault that happened: at which ``call`` of which ``site`` (counted from 1), and from where it was called.

    ``seed``: for what the effect has to draw.
    """

    site: str
    call: int
    effect: Effect
    place: str
    fault: Fault = field(repr=False)
    seed: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The name of the effect."""
        return self.effect.name

    @property
    def arguments(self) -> Tuple[Value, ...]:
        """Those of the effect."""
        return self.effect.arguments

    def draws(self) -> random.Random:
        """A generator of this firing's own."""
        return random.Random(self.seed)  # noqa: S311  # a test's draws

    def __str__(self) -> str:
        return f"{self.site} call {self.call}: {self.effect} at {self.place}"


@dataclass
class _Turn:
    """How far one fault is."""

    fault: Fault
    draws: random.Random
    calls: int = 0
    fired: int = 0

    def comes(self) -> bool:
        """Count a call, and say whether the fault may act at it."""
        schedule = self.fault.schedule
        self.calls += 1
        if self.calls < schedule.first:
            return False
        likely = schedule.probability == 1 or self.draws.random() < schedule.probability
        return likely and (schedule.times is None or self.fired < schedule.times)


class Injection:
    """Asked by sites; ``firings`` are the faults that happened so far, in order. May be asked in any thread.

    Attributes:
        plan: what it works by.
        alone: whether the backend or service that has it asks no other, not even what `qhil.inject` has at work.
        submissions: how many jobs have been taken, by backends and services.
        delayed: s by which effects and waits have moved the clock, though nobody has waited.
        limit: s of those after which whoever waits is taken to hang, and gets a `HangError`; None for no limit.
    """

    def __init__(
        self, plan: FaultPlan, *, alone: bool = False, limit: Optional[float] = None
    ) -> None:
        if not isinstance(plan, FaultPlan):
            raise FaultError(f"faults must be a FaultPlan or its text, not {type(plan).__name__}")
        if limit is not None and not limit >= 0:
            raise FaultError(f"a limit is 0 s or more, not {limit!r}")
        self.limit = limit
        self.plan = plan
        self.alone = alone
        self.submissions = 0
        self.delayed = 0.0
        self._turns = [
            _Turn(fault, random.Random(f"{plan.seed}/{index}"))  # noqa: S311  # likewise
            for index, fault in enumerate(plan)
        ]
        self._at = functools.lru_cache(maxsize=None)(self._turns_at)
        self._calls: Counter[str] = Counter()
        self._firings: List[Firing] = []
        self._lock = threading.Lock()

    @classmethod
    def of(cls, faults: Faults) -> Injection:
        """The one given, or a new one of that plan or text."""
        if isinstance(faults, Injection):
            return faults
        if faults is None or isinstance(faults, str):
            return cls(FaultPlan.parse(faults or ""))
        return cls(faults)

    def ask(self, site: str, *, place: Optional[str] = None) -> Optional[Firing]:
        """What goes wrong at this call of ``site``; None for nothing. ``place``: whence, if not from here."""
        with self._lock:
            self._calls[site] += 1
            turn = self._whose_turn(site)
            if turn is None:
                return None
            turn.fired += 1
            if turn.fault.idle:
                return None
            call = self._calls[site]
            seed = f"{self.plan.seed}/{site}/{call}"
            firing = Firing(
                site, call, turn.fault.effect, place or calling_place(), turn.fault, seed
            )
            self._firings.append(firing)
            return firing

    def note_submission(self) -> None:
        """Count a job that has been taken."""
        with self._lock:
            self.submissions += 1

    def note_delay(self, seconds: float) -> None:
        """Count time that has passed by the clock.

        Raises:
            HangError: if it is more than the limit by now.
        """
        with self._lock:
            self.delayed += seconds
            delayed = self.delayed
        if self.limit is not None and delayed > self.limit:
            self.end_hang(self.limit)

    def end_hang(self, limit: float) -> None:
        """More time has passed than that.

        Raises:
            HangError: in the thread that waits.
        """
        raise HangError(
            f"{self.delayed:g} s were waited by the clock of the test, and at most {limit:g} s may be"
        )

    @property
    def firings(self) -> Tuple[Firing, ...]:
        """What happened so far."""
        with self._lock:
            return tuple(self._firings)

    @property
    def calls(self) -> Mapping[str, int]:
        """How often each site has been called."""
        with self._lock:
            return dict(self._calls)

    @property
    def unfired(self) -> Tuple[Fault, ...]:
        """The faults that have never happened."""
        with self._lock:
            return tuple(turn.fault for turn in self._turns if not (turn.fired or turn.fault.idle))

    def check(self) -> None:
        """See that every fault of the plan has happened.

        Raises:
            UnfiredFaultError: if not; says how often each site was called.
        """
        unfired = self.unfired
        if unfired:
            raise UnfiredFaultError(_never(unfired, self.calls))

    def _whose_turn(self, site: str) -> Optional[_Turn]:
        # Each counts the call, whichever acts.
        coming = [turn for turn in self._at(site) if turn.comes()]
        return coming[0] if coming else None

    def _turns_at(self, site: str) -> Tuple[_Turn, ...]:
        return tuple(turn for turn in self._turns if fnmatchcase(site, turn.fault.site))


def _never(unfired: Tuple[Fault, ...], calls: Mapping[str, int]) -> str:
    return "\n".join(
        ["a fault of the plan never happened, so the test has not met it:", *_told(unfired, calls)]
    )


def _told(unfired: Tuple[Fault, ...], calls: Mapping[str, int]) -> Iterator[str]:
    for fault in unfired:
        called: Dict[str, int] = {
            site: count for site, count in calls.items() if fnmatchcase(site, fault.site)
        }
        times = sum(called.values())
        yield f"  {fault} ({fault.site} was called {times} time{'' if times == 1 else 's'})"
    others = ", ".join(f"{site} {count}x" for site, count in calls.items())
    yield f"called were: {others or 'no sites at all'}"
