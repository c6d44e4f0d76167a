"""What ``qhil run --mock-ibmq`` was told, checked before anything is started."""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Sequence, Tuple

import click
from click.core import ParameterSource

from qhil.cli.mocks import mock_ibmq_type, names
from qhil.cli.run.script.request import ScriptRequest

# Of a program, by their names as parameters. A service serves its devices as they are.
_OF_PROGRAMS = ("inputs", "noise", "metadata", "as_json", "at", "source")


def script_request(
    ctx: click.Context,
    script: Path,
    arguments: Sequence[str],
    *,
    devices: Sequence[str],
    seed: Optional[int],
    paths: Tuple[Path, ...],
) -> ScriptRequest:
    """The request that the options make. A seed that was drawn is told on standard error.

    Raises:
        click.UsageError: for an option that a script has no use for, and a script that is none.
        QhilError: for devices that there are not, or if the extra `mocks` is missing.
    """
    _check_options(ctx)
    if not script.exists():
        raise click.UsageError(f"there is no script {script}")
    served, recordings = names(devices), tuple(str(path) for path in paths)
    mock = mock_ibmq_type("qhil run --mock-ibmq")(
        seed=seed, devices=served, recordings=recordings or None
    )
    if seed is None:
        click.echo(f"Mocked IBM Quantum service: seed {mock.seed}", err=True)
    return ScriptRequest(str(script), tuple(arguments), mock.seed, served, recordings)


def _check_options(ctx: click.Context) -> None:
    for option in ctx.command.params:
        given = ctx.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
        if given and option.name in _OF_PROGRAMS:
            raise click.UsageError(
                f"{option.opts[0]} is for a program, and not for a script with --mock-ibmq"
            )
