"""The plots of a report's page, as SVG that takes its colours from the page.

CalibrationReport -> distances of each circuit and model with intervals; parameters beside what they were before
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterator, List, Mapping, Sequence, Tuple

from qhil.calibrating.words import MODEL_NAMES, number

if TYPE_CHECKING:
    from qhil.calibrating.bootstrap import Distance
    from qhil.calibrating.report import CalibrationReport, FoundParameter

_WIDTH, _LEFT, _RIGHT = 760, 190, 20
_ROW = 22
_TOP = 26
_WIDTHS = 3.0  # of a prior, from the middle of the plot to its edge
_MARKED = ("before", "after")


def distance_plot(report: CalibrationReport) -> Iterator[str]:
    """A row for each circuit and one for the mean; the axis begins at 0."""
    rows = [(one.name, one.distances, one.floor) for one in report.circuits]
    rows.append(("mean", report.means, report.floor))
    most = 1.05 * max(one.high for _, models, _ in rows for one in models.values())
    yield from _legend()
    yield _opened(len(rows), "Distances of each circuit, by model")
    yield from _ticks(_round_marks(most), most, len(rows))
    for index, (name, models, floor) in enumerate(rows):
        yield from _distance_row(name, models, floor, most, _TOP + _ROW * (index + 0.5))
    yield "</svg></div>"


def parameter_plot(report: CalibrationReport) -> Iterator[str]:
    """A row for each parameter that has a prior, in widths of it; the band is one width."""
    rows = [one for one in report.parameters if one.prior]
    if not rows:
        return
    yield _opened(len(rows), "Parameters, in widths of what was known before the data")
    height = _ROW * len(rows)
    left, right = _place(_WIDTHS - 1, 2 * _WIDTHS), _place(_WIDTHS + 1, 2 * _WIDTHS)
    yield f'<rect class="band" x="{left:.1f}" y="{_TOP}" width="{right - left:.1f}" height="{height}"/>'
    marks = [
        (step + _WIDTHS, f"{step:+d}" if step else "as recorded") for step in (-2, -1, 0, 1, 2)
    ]
    yield from _ticks(marks, 2 * _WIDTHS, len(rows))
    for index, one in enumerate(rows):
        yield from _parameter_row(one, _TOP + _ROW * (index + 0.5))
    yield "</svg></div>"


def _distance_row(
    name: str, models: Mapping[str, Distance], floor: float, most: float, y: float
) -> Iterator[str]:
    yield _name(name, y)
    x = _place(floor, most)
    yield f'<line class="floor" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 9:.1f}" y2="{y + 9:.1f}"/>'
    for model in MODEL_NAMES:
        one = models[model]
        shift = {"before": -4, "after": 4}.get(model, 0)
        tip = f"<title>{escape(name)}, {escape(MODEL_NAMES[model])}: {escape(str(one))}</title>"
        if model in _MARKED:
            low, high = _place(one.low, most), _place(one.high, most)
            yield (
                f'<line class="{model}" x1="{low:.1f}" x2="{high:.1f}" y1="{y + shift:.1f}" y2="{y + shift:.1f}"/>'
            )
        x = _place(one.value, most)
        yield f'<circle class="{model}" cx="{x:.1f}" cy="{y + shift:.1f}" r="4">{tip}</circle>'


def _parameter_row(one: FoundParameter, y: float) -> Iterator[str]:
    yield _name(one.name, y)
    low, middle, high = (
        _place(min(max(at + _WIDTHS, 0.0), 2 * _WIDTHS), 2 * _WIDTHS) for at in _in_widths(one)
    )
    kind = "after" if one.told else "untold"
    told = f"{number(one.value, one.unit)} +/- {number(one.uncertainty, one.unit)}"
    yield f'<line class="{kind}" x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
    yield (
        f'<circle class="{kind}" cx="{middle:.1f}" cy="{y:.1f}" r="4">'
        f"<title>{escape(one.name)}: {escape(told)}</title></circle>"
    )


def _in_widths(one: FoundParameter) -> Tuple[float, float, float]:
    """Where it is, and one uncertainty to each side; a factor to first order about 1."""
    prior, recorded = one.prior or 1.0, one.recorded or 0.0
    return (
        (one.value - one.uncertainty - recorded) / prior,
        (one.value - recorded) / prior,
        (one.value + one.uncertainty - recorded) / prior,
    )


def _opened(rows: int, label: str) -> str:
    height = _TOP + _ROW * rows + 6
    return f'<div class="wide"><svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(label)}">'


def _ticks(marks: Sequence[Tuple[float, str]], most: float, rows: int) -> Iterator[str]:
    for at, text in marks:
        x = _place(at, most)
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_TOP + _ROW * rows}"/>'
        yield f'<text class="tick" x="{x:.1f}" y="{_TOP - 8}" text-anchor="middle">{escape(text)}</text>'


def _round_marks(most: float) -> List[Tuple[float, str]]:
    """From 0 on in the largest of 0.1, 0.05, 0.02 ... that gives three or more."""
    step = next(
        one for one in (0.1, 0.05, 0.02, 0.01, 0.005, most) if most / one >= 3 or one == most
    )
    return [(index * step, f"{index * step:.3g}") for index in range(int(most / step) + 1)]


def _name(name: str, y: float) -> str:
    return f'<text x="{_LEFT - 12}" y="{y + 4:.1f}" text-anchor="end">{escape(name)}</text>'


def _place(value: float, most: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * value / most


def _legend() -> Iterator[str]:
    parts: List[str] = [
        f'<li><span class="dot {model}"></span>{escape(name)}</li>'
        for model, name in MODEL_NAMES.items()
    ]
    yield f'<ul class="legend">{"".join(parts)}<li><span class="dot floor"></span>shot floor</li></ul>'
