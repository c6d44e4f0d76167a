"""``qhil serve``: the IBM Quantum service on a port, for clients in other processes."""

from __future__ import annotations

import ipaddress
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Tuple

import click

from qhil.cli.exit_codes import DONE, INTERRUPTED, USAGE
from qhil.cli.mocks import mock_ibmq_type, names
from qhil.cli.options import recordings_option
from qhil.cli.serve.announcement import announcement
from qhil.cli.serve.ending import Ending

if TYPE_CHECKING:
    from qhil_mocks.doors.server import Server
    from qhil_mocks.mock_ibmq import MockIBMQ

# The letters of "qhil" on the keys of a telephone. Always the same, so that what was exported stays good.
PORT = 7445
_CLOCKS = {"immediate": "ImmediateClock", "real": "RealClock", "manual": "ManualClock"}

EXIT_CODES = f"""\b
Exit codes:
  {DONE}    ended by SIGTERM or Ctrl-C; jobs that ran were finished
  {USAGE}    not understood: an option, a device, a port or file that cannot be had
  {INTERRUPTED}  ended at once, by a second signal
"""


@click.command(epilog=EXIT_CODES)
@click.option("--host", metavar="HOST", default="127.0.0.1", show_default=True, help="Where.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="0 takes one that is free, and tells it.",
)
@click.option(
    "--devices",
    multiple=True,
    metavar="NAMES",
    help="Serve these devices, separated by commas. May be repeated. [default: all]",
)
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the state in this file. [default: in memory]",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    help="Fixes ids, tokens, people and counts. [default: drawn, and told]",
)
@click.option(
    "--clock",
    type=click.Choice(list(_CLOCKS)),
    default="immediate",
    show_default=True,
    help="How jobs get on: final as soon as they have run, in the time that they took on the service, or "
    "when POST /control/clock moves the clock.",
)
@click.option(
    "--history",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Fill in N past jobs, drawn from the seed.",
)
@click.option(
    "--tls",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Serve by TLS, with a certificate authority kept in FOLDER. Interim results of programs need it.",
)
@click.option(
    "--faults",
    metavar="PLAN",
    help="What goes wrong, such as 'api.job_status@3=2*status(503)'. See qhil faults.",
)
@click.option("--verbose", is_flag=True, help="Log each request on standard error.")
@recordings_option
def serve(
    *,
    host: str,
    port: int,
    devices: Tuple[str, ...],
    db: Optional[Path],
    seed: Optional[int],
    clock: str,
    history: int,
    tls: Optional[Path],
    faults: Optional[str],
    verbose: bool,
    paths: Tuple[Path, ...],
) -> int:
    """Serve the mocked IBM Quantum service, for qiskit-ibmq-provider in other processes.

    Prints the lines to export so that an unmodified script finds it by IBMQ.load_account(), then serves
    until SIGTERM or Ctrl-C. Nothing but the loopback of this machine can reach it unless --host
    says so.

    GET /health tells whether it answers. With an access token, /control/state, devices, jobs,
    requests and faults tell what it is in, and POST /control/reset, clock and faults change that.
    """
    mock = mock_ibmq_type("qhil serve")(
        seed=seed,
        devices=names(devices),
        clock=_clock(clock),
        recordings=paths or None,
        db=db,
        history=history,
        faults=faults,
    )
    _ = mock.devices  # better refused now than in each answer
    if not _is_loopback(host):
        click.echo(
            f"Warning: {host} can be reached from other machines, and whoever has a token runs code here.",
            err=True,
        )
    if verbose:
        _log_requests()
    server = _bound(mock, host, port, tls)
    ending = Ending()

    def started() -> None:
        for line in announcement(mock, server.url, server.authority):
            click.echo(line)
        ending.check()

    with ending.heeded(server.close):
        server.serve(started)
    return DONE


def _clock(kind: str) -> Any:
    from qhil_mocks import clock

    return getattr(clock, _CLOCKS[kind])()


def _bound(mock: MockIBMQ, host: str, port: int, tls: Optional[Path]) -> Server:
    try:
        return mock.server(host=host, port=port, tls=tls)
    except ValueError as error:
        raise click.UsageError(f"--tls {tls}: what is there is no authority: {error}") from None
    except OSError as error:
        if error.filename is not None:
            raise click.UsageError(f"--tls {tls}: {error.filename}: {error.strerror}") from None
        raise click.UsageError(
            f"{host} port {port} cannot be had: {error.strerror}; --port 0 takes one that is free"
        ) from None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _log_requests() -> None:
    from qhil_mocks.ibmq import request_log

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger(request_log.__name__)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
