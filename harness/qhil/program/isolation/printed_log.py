"""What a program logs, printed on its standard error, at the level that its user asked for."""

from __future__ import annotations

import contextlib
import logging
import sys
from typing import Iterator, Optional


class _Printing(logging.Handler):
    """Writes to what is the standard error at the time: the program's is another one than the process's."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, or several with a traceback."""
        sys.stderr.write(f"{self.format(record)}\n")


@contextlib.contextmanager
def printed_log(level: Optional[str]) -> Iterator[None]:
    """Print what is logged at ``level`` and above; with None it is left to Python, which prints warnings."""
    if level is None:
        yield
        return
    root, handler = logging.getLogger(), _Printing()
    handler.setFormatter(logging.Formatter(logging.BASIC_FORMAT))
    before = root.level
    root.addHandler(handler)
    root.setLevel(level)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
