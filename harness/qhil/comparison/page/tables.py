"""The tables of the page, whose columns sort: circuits, and numbers of the calibration that changed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Iterator, Sequence, Union

from qhil.comparison.calibration import Change
from qhil.comparison.judged import JudgedCircuit, worst_first
from qhil.comparison.quantity_text import p_text, quantity_text, relative_text

if TYPE_CHECKING:
    from qhil.comparison.comparison import Comparison

Value = Union[str, float, int, None]


@dataclass(frozen=True)
class Cell:
    """What is shown, and what it is sorted by."""

    text: str
    value: Value


def table(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], classes: Sequence[str]
) -> Iterator[str]:
    """One that sorts; the first row says which columns are texts."""
    texts = [isinstance(cell.value, str) for cell in rows[0]]
    yield '<div class="tall"><table class="sorts"><thead><tr>'
    for head, text in zip(heads, texts):
        kind = ' class="text"' if text else ""
        yield f'<th scope="col"{kind}><button type="button">{escape(head)}</button></th>'
    yield "</tr></thead><tbody>"
    for row, name in zip(rows, classes):
        yield f'<tr class="{name}">'
        for cell, text in zip(row, texts):
            value = "" if cell.value is None else escape(str(cell.value), quote=True)
            kind = ' class="text"' if text else ""
            yield f'<td{kind} data-value="{value}">{escape(cell.text)}</td>'
        yield "</tr>"
    yield "</tbody></table></div>"


def circuits(comparison: Comparison) -> Iterator[str]:
    """Each circuit, those that differ most first."""
    heads = (
        "circuit",
        "qubits",
        "p",
        "adjusted",
        "distance",
        "95 % interval",
        "noise",
        "below",
        "fidelity",
        "",
    )
    order = worst_first(comparison.circuits)
    rows = [_circuit(one, comparison.settings.control) for one in order]
    yield "<section><h2>Circuits</h2>"
    yield from table(heads, rows, [_class(one) for one in order])
    yield (
        '<p class="hint">Distance: total variation; noise: what shots alone would give. Red: differs; green: shown to '
        "agree; yellow: too few shots to say.</p></section>"
    )


def changes(comparison: Comparison) -> Iterator[str]:
    """Each number of the calibration that changed."""
    drift = comparison.calibration
    if drift is None:
        return
    yield f"<section><h2>Calibration: {drift.before[:10]} to {drift.after[:10]}</h2>"
    told = [f"{len(drift.changes)} numbers changed, {drift.unchanged} did not."]
    told += [f"Gone: {', '.join(drift.gone)}."] * bool(drift.gone)
    told += [f"New: {', '.join(drift.new)}."] * bool(drift.new)
    told += [f"{line}." for line in drift.topology]
    yield f"<p>{escape(' '.join(told))}</p>"
    if not drift.has_spread and drift.changes:
        yield (
            '<p class="hint">How unusual a change is, is not known: that takes a recording of three dates or more, '
            f"and this one has {drift.dates}.</p>"
        )
    if drift.changes:
        heads = ("where", "what", "before", "after", "change", "worse by factor", "spreads")
        rows = [_change(one) for one in drift.changes]
        yield from table(heads, rows, [""] * len(rows))
    yield "</section>"


def _change(one: Change) -> Sequence[Cell]:
    return (
        Cell(one.place, one.place),
        Cell(one.quantity, one.quantity),
        Cell(quantity_text(one.quantity, one.before), one.before),
        Cell(quantity_text(one.quantity, one.after), one.after),
        Cell(relative_text(one.relative), one.relative),
        Cell(_factor(one.worsening), one.worsening),
        Cell("-" if one.spreads is None else f"{one.spreads:+.1f}", one.spreads),
    )


def _circuit(one: JudgedCircuit, control: str) -> Sequence[Cell]:
    adjusted = one.p_holm if control == "holm" else one.p_bh
    distance = one.distance
    return (
        Cell(one.name, one.name),
        Cell(" ".join(map(str, one.qubits)), " ".join(map(str, one.qubits))),
        Cell(p_text(one.p), one.p),
        Cell(p_text(adjusted), adjusted),
        Cell(f"{distance.value:.3f}", distance.value),
        Cell(f"{distance.low:.3f} to {distance.high:.3f}", distance.low),
        Cell(f"{distance.floor:.3f}", distance.floor),
        Cell(f"{one.below:.3f}", one.below),
        Cell(f"{one.fidelity.value:.4f}", one.fidelity.value),
        Cell(_says(one), _says(one)),
    )


def _says(one: JudgedCircuit) -> str:
    if one.differs:
        return "differs"
    if one.agrees:
        return "agrees"
    return f"{one.shots_needed:,} shots would do" if one.shots_needed else "open"


def _class(one: JudgedCircuit) -> str:
    return "differs" if one.differs else "agrees" if one.agrees else "open"


def _factor(worsening: float) -> str:
    return f"{math.exp(worsening):.3g}" if worsening else "-"
