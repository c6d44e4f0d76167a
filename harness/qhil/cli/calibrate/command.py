"""``qhil calibrate``: which circuits to run on a device, and what their counts say of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional, Tuple

import click
from rich.text import Text

from qhil.cli.exit_codes import DONE, EXIT_CODES, FAILED
from qhil.cli.mocks import names
from qhil.cli.options import at_option, console, recordings_option, source_option
from qhil.cli.report_files import file_options, write

if TYPE_CHECKING:
    from qhil.calibrating import Calibration
    from qhil.recordings import Recording

_FOLDER = click.Path(path_type=Path, file_okay=False, writable=True)


@click.command(epilog=EXIT_CODES)
@click.argument("name")
@click.argument("counts", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--plan",
    "planning",
    is_flag=True,
    help="Write the circuits to run, as OpenQASM 2, and their shots into the folder of --save.",
)
@click.option(
    "--save",
    "folder",
    type=_FOLDER,
    metavar="FOLDER",
    help="Where the recording with the fitted numbers is written, or the plan.",
)
@click.option(
    "--shots-budget",
    type=click.IntRange(min=1),
    metavar="N",
    help="Shots of all circuits of a plan together. [default: 10240]",
)
@click.option(
    "--qubits",
    multiple=True,
    metavar="Q,Q,...",
    help="The qubits that a plan is for. [default: up to five with the best gates]",
)
@click.option(
    "--parameters",
    multiple=True,
    metavar="P,P,...",
    help="What to fit: readout, zz_scale, two_qubit_error_scale, detunings, dephasing_width. "
    "[default: what so many circuits can tell]",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    metavar="N",
    help="Parts, of which each is predicted from the others. [default: 4]",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Of the angles of a plan, and of the intervals of a report.",
)
@click.option(
    "--any-date", is_flag=True, help="Fit counts of another time than the calibration's, too."
)
@click.option("--keep-anyway", is_flag=True, help="Save a fit that is no better than before, too.")
@file_options("json", "html")
@at_option
@source_option
@recordings_option
@click.pass_context
def calibrate(
    ctx: click.Context,
    *,
    name: str,
    counts: Optional[Path],
    planning: bool,
    folder: Optional[Path],
    shots_budget: Optional[int],
    qubits: Tuple[str, ...],
    parameters: Tuple[str, ...],
    folds: Optional[int],
    seed: int,
    any_date: bool,
    keep_anyway: bool,
    json_file: Optional[Path],
    html_file: Optional[Path],
    at: Optional[str],
    source: Optional[str],
    paths: Tuple[Path, ...],
) -> int:
    """Fit the noise 'faithful' of device NAME to COUNTS, a file of a measured run.

    The fit is judged by circuits that it has not seen. One that predicts them no better than before is refused: exit
    code 1, and nothing is saved.

    With --plan there are no COUNTS yet: the circuits are written that are to be run.
    """
    from qhil.recordings import load_recording

    _check_options(ctx, planning=planning)
    recording = load_recording(name, at, source=source, paths=paths or None)
    if planning:
        return _plan(recording, folder or Path(f"{name}-plan"), shots_budget, qubits, seed)
    from qhil.calibrating import Calibration
    from qhil.measured import MeasuredRun

    assert counts is not None  # noqa: S101 - looked at
    found = Calibration.of(
        recording,
        MeasuredRun.load(counts),
        parameters=names(parameters),
        folds=folds,
        seed=seed,
        any_date=any_date,
    )
    console().print(found.report.table())
    write(found.report, json=json_file, html=html_file)
    return _keep(found, folder, keep_anyway=keep_anyway)


def _check_options(ctx: click.Context, *, planning: bool) -> None:
    """A plan and a fit have options of their own."""
    from click.core import ParameterSource

    of_plan = {"shots_budget", "qubits"}
    of_fit = {"parameters", "folds", "any_date", "keep_anyway", "json_file", "html_file", "counts"}
    for option in ctx.command.params:
        given = ctx.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
        if given and option.name in (of_fit if planning else of_plan):
            told = "COUNTS" if option.name == "counts" else option.opts[0]
            where = "not for --plan" if planning else "for --plan"
            raise click.UsageError(f"{told} is {where}")
    if not planning and ctx.params["counts"] is None:
        raise click.UsageError(
            "Missing argument 'COUNTS': a file of a measured run; --plan writes the circuits to run for one"
        )


def _plan(
    recording: Recording,
    folder: Path,
    shots_budget: Optional[int],
    qubits: Tuple[str, ...],
    seed: int,
) -> int:
    from qhil.calibrating import plan
    from qhil.calibrating.plan import BUDGET

    made = plan(
        recording,
        shots_budget=BUDGET if shots_budget is None else shots_budget,
        qubits=_numbers(qubits),
        seed=seed,
    )
    made.save(folder)
    out = console()
    for one in made.circuits:
        out.print(Text(f"{folder / one.name}.qasm  {one.shots} shots"), soft_wrap=True)
    told = ", ".join(map(str, made.qubits))
    out.print(Text(f"{made.shots} shots in all, on qubits {told}"), soft_wrap=True)
    return DONE


def _numbers(qubits: Tuple[str, ...]) -> Optional[Tuple[int, ...]]:
    found = names(qubits)
    try:
        return None if found is None else tuple(map(int, found))
    except ValueError:
        raise click.UsageError(
            f"--qubits: expected numbers such as 0,1,2, found {','.join(qubits)}"
        ) from None


def _keep(found: Calibration, folder: Optional[Path], *, keep_anyway: bool) -> int:
    if not found.report.accepted and not keep_anyway:
        if folder is not None:
            click.echo("nothing is saved; --keep-anyway would", err=True)
        return FAILED
    if folder is not None:
        found.kept_anyway().save(folder)
        click.echo(f"{folder}", err=True)
    return DONE
