"""A bar on a terminal, and nothing elsewhere, for what takes a while at a live service."""

from __future__ import annotations

import contextlib
from typing import Iterator, Optional

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from qhil.cli.options import console
from qhil.live import Step

_WHOLE = 1000


class Shown:
    """What is going on, and how much of it is done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("the service is asked", total=None)
        self._counted = 0

    def share(self, what: str, share: Optional[float]) -> None:
        """``what`` is going on, of which this much (0 to 1) is done, if that is known."""
        done = None if share is None else round(share * _WHOLE)
        total = None if share is None else _WHOLE
        self._progress.update(self._task, description=what, completed=done, total=total)

    def step(self, step: Step) -> None:
        """A campaign has got so far."""
        self._counted += step.what == "counted"
        told = f"job {step.number + 1} of {step.total}: {step.what}"
        if step.message:
            told = f"{told} ({step.message})"
        self._progress.update(
            self._task, description=told, completed=self._counted, total=step.total
        )


@contextlib.contextmanager
def shown() -> Iterator[Shown]:
    """While something takes a while."""
    out = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns,
        console=out,
        transient=True,
        disable=not out.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        yield Shown(progress)
