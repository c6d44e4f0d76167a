"""The ``qhil`` command itself: which subcommands there are, and how a run of it ends.

A command is imported when it is called, so that ``qhil devices`` does not pay for what ``qhil run``
needs.
"""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from typing import Any, List, Mapping, NoReturn, Optional, Sequence, Tuple

import click

import qhil
from qhil.cli.exit_codes import EXIT_CODES, INTERRUPTED, USAGE
from qhil.errors import QhilError

COMMANDS: Mapping[str, Tuple[str, str]] = {
    "calibrate": (
        "qhil.cli.calibrate.command:calibrate",
        "Fit a recorded device to counts that it gave.",
    ),
    "compare": (
        "qhil.cli.compare.command:compare",
        "Say whether a recording still tells the truth.",
    ),
    "devices": ("qhil.cli.devices:devices", "List every recorded device that can be found."),
    "faults": ("qhil.cli.faults:faults", "List what may go wrong, and where, for fault plans."),
    "live": ("qhil.cli.live.command:live", "Tell which live services and devices may be used."),
    "record": ("qhil.cli.record.command:record", "Record a live device."),
    "report": ("qhil.cli.compare.report:report", "Show a comparison again."),
    "run": ("qhil.cli.run.command:run", "Run a runtime program on a recorded device."),
    "serve": ("qhil.cli.serve.command:serve", "Serve the mocked IBM Quantum service on a port."),
    "show": ("qhil.cli.show:show", "Draw a device, coloured by its errors."),
    "sweep": ("qhil.cli.sweep.command:sweep", "Try everything that may go wrong in a program."),
}
"""Name -> where the command is, and its line in the help (kept here so that help imports none)."""


class CommandTable(click.Group):
    """A group whose commands are imported when called, and whose end is an exit code of ours."""

    def list_commands(self, ctx: click.Context) -> List[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Optional[click.Command]:
        """Import one command."""
        if cmd_name not in COMMANDS:
            near = difflib.get_close_matches(cmd_name, COMMANDS, n=2) or sorted(COMMANDS)
            ctx.fail(f"No such command {cmd_name!r}. Did you mean {' or '.join(near)}?")
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands in the help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in sorted(COMMANDS.items())])

    def main(self, args: Optional[Sequence[str]] = None, **options: Any) -> NoReturn:  # type: ignore[override]
        """Run, and end the process with an exit code; no traceback for what a user can mend."""
        try:
            code = super().main(args, **{**options, "standalone_mode": False})
        except click.ClickException as error:
            error.show()
            code = USAGE
        except QhilError as error:
            click.echo(f"Error: {error}", err=True)
            code = USAGE
        except (click.Abort, KeyboardInterrupt):
            click.echo("Interrupted.", err=True)
            code = INTERRUPTED
        except BrokenPipeError:
            # Who reads us has seen enough (`qhil devices | head`). Python would complain once more
            # at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        sys.exit(code if isinstance(code, int) else 0)


@click.group(
    cls=CommandTable,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)
@click.version_option(qhil.__version__, package_name="qhil", prog_name="qhil")
def main() -> None:
    """Quantum hardware in the loop: recorded IBM Quantum devices, as if they were plugged in."""
