"""A device drawn into a PNG or SVG file, with matplotlib (extra ``plot``).

In goes a :class:`~qhil.drawing.device_map.DeviceMap`; out comes a file. Where the coupling map is
no lattice, networkx places the qubits.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, List, Optional, Tuple

from qhil.drawing.glyphs import COLOURS, NO_COLOUR
from qhil.drawing.scale import Scale, is_broken
from qhil.errors import QhilError

if TYPE_CHECKING:
    from qhil.drawing.device_map import DeviceMap

FORMATS = (".png", ".svg")
_INSTALL = "pip install 'qhil[plot]'"
_CELL = 0.62  # inches from one qubit to the next
_MARGIN = 2.2  # inches for colour bars
_DOTS_PER_INCH = 160
_MOST_DOTS = 30_000  # a side; the renderer ends at 65535


class DrawingError(QhilError):
    """No drawing can be made: unknown file format, or a package is missing."""


def save_image(device: DeviceMap, file: Path) -> None:
    """Draw the device into ``file``, in the format of its suffix; same device, same bytes.

    Raises:
        DrawingError: for another suffix than .png and .svg, or if matplotlib (or networkx, where
        the coupling map is no lattice) is missing.
    """
    if file.suffix.lower() not in FORMATS:
        raise DrawingError(
            f"{file}: images are drawn as {' or '.join(FORMATS)}, "
            f"not as {file.suffix or 'a file without suffix'}"
        )
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as missing:
        raise DrawingError(f"Drawing images needs matplotlib: {_INSTALL}") from missing
    places = _places(device)
    # The text of an SVG stays text, and its ids do not depend on the run.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "qhil"}):
        size = _size(places)
        figure = Figure(figsize=size, layout="constrained")
        _draw(figure, device, places)
        metadata = {"Date": None} if file.suffix.lower() == ".svg" else {"Software": None}
        figure.savefig(file, dpi=min(_DOTS_PER_INCH, _MOST_DOTS / max(size)), metadata=metadata)


def _places(device: DeviceMap) -> List[Tuple[float, float]]:
    """Coordinates of the qubits, y upwards."""
    if device.cells is not None:
        return [(float(x), float(-y)) for x, y in device.cells]
    try:
        import networkx as nx
    except ImportError as missing:
        raise DrawingError(
            f"The coupling map of {device.name} is no lattice; "
            f"placing its qubits needs networkx: {_INSTALL}"
        ) from missing
    graph = nx.Graph()
    graph.add_nodes_from(range(len(device.qubits)))
    graph.add_edges_from(device.pairs)
    spread = len(device.qubits) ** 0.5
    found = nx.spring_layout(graph, seed=0, scale=spread)
    return [(float(found[qubit][0]), float(found[qubit][1])) for qubit in graph]


def _size(places: List[Tuple[float, float]]) -> Tuple[float, float]:
    across, up = (max(axis) - min(axis) + 1 for axis in zip(*places))
    return max(across * _CELL + _MARGIN, 4.5), max(up * _CELL + 0.8, 3.0)


def _draw(figure: Any, device: DeviceMap, places: List[Tuple[float, float]]) -> None:
    from matplotlib.collections import LineCollection

    axes = figure.add_subplot()
    axes.set_aspect("equal")
    axes.set_axis_off()
    lines = _Colours(device.pair_scale)
    marks = _Colours(device.qubit_scale)
    figure.suptitle(f"{device.name}, {device.date:%Y-%m-%d %H:%M} UTC")
    if any(lines.dashes(value) != "solid" for value in device.pairs.values()):
        figure.supxlabel("dashed: out of order (error 1); dotted: not calibrated", fontsize=8)
    axes.add_collection(
        LineCollection(
            [(places[a], places[b]) for a, b in device.pairs],
            colors=[lines.colour(value) for value in device.pairs.values()],
            linestyles=[lines.dashes(value) for value in device.pairs.values()],
            linewidths=5,
            zorder=1,
        )
    )
    axes.scatter(
        *zip(*places),
        s=330,
        c=[marks.colour(value) for value in device.qubits],
        edgecolors="black",
        linewidths=0.6,
        zorder=2,
    )
    for qubit, place in enumerate(places):
        axes.annotate(
            str(qubit), place, ha="center", va="center", fontsize=8, color="white", zorder=3
        )
    axes.margins(0.06)
    for colours in (marks, lines):
        colours.draw_bar(figure, axes)


class _Colours:
    """Continuous colours over a scale, logarithmic."""

    def __init__(self, scale: Scale) -> None:
        from matplotlib.colors import LinearSegmentedColormap, LogNorm

        self._scale = scale
        self._ends = _ends(scale)
        good_to_bad = COLOURS[::-1] if scale.quantity.long_is_good else COLOURS
        self._map = LinearSegmentedColormap.from_list(scale.title, good_to_bad)
        low, high = self._ends or (1.0, 2.0)
        self._low = low
        self._norm = LogNorm(low, high, clip=True)

    def colour(self, value: Optional[float]) -> Any:
        """RGBA, or grey for out of order and unknown."""
        if value is None or is_broken(self._scale.quantity, value):
            return NO_COLOUR
        return self._map(self._norm(max(value, self._low)))

    def dashes(self, value: Optional[float]) -> str:
        """Solid, dashed for out of order, dotted for unknown."""
        if value is None:
            return "dotted"
        return "dashed" if is_broken(self._scale.quantity, value) else "solid"

    def draw_bar(self, figure: Any, axes: Any) -> None:
        """The colour bar, if there is a value to be read off it."""
        if self._ends is None:
            return
        from matplotlib.cm import ScalarMappable
        from matplotlib.ticker import FuncFormatter, NullLocator

        quantity = self._scale.quantity
        bar = figure.colorbar(ScalarMappable(self._norm, self._map), ax=axes, shrink=0.8, aspect=30)
        bar.set_label(f"{self._scale.title} ({quantity.unit})")
        bar.set_ticks(_ticks(self._scale, *self._ends), minor=False)
        bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: quantity.number(value)))
        bar.ax.yaxis.set_minor_locator(NullLocator())


def _ends(scale: Scale) -> Optional[Tuple[float, float]]:
    """Smallest and largest value on the bar; never equal, never zero, as it is logarithmic."""
    if scale.best is None:
        return None
    low, high = sorted((scale.best, scale.bounds[-1]))
    low = max(low, high / 1000, 1e-12)
    return (low, high) if high > low else (low * 0.9, low * 1.1)


def _ticks(scale: Scale, low: float, high: float) -> List[float]:
    if scale.best == scale.bounds[-1]:
        return [scale.best or low]
    steps = 4
    return [low * (high / low) ** (step / steps) for step in range(steps + 1)]
