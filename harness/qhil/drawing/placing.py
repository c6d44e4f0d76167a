"""The search behind :mod:`qhil.drawing.lattice`: qubits onto grid cells, coupled ones side by side.

Depth first with branch and bound. A placing costs one for each coupling that does not lie in a row,
and more for each bend at a qubit with two neighbours (a lattice runs straight through those) and
for each diagonal.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional, Sequence, Set, Tuple

_STRAIGHT = ((1, 0), (0, 1), (-1, 0), (0, -1))
_DIAGONAL = ((1, 1), (-1, 1), (1, -1), (-1, -1))
# A thousand: no number of upright couplings outweighs a bend.
_BEND, _SLANT, _UPRIGHT = 1000, 1000, 1
_TOO_DEAR = 10**9
_MAX_STEPS = 30_000
"""Cells tried before the search rests; a lattice needs few more than it has qubits."""


@dataclass(frozen=True)
class Rules:
    """What a placing must keep to.

    ``reading``: numbered in reading order, by ``rows`` or by ``columns``. ``diagonals``: slanting
    couplings are allowed. ``bends``: how many bends at most, at qubits with two neighbours; None
    for any number.
    """

    reading: Optional[str] = None
    diagonals: bool = False
    bends: Optional[int] = None


@dataclass(frozen=True)
class Placing:
    """A cell (column, row) for each qubit, and the cost of the whole."""

    cells: Dict[int, Tuple[int, int]]
    cost: int


def search(
    part: Sequence[int], neighbours: Sequence[Sequence[int]], rules: Rules
) -> Optional[Placing]:
    """The cheapest placing of a connected part that keeps the rules and is found, or None."""
    return _Search(part, neighbours, rules).best()


class _Search:
    def __init__(
        self, part: Sequence[int], neighbours: Sequence[Sequence[int]], rules: Rules
    ) -> None:
        self._neighbours = neighbours
        self._rules = rules
        self._order = _placing_order(part, neighbours)
        self._cells: Dict[int, Tuple[int, int]] = {}
        self._taken: Set[Tuple[int, int]] = set()
        self._numbers: List[int] = []  # placed qubits, ascending
        self._steps = 0
        self._most = _TOO_DEAR if rules.bends is None else _BEND * (rules.bends + 1)

    def best(self) -> Optional[Placing]:
        """Walk the tree of placings; no recursion: a device may be larger than the stack."""
        best: Optional[Placing] = None
        choices: List[Iterator[Tuple[int, Tuple[int, int]]]] = [iter([(0, (0, 0))])]
        costs = [0]
        while choices and self._steps < _MAX_STEPS:
            depth = len(choices) - 1
            self._unplace_from(depth)
            added, cell = next(choices[-1], (-1, (0, 0)))
            cost = costs[-1] + added
            if added < 0:
                choices.pop()
                costs.pop()
            elif cost < (self._most if best is None else best.cost):
                self._place(self._order[depth], cell)
                if len(self._cells) == len(self._order):
                    best = Placing(dict(self._cells), cost)
                else:
                    choices.append(iter(self._choices(self._order[depth + 1])))
                    costs.append(cost)
        return best

    def _place(self, qubit: int, cell: Tuple[int, int]) -> None:
        self._steps += 1
        self._cells[qubit] = cell
        self._taken.add(cell)
        insort(self._numbers, qubit)

    def _unplace_from(self, depth: int) -> None:
        while len(self._cells) > depth:
            qubit = self._order[len(self._cells) - 1]
            self._taken.remove(self._cells.pop(qubit))
            del self._numbers[bisect_left(self._numbers, qubit)]

    def _choices(self, qubit: int) -> List[Tuple[int, Tuple[int, int]]]:
        """Cells next to all placed neighbours, with what each adds to the cost, cheapest first."""
        anchors = [self._cells[other] for other in self._neighbours[qubit] if other in self._cells]
        steps = _STRAIGHT + _DIAGONAL if self._rules.diagonals else _STRAIGHT
        x, y = anchors[0]
        cells = [
            cell
            for cell in ((x + dx, y + dy) for dx, dy in steps)
            if cell not in self._taken
            and all((cell[0] - a, cell[1] - b) in steps for a, b in anchors[1:])
            and self._reads_in_order(qubit, cell)
        ]
        return sorted(
            ((self._cost(qubit, cell), cell) for cell in cells), key=lambda choice: choice[0]
        )

    def _reads_in_order(self, qubit: int, cell: Tuple[int, int]) -> bool:
        if self._rules.reading is None:
            return True
        at = bisect_left(self._numbers, qubit)
        place = self._place_in_text(cell)
        before = at == 0 or self._place_in_text(self._cells[self._numbers[at - 1]]) < place
        after = at == len(self._numbers) or place < self._place_in_text(
            self._cells[self._numbers[at]]
        )
        return before and after

    def _place_in_text(self, cell: Tuple[int, int]) -> Tuple[int, int]:
        return cell if self._rules.reading == "columns" else (cell[1], cell[0])

    def _cost(self, qubit: int, cell: Tuple[int, int]) -> int:
        cost = 0
        for other in self._neighbours[qubit]:
            if other in self._cells:
                (x, y), (a, b) = self._cells[other], cell
                cost += 0 if y == b else _UPRIGHT
                cost += _SLANT if x != a and y != b else 0
                cost += self._bend(other, qubit, cell)
        return cost + self._bend(qubit, qubit, cell)

    def _bend(self, middle: int, qubit: int, cell: Tuple[int, int]) -> int:
        """The cost of a bend at ``middle``, if placing ``qubit`` at ``cell`` completes one."""
        ends = self._neighbours[middle]
        if len(ends) != 2:  # a bend is where exactly two meet
            return 0
        where = {**self._cells, qubit: cell}
        if any(end not in where for end in ends):
            return 0
        (ax, ay), (bx, by) = where[ends[0]], where[ends[1]]
        mx, my = where[middle]
        return 0 if (ax + bx, ay + by) == (2 * mx, 2 * my) else _BEND


def _placing_order(part: Sequence[int], neighbours: Sequence[Sequence[int]]) -> List[int]:
    """Next is always the qubit with the most placed neighbours, so that rings close early."""
    order = [part[0]]
    reached: Dict[int, int] = {}  # qubit -> step at which it was first reached
    waiting: Dict[int, int] = {}  # qubit -> number of placed neighbours
    while len(order) < len(part):
        for other in neighbours[order[-1]]:
            if other not in order:
                waiting[other] = waiting.get(other, 0) + 1
                reached.setdefault(other, len(order))
        chosen = min(waiting, key=lambda qubit: (-waiting[qubit], reached[qubit], qubit))
        del waiting[chosen]
        order.append(chosen)
    return order
