"""Ends what runs in the main thread of this process: when its time is over, or when asked to.

A signal does it, because a signal also ends sleeping and waiting: its handler raises. For a program that
catches that, it is sent again, and then the exception is raised once more at the next line of the
program's own (by tracing), which is where it was caught. That may fail: where a program catches
everything on two levels at once, or something else traces it, as coverage does. Nor does it end C++
that does not let Python run, which is why backends, and Aer's jobs, simulate in child processes meanwhile.
"""

from __future__ import annotations

import signal
import sys
import threading
import weakref
from types import FrameType, TracebackType
from typing import Any, Callable, Optional, Type

from qhil.errors import ProgramError
from qhil.program.hosting.ends import RanTooLong
from qhil.simulation.time_limit import TimeLimit, TimerFactory, daemon_timer

# Not SIGALRM, which other time limits use (pytest-timeout, for one), nor SIGPROF, which profilers use.
_SIGNAL: Any = getattr(signal, "SIGVTALRM", None)
# Python files whose functions are called where an object ends.
_CALLBACKS = tuple(
    kind.__init__.__code__.co_filename for kind in (weakref.WeakSet, weakref.WeakKeyDictionary)
)
_PATIENCE = 1.0  # s in which a program may clean up


class Interruption:
    """A context in which the program may be interrupted; ``reason`` is why it was.

    Args:
        seconds: after which `RanTooLong` is raised in the main thread; None for no limit.
        timer: makes the timers.
        owns: whether a file is the program's own.
        number: the signal. Where two of these may be active at once, each needs its own.

    Raises:
        ProgramError: for a limit that cannot be kept: outside the main thread, or on Windows.
    """

    def __init__(
        self,
        seconds: Optional[float],
        timer: TimerFactory = daemon_timer,
        owns: Callable[[str], bool] = lambda _file: True,
        number: Any = _SIGNAL,
    ) -> None:
        self._number = number
        self._runner = threading.current_thread()
        self._able = sys.platform != "win32" and self._runner is threading.main_thread()
        if seconds is not None and not self._able:
            raise ProgramError(
                "max_execution_time in this process works in the main thread on Linux and macOS only; "
                "isolate=True keeps it everywhere"
            )
        self._timer = timer
        self._owns = owns
        self._limit = TimeLimit(seconds, lambda: self.end(RanTooLong), timer)
        self._lock = threading.Lock()
        self._active = False
        self._sent = 0
        self.reason: Optional[Type[BaseException]] = None

    def __enter__(self) -> Interruption:  # noqa: PYI034 - Self came with Python 3.11
        if self._able:
            self._before = signal.signal(self._number, self._answer)
        self._active = True
        self._trace = sys.gettrace()
        self._limit.start()
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._active = False
        self._limit.end()
        with self._lock:  # whoever is about to send a signal has sent it, or will not
            self._active = False
        if self._able:
            signal.signal(self._number, self._before)
        if self._sent > 1:
            sys.settrace(self._trace)

    def call(self, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Call the program: only what runs below this is interrupted, so that the host's own work is done."""
        return function(*args, **options)

    def end(self, reason: Type[BaseException]) -> None:
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
            self._sent += 1
            signal.pthread_kill(self._runner.ident or 0, self._number)
        self._timer(_PATIENCE, self._send).start()

    def _answer(self, number: int, frame: Optional[FrameType]) -> None:
        """The handler of the signal."""
        del number
        if self.reason is None or not (self._active and _is_below_call(frame)):
            return
        if _is_callback(frame):
            return  # it is sent again
        if self._sent > 1:
            self._insist(frame)  # from here on a call or line of ours would be traced, too
        raise self.reason

    def _insist(self, frame: Optional[FrameType]) -> None:
        """Have the next line of the program raise, whichever of its functions that is in."""
        while frame is not None and frame.f_code is not Interruption.call.__code__:
            if self._owns(frame.f_code.co_filename):
                frame.f_trace = self._at_next_line
            frame = frame.f_back
        sys.settrace(self._at_next_line)

    def _at_next_line(self, frame: FrameType, event: str, argument: Any) -> Any:
        """A trace function. Python forgets it when it has raised."""
        del argument
        if not self._owns(frame.f_code.co_filename):
            return None
        if event == "line" and self.reason is not None and self._active and _is_below_call(frame):
            raise self.reason
        return self._at_next_line


def _is_callback(frame: Optional[FrameType]) -> bool:
    """Whether this is a callback of a weak reference: what is raised in there is ignored, with a warning."""
    return frame is not None and frame.f_code.co_filename in _CALLBACKS


def _is_below_call(frame: Optional[FrameType]) -> bool:
    while frame is not None and frame.f_code is not Interruption.call.__code__:
        frame = frame.f_back
    return frame is not None
