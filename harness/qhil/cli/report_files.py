"""Where a report is written: the options ``--json``, ``--junit`` and ``--html`` of the commands that have one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path, dir_okay=False, writable=True)
_TOLD = {
    "json": "Write the report as JSON.",
    "junit": "Write it as JUnit's XML.",
    "html": "Write it as a page.",
}


def file_options(*forms: str) -> Callable[[_Command], _Command]:
    """An option for each of these forms; the command is given ``json_file`` and so on."""

    def with_options(command: _Command) -> _Command:
        for form in reversed(forms):
            option = click.option(
                f"--{form}", f"{form}_file", type=_FILE, metavar="FILE", help=_TOLD[form]
            )
            command = option(command)
        return command

    return with_options


def write(report: Any, **files: Optional[Path]) -> None:
    """Write what was asked for: ``html=FILE`` takes what ``report.to_html()`` gives.

    Raises:
        UsageError: for a file that cannot be written.
    """
    for form, file in files.items():
        if file is not None:
            text: str = getattr(report, f"to_{form}")()
            try:
                file.write_text(text, encoding="utf-8")
            except OSError as error:
                raise click.UsageError(f"{file} cannot be written: {error}") from None
