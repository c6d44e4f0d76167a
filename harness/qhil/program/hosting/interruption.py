"""Ends what runs in the main thread of this process: when its time is over, or when asked to.

A signal does it, because a signal also ends sleeping and waiting. It is sent again and again until it
has had its effect, since a program may catch what it raises. What it cannot end is C++ that does
not let Python run, which is why a backend has to simulate in a child process meanwhile.
"""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import Optional, Type

from qhil.errors import ProgramError
from qhil.program.hosting.ends import ProgramEnd, RanTooLong
from qhil.simulation.time_limit import TimeLimit, TimerFactory, daemon_timer

# Not SIGALRM, which other time limits use (pytest-timeout, for one), nor SIGPROF, which profilers use.
_SIGNAL = getattr(signal, "SIGVTALRM", None)
_AGAIN = 0.05  # s


class Interruption:
    """A context in which the program may be interrupted; ``reason`` is why it was.

    Args:
        seconds: after which `RanTooLong` is raised in the main thread; None for no limit.
        timer: makes the timers.

    Raises:
        ProgramError: for a limit that cannot be kept: outside the main thread, or on Windows.
    """

    def __init__(self, seconds: Optional[float], timer: TimerFactory = daemon_timer) -> None:
        self._runner = threading.current_thread()
        self._able = sys.platform != "win32" and self._runner is threading.main_thread()
        if seconds is not None and not self._able:
            raise ProgramError(
                "max_execution_time in this process works in the main thread on Linux and macOS only; "
                "isolate=True keeps it everywhere"
            )
        self._timer = timer
        self._limit = TimeLimit(seconds, lambda: self.end(RanTooLong), timer)
        self._lock = threading.Lock()
        self._active = False
        self.reason: Optional[Type[ProgramEnd]] = None

    def __enter__(self) -> Interruption:  # noqa: PYI034 - Self came with Python 3.11
        if self._able:
            self._before = signal.signal(_SIGNAL, self._raise)  # type: ignore[arg-type]  # not on Windows
        self._active = True
        self._limit.start()
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.over()
        if self._able:
            signal.signal(_SIGNAL, self._before)  # type: ignore[arg-type]  # not on Windows

    def over(self) -> None:
        """From here on nothing is interrupted any more."""
        self._active = False
        self._limit.end()
        with self._lock:  # whoever is about to send a signal has sent it, or will not
            self._active = False

    def end(self, reason: Type[ProgramEnd]) -> None:
        """Interrupt the program, from any thread.

        In the program's own thread this raises at once. Where no signal can be sent to that, the
        program's next call of messenger or backend raises.
        """
        self.reason = self.reason or reason
        if threading.current_thread() is self._runner:
            self.check()
        else:
            self._send()

    def check(self) -> None:
        """Raise if the program is to end."""
        if self._active and self.reason is not None:
            raise self.reason

    def _send(self) -> None:
        with self._lock:
            if not (self._active and self._able):
                return
            signal.pthread_kill(self._runner.ident or 0, _SIGNAL)  # type: ignore[arg-type]
        self._timer(_AGAIN, self._send).start()

    def _raise(self, number: int, frame: Optional[FrameType]) -> None:
        del number, frame
        self.check()
