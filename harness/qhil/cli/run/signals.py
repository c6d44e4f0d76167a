"""Being ended from outside, so that what was started is ended first."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from typing import Iterator, NoReturn

_ENDING = [
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
]  # Windows has no SIGHUP


@contextlib.contextmanager
def ended_in_order() -> Iterator[None]:
    """Turn SIGTERM, and a terminal that is closed, into SystemExit: ``finally`` is run, then the process ends.

    Python would else end at once, as if killed. The exit code is what a shell gives for the signal,
    128 and its number.
    """
    if threading.current_thread() is not threading.main_thread():  # only there are signals answered
        yield
        return
    before = {number: signal.signal(number, _leave) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)
