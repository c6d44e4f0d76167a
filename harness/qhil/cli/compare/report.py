"""``qhil report``: a comparison again, from its JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import click

from qhil.cli.compare.command import COMPARE_CODES
from qhil.cli.options import console
from qhil.cli.report_files import file_options, write


@click.command(epilog=COMPARE_CODES)
@click.argument("run", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@file_options("json", "junit", "html")
def report(
    *,
    run: Path,
    json_file: Optional[Path],
    junit_file: Optional[Path],
    html_file: Optional[Path],
) -> int:
    """Show a comparison again: RUN is what `qhil compare --json` wrote."""
    from qhil.comparison import Comparison

    try:
        text = run.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{run} cannot be read: {error}") from None
    found = Comparison.from_json(text)
    console().print(found.report())
    write(found, json=json_file, junit=junit_file, html=html_file)
    return found.exit_code
