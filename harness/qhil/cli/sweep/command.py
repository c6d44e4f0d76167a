"""``qhil sweep``: everything that may go wrong in a program, one thing at a time."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Iterator, Optional, Tuple, Union

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from qhil.cli.exit_codes import DONE, EXIT_CODES, FAILED
from qhil.cli.mocks import names
from qhil.cli.options import (
    at_option,
    console,
    inputs_option,
    recordings_option,
    source_option,
)
from qhil.cli.report_files import file_options, write
from qhil.cli.run.signals import ended_in_order

if TYPE_CHECKING:
    from qhil.cli.sweep.script_scenario import ScriptScenario
    from qhil.sweeping import ProgramScenario, Tried

    Scenario = Union[ProgramScenario, ScriptScenario]

_SERVED = (
    "With --mock-ibmq those that are served, several with commas or repeated. [default there: all]"
)
_FILE = click.Path(path_type=Path, dir_okay=False, writable=True)


@click.command(epilog=EXIT_CODES)
@click.argument("program", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "--device",
    "devices",
    multiple=True,
    metavar="NAME",
    help=f"A device that `qhil devices` lists. {_SERVED}",
)
@click.option("--mock-ibmq", is_flag=True, help="PROGRAM is a script that talks to IBM Quantum.")
@inputs_option
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Fixes counts, ids, and what faults draw.",
)
@click.option(
    "--noise",
    metavar="KIND",
    default="recorded",
    show_default=True,
    help="As for `qhil run`.",
)
@click.option(
    "--documented",
    multiple=True,
    metavar="ERROR",
    help="An exception that may come out, such as IBMQError or package.module.Error, and all that are derived from "
    "it. May be repeated.",
)
@click.option(
    "--site",
    "sites",
    multiple=True,
    metavar="PATTERN",
    help="Only sites such as 'api.*' (see `qhil faults`). May be repeated.",
)
@click.option("--pairs", is_flag=True, help="Then try two faults at a time, for every two sites.")
@click.option("--budget", type=click.IntRange(min=1), metavar="N", help="Try N pairs at most.")
@click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="S",
    help="Real time after which a run hangs.",
)
@click.option(
    "--resubmissions",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="So many jobs may be submitted beyond those that are when nothing goes wrong.",
)
@click.option("--jobs", "-j", type=click.IntRange(min=1), default=1, metavar="N", help="Processes.")
@file_options("json", "junit", "html")
@click.option(
    "--resume",
    type=_FILE,
    metavar="FILE",
    help="Keep the points that are done in FILE, and do not try those that are there.",
)
@at_option
@source_option
@recordings_option
@click.pass_context
def sweep(
    ctx: click.Context,
    *,
    program: Path,
    arguments: Tuple[str, ...],
    devices: Tuple[str, ...],
    mock_ibmq: bool,
    inputs: Dict[str, Any],
    seed: int,
    noise: str,
    documented: Tuple[str, ...],
    sites: Tuple[str, ...],
    pairs: bool,
    budget: Optional[int],
    limit: float,
    resubmissions: int,
    jobs: int,
    json_file: Optional[Path],
    junit_file: Optional[Path],
    html_file: Optional[Path],
    resume: Optional[Path],
    at: Optional[str],
    source: Optional[str],
    paths: Tuple[Path, ...],
) -> int:
    """Try everything that may go wrong in PROGRAM, one thing at a time.

    PROGRAM is a runtime program, a Python file with main(backend, user_messenger, **kwargs). It is run once as it is;
    then once for each call of each site (see `qhil faults`), with each effect that the site admits, once and
    persistently. Well are the same result, and an exception that is documented.

    With --mock-ibmq PROGRAM is a script, and what follows "--" are its arguments. It runs in this process, with
    the IBM Quantum service mocked; its result is what it prints.

    For each finding the line is told that brings it about alone.
    """
    from qhil.sweeping import sweep as swept

    if budget is not None and not pairs:
        raise click.UsageError("--budget is how many pairs to try: give --pairs, too")
    folders = tuple(str(path) for path in paths)
    scenario: Scenario
    if mock_ibmq:
        scenario = _script(
            ctx,
            program,
            arguments=arguments,
            devices=names(devices),
            seed=seed,
            recordings=folders,
        )
    else:
        scenario = _program(
            program,
            arguments=arguments,
            devices=devices,
            inputs=inputs,
            seed=seed,
            noise=noise,
            at=at,
            source=source,
            recordings=folders,
        )
    with ended_in_order(), _progress() as progress, _processes(jobs) as executor:
        report = swept(
            scenario,
            documented=documented,
            seed=seed,
            sites=sites or None,
            pairs=pairs,
            budget=budget,
            resume=resume,
            executor=executor,
            hard_limit=limit,
            resubmissions=resubmissions,
            progress=progress,
        )
    console().print(report.table())
    write(report, json=json_file, junit=junit_file, html=html_file)
    return DONE if report.passed else FAILED


def _program(
    program: Path,
    *,
    arguments: Tuple[str, ...],
    devices: Tuple[str, ...],
    inputs: Dict[str, Any],
    seed: int,
    noise: str,
    at: Optional[str],
    source: Optional[str],
    recordings: Tuple[str, ...],
) -> ProgramScenario:
    from qhil.sweeping import ProgramScenario

    if arguments:
        raise click.UsageError(
            f"Got unexpected extra arguments ({' '.join(arguments)}): a program has --inputs, and a script its "
            "own arguments with --mock-ibmq"
        )
    if len(devices) != 1:
        raise click.UsageError(
            "A program runs on one device: expected one option '--device', found "
            f"{', '.join(devices) or 'none'}"
        )
    return ProgramScenario(
        str(program), devices[0], seed, json.dumps(inputs), noise, at, source, recordings
    )


def _script(
    ctx: click.Context,
    script: Path,
    *,
    arguments: Tuple[str, ...],
    devices: Optional[Tuple[str, ...]],
    seed: int,
    recordings: Tuple[str, ...],
) -> ScriptScenario:
    from click.core import ParameterSource

    from qhil.cli.mocks import mock_ibmq_type
    from qhil.cli.sweep.script_scenario import ScriptScenario

    for option in ctx.command.params:
        given = ctx.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
        if given and option.name in ("inputs", "noise", "at", "source"):
            raise click.UsageError(
                f"{option.opts[0]} is for a program, and not for a script with --mock-ibmq"
            )
    mock_ibmq_type("qhil sweep --mock-ibmq")  # says at once if that cannot be had
    return ScriptScenario(str(script), arguments, seed, devices, recordings)


@contextlib.contextmanager
def _processes(jobs: int) -> Iterator[Optional[ProcessPoolExecutor]]:
    if jobs == 1:
        yield None
        return
    # Not forked: Aer's threads would not be there.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as executor:
        yield executor


class _Shown:
    """A bar on a terminal, and nothing elsewhere."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("without faults", total=None)
        self._bad = 0

    def __call__(self, tried: Tried, count: int) -> None:
        self._bad += not tried.verdict.passes
        told = f"findings: {self._bad}"
        self._progress.update(self._task, description=told, total=count, advance=1)


@contextlib.contextmanager
def _progress() -> Iterator[_Shown]:
    shown = console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns,
        console=shown,
        transient=True,
        disable=not shown.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        yield _Shown(progress)
