"""Told to end by a signal: in order the first time, at once the second."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import Callable, Iterator

import click

from qhil.cli.exit_codes import INTERRUPTED

_ENDING = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
]


class Ending:
    """Whether this process was told to end."""

    def __init__(self) -> None:
        self.asked = False
        self._end: Callable[[], None] = lambda: None

    @contextlib.contextmanager
    def heeded(self, end: Callable[[], None]) -> Iterator[None]:
        """Within it a signal calls ``end``, and another one ends the process."""
        self._end = end
        before = {number: signal.signal(number, self._told) for number in _ENDING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def check(self) -> None:
        """For whoever has become ready to end only now: end, if that was asked for before."""
        if self.asked:
            self._end()

    def _told(self, _number: int, _frame: object) -> None:
        if self.asked:
            # Simulations run in processes that end with this one.
            os._exit(INTERRUPTED)
        self.asked = True
        click.echo("Ending: jobs that run are finished first. Once more ends at once.", err=True)
        self._end()
