"""Where the qubits of a device lie, found from its coupling map alone.

In go a number of qubits and the coupled pairs; out comes one cell of the square grid per qubit,
such that coupled qubits are neighbours, or None where no such placing is found. IBM's devices (T
and H shapes, ladders, square grids, heavy hexagons) all lie on the square grid, and their qubits
are numbered in reading order, by rows or by columns; the few that are not (a ladder numbered
around, a bow tie with triangles) are found without that hint, or with diagonal couplings.

>>> lattice_positions(5, [(0, 1), (1, 2), (1, 3), (3, 4)])
((0, 0), (1, 0), (2, 0), (1, 1), (1, 2))
>>> lattice_positions(4, [(a, b) for a in range(4) for b in range(a)])
((0, 0), (1, 0), (0, 1), (1, 1))
>>> lattice_positions(6, [(a, b) for a in range(6) for b in range(a)]) is None
True
"""

from __future__ import annotations

from typing import Dict, Iterable, List, Optional, Sequence, Set, Tuple

from qhil.drawing.placing import Placing, Rules, search

Cell = Tuple[int, int]
"""Column and row, from the upper left."""

_RULES = (
    # Tried in turn, until one of a line succeeds; of two that do, the first that is no tall tower
    # wins.
    (Rules(reading="rows"), Rules(reading="columns")),
    # Without the numbering there are many ways to fold a ring: the straightest is looked for first.
    *((Rules(bends=bends),) for bends in (0, 1, 2, 4, 8, None)),
    (Rules(reading="rows", diagonals=True), Rules(diagonals=True)),
)


def lattice_positions(
    n_qubits: int, pairs: Iterable[Tuple[int, int]]
) -> Optional[Tuple[Cell, ...]]:
    """The cell (column, row) of each qubit, or None if no lattice is found in the coupling map.

    Unconnected parts stand side by side. The search is bounded by its number of steps, not by a
    clock, so the answer is the same everywhere.
    """
    neighbours = _neighbours(n_qubits, pairs)
    cells: Dict[int, Cell] = {}
    column = 0
    for part in _connected_parts(neighbours):
        placed = _place(part, neighbours)
        if placed is None:
            return None
        cells.update({qubit: (x + column, y) for qubit, (x, y) in placed.items()})
        column = max(x for x, _ in cells.values()) + 2
    return tuple(cells[qubit] for qubit in range(n_qubits))


def _neighbours(n_qubits: int, pairs: Iterable[Tuple[int, int]]) -> List[List[int]]:
    found: List[Set[int]] = [set() for _ in range(n_qubits)]
    for a, b in pairs:
        found[a].add(b)
        found[b].add(a)
    return [sorted(qubits) for qubits in found]


def _connected_parts(neighbours: Sequence[Sequence[int]]) -> List[List[int]]:
    parts: List[List[int]] = []
    seen: Set[int] = set()
    for start in range(len(neighbours)):
        if start in seen:
            continue
        part, waiting = [], [start]
        seen.add(start)
        while waiting:
            qubit = waiting.pop()
            part.append(qubit)
            fresh = [other for other in neighbours[qubit] if other not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        parts.append(sorted(part))
    return parts


def _place(part: Sequence[int], neighbours: Sequence[Sequence[int]]) -> Optional[Dict[int, Cell]]:
    for alternatives in _RULES:
        found: List[Placing] = []
        for rules in alternatives:
            placing = search(part, neighbours, rules)
            if placing is not None:
                found.append(placing)
        if found:
            return _upright(min(found, key=_is_tower).cells)
    return None


def _is_tower(placing: Placing) -> bool:
    columns, rows = (len({cell[axis] for cell in placing.cells.values()}) for axis in (0, 1))
    return rows > 1.15 * columns


def _upright(cells: Dict[int, Cell]) -> Dict[int, Cell]:
    """The mirror image that puts the lowest qubits first in reading order, moved to the origin."""
    images = []
    for flip_x in (1, -1):
        for flip_y in (1, -1):
            image = {qubit: (x * flip_x, y * flip_y) for qubit, (x, y) in cells.items()}
            left = min(x for x, _ in image.values())
            top = min(y for _, y in image.values())
            images.append({qubit: (x - left, y - top) for qubit, (x, y) in image.items()})
    return min(images, key=lambda image: [image[qubit][::-1] for qubit in sorted(image)])
