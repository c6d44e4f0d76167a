"""The circuits that differ most: both sides' outcomes as bars, with 95 % intervals of what was sampled.

JudgedCircuit -> an SVG; of many outcomes the likeliest, and the others together
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterator, Tuple

from qhil.comparison.judged import JudgedCircuit, worst_first
from qhil.comparison.outcomes import Outcomes, shares
from qhil.counts.bars import wilson
from qhil.counts.outcomes import shortened

if TYPE_CHECKING:
    from qhil.comparison.comparison import Comparison

MOST_CIRCUITS = 6
MOST_OUTCOMES = 16
_WIDTH, _ROW, _LEFT, _TOP = 340, 26, 92, 4


def histograms(comparison: Comparison) -> Iterator[str]:
    """The section."""
    shown = worst_first(comparison.circuits)[:MOST_CIRCUITS]
    yield "<section><h2>Outcomes of the circuits that differ most</h2>"
    yield (
        f'<p><span class="key" style="background: var(--one)"></span>{escape(comparison.first)} &nbsp; '
        f'<span class="key" style="background: var(--other)"></span>{escape(comparison.second)}</p>'
    )
    yield '<div class="cards">'
    for one in shown:
        yield f'<div class="card"><h3>{escape(one.name)}: distance {one.distance.value:.3f}</h3>'
        yield "".join(_drawn(one))
        yield "</div>"
    yield "</div>"
    yield '<p class="hint">Lines: 95 % intervals (Wilson) of what was sampled; exact distributions have none.</p>'
    yield "</section>"


def _drawn(one: JudgedCircuit) -> Iterator[str]:
    labels, first, second = shares(one.first, one.second)
    order = sorted(range(len(labels)), key=lambda index: -max(first[index], second[index]))
    rows = [
        (shortened(labels[index]), float(first[index]), float(second[index]))
        for index in sorted(order[:MOST_OUTCOMES])
    ]
    rest = order[MOST_OUTCOMES:]
    if rest:
        rows.append((f"{len(rest)} others", float(first[rest].sum()), float(second[rest].sum())))
    spans = [(_span(one.first, share), _span(one.second, other)) for _, share, other in rows]
    most = max(max(span[1] for span in pair) for pair in spans) or 1.0
    height = _TOP + _ROW * len(rows) + 16
    yield (
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-label="Outcomes of {escape(one.name, quote=True)}">'
    )
    for row, ((label, *both), pair) in enumerate(zip(rows, spans)):
        y = _TOP + row * _ROW
        yield f'<text x="{_LEFT - 6}" y="{y + 15}" text-anchor="end">{escape(label)}</text>'
        for side, (share, span) in enumerate(zip(both, pair)):
            yield from _bar(y + 1 + 11 * side, ("one", "other")[side], share, span, most)
    axis = _TOP + _ROW * len(rows)
    yield f'<line class="axis" x1="{_LEFT}" y1="0" x2="{_LEFT}" y2="{axis}"/>'
    yield f'<text x="{_LEFT}" y="{axis + 13}">0</text>'
    yield f'<text x="{_WIDTH}" y="{axis + 13}" text-anchor="end">{100 * most:.3g} %</text></svg>'


def _bar(y: int, side: str, share: float, span: Tuple[float, float], most: float) -> Iterator[str]:
    room = _WIDTH - _LEFT
    low, high = (_LEFT + room * end / most for end in span)
    middle = y + 5
    yield (
        f'<rect class="{side}" x="{_LEFT}" y="{y}" width="{room * share / most:.1f}" height="10">'
        f"<title>{100 * share:.2f} %</title></rect>"
    )
    if high > low:
        ends = f"M{low:.1f} {y + 2}V{y + 8}M{high:.1f} {y + 2}V{y + 8}"
        yield f'<path class="bar" d="M{low:.1f} {middle}H{high:.1f}{ends}"/>'


def _span(side: Outcomes, share: float) -> Tuple[float, float]:
    if side.shots is None:
        return share, share
    return wilson(round(share * side.shots), side.shots)
