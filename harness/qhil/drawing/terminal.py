"""A device drawn in characters: one cell per qubit, lines for couplings, and a legend.

In goes a :class:`~qhil.drawing.device_map.DeviceMap`; out come :class:`rich.text.Text` blocks,
which lose their colours and nothing else when they are printed into a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Iterator, List, Optional, Tuple

from rich.style import Style
from rich.text import Text

from qhil.drawing.device_map import median
from qhil.drawing.glyphs import COLOURS, NO_COLOUR, UNICODE, Glyphs
from qhil.drawing.scale import Scale, is_broken

if TYPE_CHECKING:
    from qhil.drawing.device_map import DeviceMap, Pair

_WIDEST_GAP = 3


def draw(device: DeviceMap, *, width: int = 80, glyphs: Glyphs = UNICODE) -> Text:
    """The coupling map; a list of qubits where it is no lattice or wider than ``width``."""
    if device.cells is None:
        return _listed(device, "Its coupling map is no lattice, so the qubits are listed:", glyphs)
    columns = max(x for x, _ in device.cells) + 1
    label = len(str(len(device.cells) - 1))
    gap = min(_WIDEST_GAP, (width - columns * (label + 1)) // max(columns - 1, 1))
    if gap < 1:
        needed = columns * (label + 2) - 1
        return _listed(device, f"Drawn from a width of {needed} characters on; listed:", glyphs)
    return _Canvas(device, glyphs, label, gap).text()


def legend(device: DeviceMap, *, glyphs: Glyphs = UNICODE) -> Text:
    """What lines, marks and colours mean, the medians, and the worst places by number."""
    lines: List[Text] = []
    rows = (
        ("qubits", device.qubit_scale, glyphs.marks),
        ("lines", device.pair_scale, tuple(sign * 2 for sign in glyphs.across)),
    )
    for what, scale, signs in rows:
        if scale.best is not None:
            lines.append(_levels(what, scale, signs, glyphs))
    values = (
        (device.qubit_scale, device.qubits),
        (device.pair_scale, [value for _, value in device.worst_pairs(len(device.pairs))]),
    )
    medians = [
        f"{scale.title} {_shown(scale.quantity.text(median(known)), glyphs)}"
        for scale, known in values
        if scale.best is not None
    ]
    lines.append(Text(f"median: {', '.join(medians)}" if medians else "no calibration known"))
    lines.extend(_worst(device, glyphs))
    if broken := device.broken_pairs():
        names = ", ".join(_name(pair) for pair in broken)
        lines.append(Text(f"{glyphs.broken * 2} out of order (error 1): {names}", style=NO_COLOUR))
    if unknown := [_name(pair) for pair, value in device.pairs.items() if value is None]:
        dots = glyphs.unknown * 2
        lines.append(Text(f"{dots} not calibrated: {', '.join(unknown)}", style=NO_COLOUR))
    return Text("\n").join(lines)


class _Canvas:
    """Characters by line and column, each with its style."""

    def __init__(self, device: DeviceMap, glyphs: Glyphs, label: int, gap: int) -> None:
        self._device = device
        self._glyphs = glyphs
        self._label = label
        self._gap = gap
        self._signs: Dict[Tuple[int, int], Tuple[str, Style]] = {}

    def text(self) -> Text:
        """Draw all of it."""
        cells = self._device.cells or ()
        for qubit, cell in enumerate(cells):
            self._draw_qubit(qubit, *self._place(cell))
        for (a, b), value in self._device.pairs.items():
            sign, style = _line(value, self._device.pair_scale, self._glyphs)
            (ax, ay), (bx, by) = sorted((cells[a], cells[b]))
            if ay == by:
                self._draw_across(ax, ay, sign[0], style)
            elif ax == bx:
                column, line = self._place((ax, min(ay, by)))
                self._put(line + 1, column + self._label - 1, sign[1], style)
            else:
                self._draw_slanting((ax, min(ay, by)), falling=by > ay, style=style)
        return self._joined()

    def _place(self, cell: Tuple[int, int]) -> Tuple[int, int]:
        return cell[0] * (self._label + 1 + self._gap), cell[1] * 2

    def _put(self, line: int, column: int, sign: str, style: Style) -> None:
        self._signs[(line, column)] = (sign, style)

    def _draw_qubit(self, qubit: int, column: int, line: int) -> None:
        mark, colour = _mark(self._device.qubits[qubit], self._device.qubit_scale, self._glyphs)
        style = Style(color="black", bgcolor=colour)
        for offset, sign in enumerate(f"{qubit:>{self._label}}{mark}"):
            self._put(line, column + offset, sign, style)

    def _draw_across(self, x: int, y: int, sign: str, style: Style) -> None:
        column, line = self._place((x, y))
        for offset in range(self._gap):
            self._put(line, column + self._label + 1 + offset, sign, style)

    def _draw_slanting(self, corner: Tuple[int, int], *, falling: bool, style: Style) -> None:
        column, line = self._place(corner)
        place = (line + 1, column + self._label + (self._gap + 1) // 2)
        both = place in self._signs
        self._put(*place, self._glyphs.slanting[2 if both else 0 if falling else 1], style)

    def _joined(self) -> Text:
        text = Text(no_wrap=True)
        for line in range(max(line for line, _ in self._signs) + 1):
            if line:
                text.append("\n")
            last = max((column for at, column in self._signs if at == line), default=-1)
            for column in range(last + 1):
                sign, style = self._signs.get((line, column), (" ", Style.null()))
                text.append(sign, style)
        return text


def _line(value: Optional[float], scale: Scale, glyphs: Glyphs) -> Tuple[Tuple[str, str], Style]:
    """The signs across and down for a coupling, and their style."""
    if value is None:
        return (glyphs.unknown, glyphs.unknown), Style(color=NO_COLOUR)
    if is_broken(scale.quantity, value):
        return (glyphs.broken, glyphs.broken), Style(color=NO_COLOUR)
    level = scale.level(value)
    return (glyphs.across[level], glyphs.down[level]), Style(color=COLOURS[level])


def _mark(value: Optional[float], scale: Scale, glyphs: Glyphs) -> Tuple[str, str]:
    if value is None or is_broken(scale.quantity, value):
        return (glyphs.unknown if value is None else glyphs.broken), NO_COLOUR
    level = scale.level(value)
    return glyphs.marks[level], COLOURS[level]


def _levels(what: str, scale: Scale, signs: Tuple[str, ...], glyphs: Glyphs) -> Text:
    text = Text(f"{what}: {scale.title} ")
    for level, bound in zip(scale.used_levels(), scale.legend()):
        text.append(f" {signs[level]}", Style(color=COLOURS[level]))
        text.append(f" {_shown(bound, glyphs)} ")
    text.rstrip()
    return text


def _worst(device: DeviceMap, glyphs: Glyphs) -> Iterator[Text]:
    qubits, pairs = device.qubit_scale.quantity, device.pair_scale.quantity
    places = (
        ("qubits", [f"{qubit} ({qubits.text(value)})" for qubit, value in device.worst_qubits()]),
        ("lines", [f"{_name(pair)} ({pairs.text(value)})" for pair, value in device.worst_pairs()]),
    )
    for what, names in places:
        if names:
            yield Text(_shown(f"worst {what}: {', '.join(names)}", glyphs))


def _listed(device: DeviceMap, why: str, glyphs: Glyphs) -> Text:
    text = Text(why)
    for qubit, value in enumerate(device.qubits):
        mark, colour = _mark(value, device.qubit_scale, glyphs)
        shown = _shown(device.qubit_scale.quantity.text(value), glyphs)
        text.append("\n")
        text.append(f"{qubit:>4}{mark}", Style(color="black", bgcolor=colour))
        text.append(f" {shown:>9} ")
        for neighbour, error in _neighbours(device, qubit):
            (sign, _), style = _line(error, device.pair_scale, glyphs)
            text.append(f"  {sign * 2}", style)
            text.append(f"{neighbour} {_shown(device.pair_scale.quantity.text(error), glyphs)}")
    return text


def _neighbours(device: DeviceMap, qubit: int) -> Iterator[Tuple[int, Optional[float]]]:
    for (a, b), value in device.pairs.items():
        if qubit in (a, b):
            yield (b if qubit == a else a), value


def _name(pair: Pair) -> str:
    return f"{pair[0]}-{pair[1]}"


def _shown(text: str, glyphs: Glyphs) -> str:
    """The text; where the signs are ASCII, without the characters of scales that ASCII lacks."""
    if glyphs is UNICODE:
        return text
    return text.replace("≤", "<=").replace("≥", ">=").replace("µ", "u")
