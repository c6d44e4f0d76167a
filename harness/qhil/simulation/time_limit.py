"""A time limit on something that can only be stopped from outside.

The clock is passed in as a maker of timers, so that tests need not wait.
"""

from __future__ import annotations

import threading
from typing import Callable, Optional, Protocol


class Timer(Protocol):
    """What `threading.Timer` is: calls its function when its time has come, unless cancelled."""

    def start(self) -> None:
        """Let the time run."""

    def cancel(self) -> None:
        """Never call the function, if it has not been called yet."""


TimerFactory = Callable[[float, Callable[[], None]], Timer]


def daemon_timer(seconds: float, action: Callable[[], None]) -> Timer:
    """A timer on a thread that does not keep the process alive."""
    timer = threading.Timer(min(seconds, threading.TIMEOUT_MAX), action)
    timer.daemon = True
    return timer


class TimeLimit:
    """Calls ``stop`` if ``seconds`` pass between `start` and `end`, and never after that.

    ``seconds`` None is no limit.
    """

    def __init__(
        self, seconds: Optional[float], stop: Callable[[], None], timer: TimerFactory
    ) -> None:
        self._stop = stop
        self._lock = threading.Lock()
        self._ended = False
        self.started = False
        self.passed = False
        # Last: the time of a timer may have come already.
        self._timer = None if seconds is None else timer(seconds, self._pass)

    def start(self) -> None:
        """Let the time run."""
        self.started = True
        if self._timer is not None:
            self._timer.start()

    def _pass(self) -> None:
        with self._lock:
            if not self._ended:
                self.passed = True
                self._stop()

    def end(self) -> None:
        """Whether passed or not, the time matters no more."""
        # The lock: a timer that has just gone off must not stop what comes after.
        with self._lock:
            self._ended = True
        if self._timer is not None:
            self._timer.cancel()
