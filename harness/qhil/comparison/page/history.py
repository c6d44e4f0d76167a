"""The device over time: medians of T1, T2, readout error and two-qubit error at every date that is known."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Iterator, List, Tuple

from qhil.comparison.calibration import Moment
from qhil.comparison.quantity_text import quantity_text

if TYPE_CHECKING:
    from qhil.comparison.comparison import Comparison

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 340, 150, 62, 20, 10
_SERIES = (
    ("T1", "T1", "t1"),
    ("T2", "T2", "t2"),
    ("readout error", "readout error", "readout_error"),
    ("two-qubit gate error", "gate error", "two_qubit_error"),
)


def history(comparison: Comparison) -> Iterator[str]:
    """The section; nothing where fewer than two dates are known."""
    drift = comparison.calibration
    if drift is None or len(drift.history) < 2:
        return
    yield "<section><h2>Over time</h2>"
    yield f'<p class="hint">Medians over the device, at {len(drift.history)} dates; orange: the second side.</p>'
    yield '<div class="cards">'
    for title, quantity, name in _SERIES:
        points = _points(drift.history, name)
        if len(points) > 1:
            yield f'<div class="card"><h3>{escape(title)}</h3>{"".join(_drawn(points, quantity, title))}</div>'
    yield "</div></section>"


def _points(moments: Tuple[Moment, ...], name: str) -> List[Tuple[datetime, float]]:
    values = [(moment.date, getattr(moment, name)) for moment in moments]
    return [(datetime.fromisoformat(date), value) for date, value in values if value is not None]


def _drawn(points: List[Tuple[datetime, float]], quantity: str, title: str) -> Iterator[str]:
    start, end = points[0][0], points[-1][0]
    whole = (end - start).total_seconds() or 1.0
    most = max(value for _, value in points) * 1.1 or 1.0

    def place(date: datetime, value: float) -> Tuple[float, float]:
        x = _LEFT + (_WIDTH - _LEFT - 8) * (date - start).total_seconds() / whole
        return x, _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value / most)

    places = [place(*point) for point in points]
    floor = _HEIGHT - _BOTTOM
    yield (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        f'aria-label="{escape(title, quote=True)} over time">'
        f'<path class="axis" fill="none" d="M{_LEFT} {_TOP}V{floor}H{_WIDTH}"/>'
    )
    yield f'<text x="{_LEFT - 5}" y="{_TOP + 9}" text-anchor="end">{quantity_text(quantity, most)}</text>'
    yield f'<text x="{_LEFT - 5}" y="{floor}" text-anchor="end">0</text>'
    yield f'<text x="{_LEFT}" y="{_HEIGHT - 5}">{start:%Y-%m-%d}</text>'
    yield f'<text x="{_WIDTH}" y="{_HEIGHT - 5}" text-anchor="end">{end:%Y-%m-%d}</text>'
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="trend" points="{line}"/>'
    for (x, y), (date, value) in zip(places, points):
        kind = "last" if date == end else "dot"
        told = f"{date:%Y-%m-%d}: {quantity_text(quantity, value)}"
        yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{told}</title></circle>'
    yield "</svg>"
