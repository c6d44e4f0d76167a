"""How a run may be ended from outside the program.

They are no `Exception`, so that a program's ``except Exception`` does not swallow them.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Iterator, Type


class ProgramEnd(BaseException):
    """Base of what ends a program from outside."""


class RanTooLong(ProgramEnd):
    """The time limit passed."""


class Cancelled(ProgramEnd):
    """The user cancelled the run."""


class EndedItself(ProgramEnd):
    """A thread of the program would have ended the whole process; it alone has ended."""


@contextlib.contextmanager
def silent_ends(*kinds: Type[BaseException]) -> Iterator[None]:
    """Have nobody complain of a thread that ends by one of these, as it was asked to."""
    before = threading.excepthook

    def silent(arguments: threading.ExceptHookArgs) -> None:
        if not issubclass(arguments.exc_type, kinds):
            before(arguments)

    threading.excepthook = silent
    try:
        yield
    finally:
        threading.excepthook = before
