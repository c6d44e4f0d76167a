"""``qhil compare``: does a recording still tell the truth?"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Iterator, List, Optional, Tuple

import click
from rich.status import Status as RichStatus

from qhil.cli.live.options import service_option, spending, spending_options
from qhil.cli.live.side import LIVE, Status, asked_side
from qhil.cli.options import console, recordings_option
from qhil.cli.report_files import file_options, write
from qhil.cli.run.signals import ended_in_order

COMPARE_CODES = """\b
Exit codes:
  0    the two agree
  1    they have drifted apart
  2    inconclusive: too few shots to say; or not understood, with a message that begins with Error or Usage
  130  interrupted (Ctrl-C)
"""
_SETTINGS = (
    ("false_alarm", "The rate at which `drifted` is said although nothing differs."),
    ("within", "Agree: distances are shown to be at most this (total variation)."),
    ("tolerance", "Drifted: a distance is shown to be above this. 0: any difference."),
    ("power", "Shots are planned so that a difference is found with this probability."),
)


def settings_options(command: Any) -> Any:
    """One option for each threshold; what is not given comes from ``pyproject.toml``."""
    for name, told in reversed(_SETTINGS):
        option = f"--{name.replace('_', '-')}"
        command = click.option(option, name, type=float, metavar="X", help=told)(command)
    return command


def numbers(
    ctx: click.Context, param: click.Parameter, value: Optional[str]
) -> Optional[List[int]]:
    """``2,4`` as a list."""
    del ctx
    if value is None:
        return None
    try:
        return [int(part) for part in value.split(",")]
    except ValueError:
        raise click.UsageError(
            f"{param.opts[0]}: expected numbers with commas, found {value}"
        ) from None


@click.command(epilog=COMPARE_CODES)
@click.argument("first")
@click.argument("second")
@click.option("--shots", type=click.IntRange(min=1), default=4000, show_default=True, metavar="N")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Fixes circuits, qubits, and all that is drawn.",
)
@click.option(
    "--circuits",
    "places",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="Circuits of your own: a .qasm file, a folder of them, or a .py file with circuits(). May be repeated.",
)
@click.option(
    "--kinds", metavar="KIND,...", help="Of the standard set only these, such as ghz,mirror."
)
@click.option("--widths", callback=numbers, metavar="N,...", help="Numbers of qubits of the set.")
@click.option("--depths", callback=numbers, metavar="N,...", help="Numbers of layers of the set.")
@click.option(
    "--noise", default="recorded", show_default=True, metavar="KIND", help="As for `qhil run`."
)
@click.option("--sampled", is_flag=True, help="Draw shots of recordings, too, as from a device.")
@click.option(
    "--control", type=click.Choice(["holm", "bh"]), help="How many circuits at once are dealt with."
)
@settings_options
@service_option
@spending_options
@click.option("--plan", "plan_only", is_flag=True, help="Only say how many shots it takes.")
@file_options("json", "junit", "html")
@recordings_option
def compare(
    *,
    first: str,
    second: str,
    shots: int,
    seed: int,
    places: Tuple[Path, ...],
    kinds: Optional[str],
    widths: Optional[List[int]],
    depths: Optional[List[int]],
    noise: str,
    sampled: bool,
    control: Optional[str],
    plan_only: bool,
    json_file: Optional[Path],
    junit_file: Optional[Path],
    html_file: Optional[Path],
    paths: Tuple[Path, ...],
    service: Optional[str],
    max_seconds: Optional[float],
    max_jobs: Optional[int],
    max_shots: Optional[int],
    yes: bool,
    dry_run: bool,
    journal: Optional[Path],
    **thresholds: Optional[float],
) -> int:
    """Compare FIRST with SECOND: does the recording still tell the truth, and if not, what changed?

    Each is a recording's name, a recording at a date (ibmq_manila@2021-07-26), the file of a measured run, or a
    live device (live:ibmq_manila). Thresholds may stand in pyproject.toml, as [tool.qhil.compare].

    What measuring on a live device costs is told first, and asked about; the counts are kept in .qhil/live/runs.
    """
    from qhil.comparison import compare as compared
    from qhil.comparison import find_settings
    from qhil.comparison.choosing import chosen_circuits, planned
    from qhil.comparison.sides import Side, side_of

    settings = find_settings(Path.cwd()).but(control=control, **thresholds)
    folders = paths or None
    said = spending(
        max_seconds=max_seconds,
        max_jobs=max_jobs,
        max_shots=max_shots,
        yes=yes,
        dry_run=dry_run,
        journal=journal,
    )

    def side(given: str, told: Status) -> Side:
        if given.startswith(LIVE):
            return asked_side(given[len(LIVE) :], said, service=service, told=told)
        return side_of(given, noise=noise, sampled=sampled, paths=folders)

    with ended_in_order(), _status() as told:
        sides = (side(first, told), side(second, told))
        told("choosing circuits")
        circuits = chosen_circuits(
            sides,
            places=places,
            kinds=None if kinds is None else kinds.split(","),
            widths=widths,
            depths=depths,
            seed=seed,
        )
        plan = planned(sides, circuits, settings, noise=noise)
        if plan is not None:
            click.echo(plan, err=True)
        if plan_only:
            return 0
        found = compared(
            *sides,
            circuits=circuits,
            shots=shots,
            seed=seed,
            settings=settings,
            noise=noise,
            told=told,
        )
    console().print(found.report())
    write(found, json=json_file, junit=junit_file, html=html_file)
    return found.exit_code


@contextlib.contextmanager
def _status() -> Iterator[Status]:
    """A line on a terminal that says what is being done, and nothing elsewhere."""
    shown = console(stderr=True)
    if not shown.is_terminal:
        yield Status(_silent, contextlib.nullcontext)
        return
    with shown.status("starting") as status:
        yield Status(status.update, lambda: _paused(status))


@contextlib.contextmanager
def _paused(status: RichStatus) -> Iterator[None]:
    """While something else is on the terminal, such as a question."""
    status.stop()
    try:
        yield
    finally:
        status.start()


def _silent(text: str) -> None:
    """Where nobody looks."""
