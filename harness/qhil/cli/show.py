"""``qhil show``: one device, drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional, Tuple

import click
from rich.text import Text

from qhil.cli.options import at_option, console, recordings_option, source_option
from qhil.drawing import QUBIT_VALUES, draw, glyphs_for, legend, map_device, save_image
from qhil.recordings import load_recording

if TYPE_CHECKING:
    from qhil.recordings import Recording

_PAGE = 80
"""Columns of a drawing that goes into a file."""


@click.command()
@click.argument("name")
@at_option
@source_option
@recordings_option
@click.option(
    "--color-by",
    type=click.Choice(list(QUBIT_VALUES)),
    default="readout",
    show_default=True,
    help="What qubits are coloured by; couplings are by the error of their two-qubit gate.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="FILE",
    help="Draw into this .png or .svg file instead (extra `plot`).",
)
def show(
    *,
    name: str,
    at: Optional[str],
    source: Optional[str],
    paths: Tuple[Path, ...],
    color_by: str,
    output: Optional[Path],
) -> None:
    """Draw the coupling map of device NAME, coloured by its errors."""
    recording = load_recording(name, at, source=source, paths=paths or None)
    device = map_device(recording, color_by=color_by)
    if output is not None:
        save_image(device, output)
        click.echo(f"{output}", err=True)
        return
    out = console()
    glyphs = glyphs_for(out.encoding)
    width = out.width if out.is_terminal else _PAGE
    out.print(_heading(recording))
    out.print()
    out.print(draw(device, width=width, glyphs=glyphs), soft_wrap=True)
    out.print()
    out.print(legend(device, glyphs=glyphs))


def _heading(recording: Recording) -> Text:
    """Name, size and basis; then date, source and digest."""
    configuration = recording.configuration
    date = recording.properties().date
    qubits = "1 qubit" if recording.n_qubits == 1 else f"{recording.n_qubits} qubits"
    others = len(recording.history) - 1
    earlier = f" (and {others} earlier)" if others else ""
    return Text.assemble(
        (recording.name, "bold"),
        f"  {qubits}, basis {' '.join(configuration.basis_gates)}\n",
        f"calibrated {date:%Y-%m-%d %H:%M} UTC{earlier}, from {recording.provenance.source}, "
        f"digest {recording.digest[:12]}",
    )
