"""The points of a report as grids, one for each site: call by effect, each cell once and persistently.

SweepReport -> Grid, ... and the pairs by their sites
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from qhil.sweeping.verdict import Tried, Verdict


@dataclass(frozen=True)
class Cell:
    """One effect at one call: the point where it happens once, and that where it happens from then on."""

    once: Optional[Tried] = None
    lasting: Optional[Tried] = None


_EMPTY = Cell()


@dataclass(frozen=True)
class Grid:
    """One site."""

    site: str
    calls: Tuple[int, ...]
    effects: Tuple[str, ...]
    cells: Mapping[Tuple[int, str], Cell] = field(repr=False)

    def at(self, call: int, effect: str) -> Cell:
        """The cell there, which is empty if nothing was tried."""
        return self.cells.get((call, effect), _EMPTY)


def grids(points: Sequence[Tried]) -> List[Grid]:
    """Those of the single faults, in the order of the points."""
    found: Dict[str, Dict[Tuple[int, str], Cell]] = {}
    for one in points:
        faults = one.faults.faults
        if len(faults) != 1:
            continue
        (fault,) = faults
        cells = found.setdefault(fault.site, {})
        key = (fault.schedule.first, str(fault.effect))
        before = cells.get(key, _EMPTY)
        cells[key] = (
            Cell(before.once, one) if fault.schedule.times is None else Cell(one, before.lasting)
        )
    return [_grid(site, cells) for site, cells in found.items()]


def pairs(points: Sequence[Tried]) -> Dict[Tuple[str, str], List[Tried]]:
    """The points of two faults, by their two sites in the order of the alphabet."""
    found: Dict[Tuple[str, str], List[Tried]] = {}
    for one in points:
        faults = one.faults.faults
        if len(faults) > 1:
            first, second = sorted(fault.site for fault in faults)
            found.setdefault((first, second), []).append(one)
    return found


def gravest(points: Sequence[Tried]) -> Verdict:
    """The gravest verdict of some points."""
    present = {one.verdict for one in points}
    bad = [verdict for verdict in Verdict if verdict in present and not verdict.passes]
    return bad[0] if bad else Verdict.SAME if present == {Verdict.SAME} else Verdict.DOCUMENTED


def _grid(site: str, cells: Mapping[Tuple[int, str], Cell]) -> Grid:
    calls = sorted({call for call, _ in cells})
    effects = dict.fromkeys(effect for _, effect in cells)
    return Grid(site, tuple(calls), tuple(effects), dict(cells))
