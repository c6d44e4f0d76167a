"""Where a comparison is written: the options of ``qhil compare`` and ``qhil report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional, TypeVar

import click

if TYPE_CHECKING:
    from qhil.comparison import Comparison

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path, dir_okay=False, writable=True)


def file_options(command: _Command) -> _Command:
    """``--json``, ``--junit``, ``--html``."""
    for name, told in (
        ("html", "Write the report as a page."),
        ("junit", "Write it as JUnit's XML: each circuit is a test."),
        ("json", "Write it as JSON; `qhil report` reads that."),
    ):
        command = click.option(f"--{name}", f"{name}_file", type=_FILE, metavar="FILE", help=told)(
            command
        )
    return command


def write(
    comparison: Comparison,
    *,
    json_file: Optional[Path],
    junit_file: Optional[Path],
    html_file: Optional[Path],
) -> None:
    """Write what was asked for."""
    forms = (
        (json_file, comparison.to_json),
        (junit_file, comparison.to_junit),
        (html_file, comparison.to_html),
    )
    for file, form in forms:
        if file is not None:
            try:
                file.write_text(form(), encoding="utf-8")
            except OSError as error:
                raise click.UsageError(f"{file} cannot be written: {error}") from None
