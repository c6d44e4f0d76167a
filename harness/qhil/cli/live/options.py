"""Options of commands that may submit something to a live service, and the question before they do."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional, TypeVar

import click

from qhil.cli.options import console
from qhil.live import Budget
from qhil.live.opening import KINDS

if TYPE_CHECKING:
    from qhil.live import Cost

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Spending:
    """What the user said about submitting: within which budget, whether to ask, or not to submit at all."""

    budget: Budget
    yes: bool
    dry_run: bool
    journal: Optional[Path]


def service_option(command: _Command) -> _Command:
    """``--service ibmq|platform``."""
    return click.option(
        "--service",
        type=click.Choice(KINDS),
        help="The live service. [default: that whose client is installed]",
    )(command)


def spending_options(command: _Command) -> _Command:
    """``--max-seconds``, ``--max-jobs``, ``--max-shots``, ``--yes``, ``--dry-run``, ``--journal``: see `spending`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option(
        "--max-seconds",
        type=click.FloatRange(min=0, min_open=True),
        metavar="S",
        help="Submit nothing that would take more of the device's time in all.",
    ),
    click.option("--max-jobs", type=click.IntRange(min=1), metavar="N", help="Likewise more jobs."),
    click.option(
        "--max-shots",
        type=click.IntRange(min=1),
        metavar="N",
        help="Likewise more shots, those of all circuits together.",
    ),
    click.option("--yes", is_flag=True, help="Submit without asking, within the limits given."),
    click.option("--dry-run", is_flag=True, help="Tell what it would cost, and submit nothing."),
    click.option(
        "--journal",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Where to note what was submitted, so that the same command goes on after an interruption. "
        "[default: a file in .qhil/live]",
    ),
)


def spending(
    *,
    max_seconds: Optional[float],
    max_jobs: Optional[int],
    max_shots: Optional[int],
    yes: bool,
    dry_run: bool,
    journal: Optional[Path],
) -> Spending:
    """What the options of `spending_options` say.

    Raises:
        click.UsageError: for ``--yes`` without any limit.
    """
    if yes and max_seconds is None and max_jobs is None and max_shots is None:
        raise click.UsageError(
            "--yes submits without asking: expected a limit with it, such as --max-seconds 60, found none"
        )
    return Spending(Budget(max_seconds, max_jobs, max_shots), yes, dry_run, journal)


def agreed(device: str, cost: Cost, said: Spending) -> bool:
    """Tell what a measurement costs, and whether to submit it.

    Raises:
        BudgetError: if that is more than may be spent.
        click.UsageError: if there is nobody to ask.
    """
    console(stderr=True).print(f"{device}, live: {cost}", soft_wrap=True)
    said.budget.check(cost)
    if said.dry_run:
        return False
    if said.yes:
        return True
    if not sys.stdin.isatty():
        raise click.UsageError(
            "nobody can be asked whether to submit that: expected a terminal, or --yes with a limit"
        )
    return click.confirm("Submit?", err=True)
