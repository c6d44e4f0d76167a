"""A report as one page of HTML that needs nothing else: no script, no font, no network.

CalibrationReport -> verdict, distances as a plot and a table, parameters as a plot and a table
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterator, Sequence

from qhil.calibrating.page_style import STYLE
from qhil.calibrating.plots import distance_plot, parameter_plot
from qhil.calibrating.words import MODEL_NAMES, number
from qhil.report_page import beginning

if TYPE_CHECKING:
    from qhil.calibrating.report import CalibrationReport


def to_html(report: CalibrationReport, *, title: str) -> str:
    """The text of the page."""
    return "\n".join(_page(report, title)) + "\n"


def _page(report: CalibrationReport, title: str) -> Iterator[str]:
    yield from beginning(
        title, style=STYLE, summary=report.summary, kind="well" if report.accepted else "bad"
    )
    yield from _facts(report)
    yield "<section><h2>Total variation distance to the counts</h2>"
    yield from distance_plot(report)
    yield from _distances(report)
    yield "</section><section><h2>Parameters</h2>"
    yield from parameter_plot(report)
    yield from _parameters(report)
    yield "</section></main>\n</body>\n</html>"


def _facts(report: CalibrationReport) -> Iterator[str]:
    facts = {
        "Calibration of the recording": f"{report.calibrated:%Y-%m-%d %H:%M} UTC, digest {report.digest[:12]}",
        "Counts": f"{report.taken:%Y-%m-%d %H:%M} UTC, from {report.run}",
        "Nearer than before by": f"{report.gain}",
        "Judged by": f"{len(report.circuits)} circuits in {report.folds} folds, each predicted from the other folds",
        "Sum of squares per degree of freedom": f"{report.misfit:.2f} (1: the model is right)",
        "Intervals": f"95 % of 1,000 resamples, seed {report.seed}",
        "To know": "; ".join(report.notes),
    }
    yield "<dl>"
    yield from (
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items() if value
    )
    yield "</dl>"


def _distances(report: CalibrationReport) -> Iterator[str]:
    rows = [
        [one.name, *(str(one.distances[model]) for model in MODEL_NAMES), f"{one.floor:.3f}"]
        for one in report.circuits
    ]
    rows.append(
        ["mean", *(str(report.means[model]) for model in MODEL_NAMES), f"{report.floor:.3f}"]
    )
    yield from _table(["circuit", *MODEL_NAMES.values(), "shot floor"], rows, "means")


def _parameters(report: CalibrationReport) -> Iterator[str]:
    rows = [
        [
            one.name,
            "" if one.recorded is None else number(one.recorded, one.unit),
            number(one.value, one.unit) if one.told else "the data cannot tell: as recorded",
            number(one.uncertainty, one.unit),
            "" if one.prior is None else number(one.prior, one.unit),
        ]
        for one in report.parameters
    ]
    heads = ["parameter", "recorded", "fitted", "standard uncertainty", "before the data"]
    yield from _table(heads, rows, "plain")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> Iterator[str]:
    yield f'<div class="wide"><table class="{kind}"><thead><tr>'
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for first, *others in rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"
