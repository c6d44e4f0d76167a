"""The device, coloured by how much it has changed: qubits by their worst number, couplings by their gate error.

CalibrationDrift, with where the qubits lie -> an SVG; blue is better, red worse, and a ring marks a suspect
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Dict, Iterator, List, Tuple

from qhil.comparison.calibration import CalibrationDrift, Change
from qhil.comparison.quantity_text import quantity_text

if TYPE_CHECKING:
    from qhil.comparison.comparison import Comparison

_STEP, _RADIUS, _MARGIN = 46, 15, 26
_WORST = math.log(4)
_BETTER, _SAME, _WORSE = (33, 102, 172), (228, 228, 228), (178, 24, 43)


def device_map(comparison: Comparison) -> Iterator[str]:
    """The section; nothing without two calibrations."""
    drift = comparison.calibration
    if drift is None:
        return
    yield "<section><h2>Where it changed</h2>"
    if drift.cells is None:
        yield "<p>The coupling map is no lattice, so it is not drawn.</p></section>"
        return
    yield f'<div class="wide">{"".join(_drawn(drift, _suspects(comparison)))}</div>'
    stops = ", ".join(colour(_WORST * (step / 4 - 1)) for step in range(9))
    yield (
        '<p class="hint">better<span class="ramp" style="background: linear-gradient(to right, '
        f'{stops})"></span>worse, by a factor of 4 at the ends. Qubits: the worst of T1, T2 and readout error; '
        "lines: the gate error. A ring marks what would explain the counts. Point at one for its numbers.</p></section>"
    )


def colour(worsening: float) -> str:
    """Of the logarithm of a factor."""
    part = max(-1.0, min(1.0, worsening / _WORST))
    end = _WORSE if part > 0 else _BETTER
    mixed = [round(a + (b - a) * abs(part)) for a, b in zip(_SAME, end)]
    return f"rgb({mixed[0]} {mixed[1]} {mixed[2]})"


def _drawn(drift: CalibrationDrift, suspects: List[Tuple[int, ...]]) -> Iterator[str]:
    cells = drift.cells or ()
    width = 2 * _MARGIN + _STEP * max(x for x, _ in cells)
    height = 2 * _MARGIN + _STEP * max(y for _, y in cells)
    places = [(_MARGIN + _STEP * x, _MARGIN + _STEP * y) for x, y in cells]
    by_place = _by_place(drift)
    yield (
        f'<svg class="map" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-label="Device map, coloured by the change of calibration">'
    )
    for pair in drift.pairs:
        (ax, ay), (bx, by) = places[pair[0]], places[pair[1]]
        changes = by_place.get(pair, [])
        if pair in suspects:
            yield f'<line class="cuff" x1="{ax}" y1="{ay}" x2="{bx}" y2="{by}"/>'
        yield (
            f'<line x1="{ax}" y1="{ay}" x2="{bx}" y2="{by}" stroke="{colour(_worst(changes))}" stroke-width="6">'
            f"<title>{_tip(f'{pair[0]}-{pair[1]}', changes)}</title></line>"
        )
    for qubit, (x, y) in enumerate(places):
        changes = by_place.get((qubit,), [])
        worst = _worst(changes)
        tone = "light" if abs(worst) > _WORST / 2 else "dark"
        if (qubit,) in suspects:
            yield f'<circle class="ring" cx="{x}" cy="{y}" r="{_RADIUS + 4}"/>'
        yield (
            f'<g><circle cx="{x}" cy="{y}" r="{_RADIUS}" fill="{colour(worst)}" stroke="#555"/>'
            f'<text class="{tone}" x="{x}" y="{y + 4}" text-anchor="middle">{qubit}</text>'
            f"<title>{_tip(f'qubit {qubit}', changes)}</title></g>"
        )
    yield "</svg>"


def _by_place(drift: CalibrationDrift) -> Dict[Tuple[int, ...], List[Change]]:
    """Of couplings, whichever qubit comes first."""
    found: Dict[Tuple[int, ...], List[Change]] = {}
    for change in drift.changes:
        if len(change.qubits) == 2 or not change.gate:
            found.setdefault(tuple(sorted(change.qubits)), []).append(change)
    return found


def _worst(changes: List[Change]) -> float:
    """What changed for the worse most; if nothing did, what changed for the better most."""
    sizes = [change.worsening for change in changes]
    if not sizes:
        return 0.0
    return max(sizes) if max(sizes) > 0 else min(sizes)


def _tip(name: str, changes: List[Change]) -> str:
    lines = [name] + [
        f"{one.place} {one.quantity}: {quantity_text(one.quantity, one.before)} to "
        f"{quantity_text(one.quantity, one.after)}"
        for one in changes
    ]
    return escape("\n".join(lines if changes else [f"{name}: no change"]))


def _suspects(comparison: Comparison) -> List[Tuple[int, ...]]:
    found = comparison.attribution
    return [] if found is None else [tuple(sorted(one.qubits)) for one in found.suspects]
