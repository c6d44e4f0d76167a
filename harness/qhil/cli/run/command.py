"""``qhil run``: a runtime program on a recorded device."""

from __future__ import annotations

import contextlib
import json
import secrets
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

import click

from qhil.cli.exit_codes import DONE, EXIT_CODES, FAILED, INTERRUPTED, TIMED_OUT, USAGE
from qhil.cli.options import (
    at_option,
    console,
    inputs_option,
    print_json,
    recordings_option,
    source_option,
)
from qhil.cli.run.report import RunReport
from qhil.cli.run.signals import ended_in_order
from qhil.cli.run.view import RunView
from qhil.program.events import Died, Ended, Event, Interrupted, Raised, Refused, TimedOut
from qhil.program.isolation.process import run_in_process
from qhil.program.isolation.request import DeviceRequest, RunRequest
from qhil.program.source import ProgramSource

_CODES = {
    Ended: DONE,
    Raised: FAILED,
    Died: FAILED,
    Refused: USAGE,
    TimedOut: TIMED_OUT,
    Interrupted: INTERRUPTED,
}


@click.command(epilog=EXIT_CODES)
@click.argument("program", type=click.Path(path_type=Path))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "--device",
    "devices",
    multiple=True,
    metavar="NAME",
    help="A device that `qhil devices` lists. With --mock-ibmq those that are served, several with commas or "
    "repeated. [default there: all]",
)
@click.option(
    "--mock-ibmq",
    is_flag=True,
    help="PROGRAM is a script that talks to IBM Quantum: run it with that service mocked.",
)
@inputs_option
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    help="Fixes counts and job ids. [default: drawn, and told]",
)
@click.option(
    "--noise",
    metavar="KIND",
    default="recorded",
    show_default=True,
    help="recorded, ideal, readout, gates, scheduled, faithful, twirled; with a factor: recorded*0.5.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="S",
    help="End the program after S seconds, whatever it is doing. Importing Qiskit does not count, unless a "
    "script does it.",
)
@click.option(
    "--metadata",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="The program's metadata, as for an upload: its schemas and limits are held.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print one JSON object, and everything else on standard error.",
)
@at_option
@source_option
@recordings_option
@click.pass_context
def run(
    ctx: click.Context,
    *,
    program: Path,
    arguments: Tuple[str, ...],
    devices: Tuple[str, ...],
    mock_ibmq: bool,
    inputs: Dict[str, Any],
    seed: Optional[int],
    noise: str,
    timeout: Optional[float],
    metadata: Optional[Path],
    as_json: bool,
    at: Optional[str],
    source: Optional[str],
    paths: Tuple[Path, ...],
) -> int:
    """Run PROGRAM on a recorded device, or a script with the IBM Quantum service mocked.

    PROGRAM is a Python file with main(backend, user_messenger, **kwargs). Interim results are shown
    as they are published; then the result, with counts as bars, and how long main took. The result
    is what the program publishes as final, else what main returns.

    The program runs in a process of its own, which is killed, with all that it started, when the
    time limit passes or on Ctrl-C.

    With --mock-ibmq PROGRAM is any Python script, and what follows "--" are its arguments. In its
    process qiskit-ibmq-provider finds the service, with an account saved, where it would look for the
    real one. Input, outputs and exit code are the script's own.

    With --json: program, device, seed, noise, digest (of the recording), calibrated (its date),
    status (done, raised, died, timed out, interrupted), interim (a list), result, seconds (of
    main), error. Arrays are lists, complex numbers are [re, im].
    """
    if mock_ibmq:
        from qhil.cli.run.script.options import script_request
        from qhil.cli.run.script.process import run_script

        asked = script_request(ctx, program, arguments, devices=devices, seed=seed, paths=paths)
        with ended_in_order():
            return run_script(asked, timeout=timeout)
    device = _only(devices, arguments)
    wanted = DeviceRequest(
        device=device,
        seed=secrets.randbits(32) if seed is None else seed,
        noise=noise,
        at=at,
        source=source,
        recordings=tuple(str(path) for path in paths),
    )
    request = RunRequest(
        ProgramSource.of(program).to_json(),
        wanted,
        json.dumps(inputs),
        metadata=None if metadata is None else str(metadata),
    )
    report = RunReport(str(program), device, wanted.seed, noise)
    limit = _shorter(timeout, metadata)
    last = _follow(request, program.name, limit, report, as_json=as_json)
    if as_json and not isinstance(last, Refused):
        print_json(report.facts())
    return _CODES.get(type(last), FAILED)


def _only(devices: Tuple[str, ...], arguments: Tuple[str, ...]) -> str:
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
    return devices[0]


def _shorter(timeout: Optional[float], metadata: Optional[Path]) -> Optional[float]:
    """The time limit: that of the command or that of the metadata, whichever is shorter."""
    if metadata is None:
        return timeout
    from qhil.program.metadata import MetadataError, ProgramMetadata

    try:
        most = ProgramMetadata.of(metadata).max_execution_time
    except MetadataError as error:
        raise click.UsageError(str(error)) from None
    return min((limit for limit in (timeout, most) if limit), default=None)


def _follow(
    request: RunRequest,
    program: str,
    timeout: Optional[float],
    report: RunReport,
    *,
    as_json: bool,
) -> Optional[Event]:
    """Show the events of a run; gives the last."""
    event: Optional[Event] = None
    errors = console(stderr=True)
    view = RunView(program, errors if as_json else console(), errors)
    events = run_in_process(request, timeout=timeout)
    with ended_in_order(), view, contextlib.closing(events):
        try:
            for event in events:
                report.add(event)
                view.show(event)
        except KeyboardInterrupt:
            event = Interrupted()
            report.add(event)
            view.show(event)
    return event
