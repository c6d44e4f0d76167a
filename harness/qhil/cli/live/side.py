"""A live device as a side of a comparison, whose cost the user is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, ContextManager, Optional

import click

from qhil.cli.exit_codes import DONE
from qhil.cli.live.options import Spending, agreed
from qhil.live import Cost, LiveDevice, LiveSide, Step, open_source

LIVE = "live:"
"""What a live device's name stands behind."""


@dataclass(frozen=True)
class Status:
    """Where it is told what is being done: called with a line; ``paused()`` makes room for a question."""

    tell: Callable[[str], None]
    paused: Callable[[], ContextManager[None]]

    def __call__(self, line: str) -> None:
        """Tell a line."""
        self.tell(line)


def asked_side(name: str, said: Spending, *, service: Optional[str], told: Status) -> LiveSide:
    """The side; who does not want to pay for it ends the command, with nothing submitted.

    Raises:
        NoCredentialsError: if no live service may be used.
        ServiceError: if it does not let one in.
    """

    def ask(cost: Cost) -> None:
        with told.paused():
            wanted = agreed(name, cost, said)
        if not wanted:
            raise click.exceptions.Exit(DONE)

    def step(done: Step) -> None:
        told(f"live, job {done.number + 1} of {done.total}: {done.what} {done.message}".rstrip())

    device = LiveDevice(
        open_source(service),
        name,
        budget=said.budget,
        journal=said.journal,
        on_cost=ask,
        on_step=step,
    )
    return LiveSide(device)
