"""An injection that is watched: a scenario that does not end by itself is ended.

    too many calls, too much time by the clock, too much real time -> Hung in the scenario's thread

In the main thread a signal ends whatever runs Python code, sleeps or waits (`qhil.program.hosting.interruption`).
In another thread, and on Windows, what sleeps or waits in C is not ended before it comes back to Python. C++ that does
not come back is ended nowhere. Threads that the scenario started end at their next call of a site.
"""

from __future__ import annotations

import signal
import sys
import threading
from types import TracebackType
from typing import Any, Callable, Dict, Mapping, Optional, Tuple, Type

from qhil.errors import HangError
from qhil.faults import FaultPlan, Firing, Injection
from qhil.program.hosting.interruption import Interruption
from qhil.program.hosting.raise_in import raise_in
from qhil.simulation.time_limit import TimeLimit, TimerFactory, daemon_timer

# Neither pytest-timeout's nor the one by which a program is ended that a scenario runs.
_SIGNAL: Any = getattr(signal, "SIGURG", None)
_PATIENCE = 1.0  # s after which a thread is asked once more


class Hung(HangError):  # noqa: N818  # it tells of a state, and is no error of anybody's
    """Ends a scenario that would not end. No `Exception`, so that ``except Exception`` does not swallow it."""


class Watch(Injection):
    """A plan at work in a scenario, which `call` calls.

    Args:
        plan: what goes wrong.
        delay_limit: s by the clock; None for no limit.
        call_limits: how often each site may be called, and any other.
        seconds: real time; None for no limit.
        timer: makes the timers.

    Attributes:
        hang: why the scenario was ended; empty if it was not.
    """

    def __init__(
        self,
        plan: FaultPlan,
        *,
        delay_limit: Optional[float] = None,
        call_limits: Optional[Tuple[Mapping[str, int], int]] = None,
        seconds: Optional[float] = None,
        timer: TimerFactory = daemon_timer,
    ) -> None:
        super().__init__(plan, limit=delay_limit)
        self.hang = ""
        self._call_limits = call_limits
        self._runner = threading.current_thread()
        self._interruption = Interruption(None, timer, number=_SIGNAL)
        self._limit = TimeLimit(
            seconds, lambda: self._end(f"did not end within {seconds:g} s"), timer
        )
        self._timer = timer
        self._ending = threading.Lock()
        self._over = False
        self._before_last: Dict[str, int] = {}

    def call(self, scenario: Callable[[], Any]) -> Any:
        """Call the scenario.

        Raises:
            Hung: if it had to be ended.
        """
        if not _signals_work():
            return self._call_in_any_thread(scenario)
        with self._interruption, _Limited(self._limit):
            return self._interruption.call(scenario)

    def ask(self, site: str, *, place: Optional[str] = None) -> Optional[Firing]:
        """As any injection; ends a scenario that asks too often."""
        firing = super().ask(site, place=place)
        if firing is not None:
            self._before_last = dict(self.calls)
        if self._call_limits is not None:
            limits, other = self._call_limits
            most = limits.get(site, other)
            if self.calls[site] > most:
                self._end(f"called {site} more than {most} times")
        self._check()
        return firing

    def note_delay(self, seconds: float) -> None:
        """As any injection; ends a scenario for which too much time has passed."""
        super().note_delay(seconds)
        self._check()

    def end_hang(self, limit: float) -> None:
        """End the scenario, not only the thread that waits."""
        self._end(f"was not over after {limit:g} s by its clock")

    @property
    def later(self) -> Mapping[str, Tuple[int, int]]:
        """Of each site that was called after the last firing, the first and the last such call."""
        if not self.firings:
            return {}
        before = self._before_last
        return {
            site: (before.get(site, 0) + 1, count)
            for site, count in self.calls.items()
            if count > before.get(site, 0)
        }

    def _check(self) -> None:
        if self.hang:
            raise Hung(self.hang)

    def _end(self, reason: str) -> None:
        self.hang = self.hang or reason
        if threading.current_thread() is self._runner:
            self._check()
        elif _signals_work(self._runner):
            self._interruption.end(Hung)
        else:
            self._ask_to_end()

    def _call_in_any_thread(self, scenario: Callable[[], Any]) -> Any:
        try:
            with _Limited(self._limit):
                return scenario()
        finally:
            with self._ending:
                self._over = True
                raise_in(self._runner, None)  # what was asked for and has not come yet

    def _ask_to_end(self) -> None:
        """Have the scenario's thread raise where it next runs Python code; again while that does not help."""
        with self._ending:
            if self._over:
                return
            raise_in(self._runner, Hung)
        self._timer(_PATIENCE, self._ask_to_end).start()


class _Limited:
    """A time limit as a context."""

    def __init__(self, limit: TimeLimit) -> None:
        self._limit = limit

    def __enter__(self) -> None:
        self._limit.start()

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._limit.end()


def _signals_work(thread: Optional[threading.Thread] = None) -> bool:
    asked = thread or threading.current_thread()
    return sys.platform != "win32" and asked is threading.main_thread()
