"""A report for a terminal: parameters with their doubt, distances of each circuit, and the verdict.

CalibrationReport -> rich's tables
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterator, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from qhil.calibrating.words import MODEL_NAMES, number

if TYPE_CHECKING:
    from qhil.calibrating.bootstrap import Distance
    from qhil.calibrating.report import CalibrationReport


def table(report: CalibrationReport) -> Group:
    """The whole report."""
    return Group(*_parts(report))


def _parts(report: CalibrationReport) -> Iterator[RenderableType]:
    yield Text.assemble(
        (report.device, "bold"),
        f"  calibrated {report.calibrated:%Y-%m-%d %H:%M} UTC; counts of {report.taken:%Y-%m-%d %H:%M} UTC, from "
        f"{report.run}; {report.folds} folds, seed {report.seed}",
    )
    yield _parameters(report)
    yield Text()
    yield _distances(report)
    yield Text(
        f"\nsum of squares per degree of freedom: {report.misfit:.2f} (1: the model is right)",
        "dim",
    )
    yield from (Text(note, "yellow") for note in report.notes)
    yield Text(report.summary, "bold green" if report.accepted else "bold red")


def _parameters(report: CalibrationReport) -> Table:
    shown = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    shown.add_column("parameter")
    for name in ("recorded", "fitted", "+/-"):
        shown.add_column(name, justify="right")
    shown.add_column("")
    for one in report.parameters:
        recorded = "-" if one.recorded is None else number(one.recorded, one.unit)
        fitted = number(one.value, one.unit) if one.told else "-"
        told = "" if one.told else "the data cannot tell: as recorded"
        shown.add_row(
            Text(one.name),
            recorded,
            fitted,
            number(one.uncertainty, one.unit),
            Text(told, "yellow"),
        )
    return shown


def _distances(report: CalibrationReport) -> Table:
    """Intervals for what the verdict is about; the page and JSON have all."""
    shown = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    shown.add_column("distance")
    for name in (*MODEL_NAMES.values(), "floor"):
        shown.add_column(name, justify="right")
    for one in report.circuits:
        shown.add_row(Text(one.name), *_cells(one.distances), f"{one.floor:.3f}")
    shown.add_row("mean", *_cells(report.means), f"{report.floor:.3f}", style="bold")
    return shown


def _cells(distances: Mapping[str, Distance]) -> Iterator[Text]:
    for model in MODEL_NAMES:
        one = distances[model]
        yield Text(str(one) if model in ("before", "after") else f"{one.value:.3f}")
