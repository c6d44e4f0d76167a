r"""Two distributions side by side, as text: bars, with error bars where they were sampled.

>>> from qhil.counts.outcomes import read_expected, read_sample
>>> from qhil.counts.pair import paired
>>> pair = paired(read_sample({"0": 30, "1": 70}, "counts"), read_expected({"0": 0.5, "1": 0.5}))
>>> print("\n".join(side_by_side(pair)))
     counts, 100 shots                             expected probabilities
  0  █████████├──┼───┤                 30  30.0 %  █████████████████████             50.0 %
  1  █████████████████████████├───┼──┤ 70  70.0 %  █████████████████████             50.0 %
  (├┼┤: 95 % interval, Wilson)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from qhil.counts.outcomes import shortened
from qhil.counts.pair import Pair

_WIDTH = 92
_MOST_ROWS = 20
_DEVIATIONS = 1.959964  # 95 % of a normal distribution


@dataclass(frozen=True)
class _Bar:
    """A share of the whole, the interval it may lie in, and shots where it was sampled."""

    share: float
    least: float
    most: float
    shots: Optional[int] = None


@dataclass(frozen=True)
class _Row:
    label: str
    counts: _Bar
    expected: _Bar
    pooled: bool


def side_by_side(pair: Pair, names: Tuple[str, str] = ("counts", "expected")) -> List[str]:
    """A line for each outcome, 20 at most, and a head that says whose shots they are; 92 columns."""
    rows = _rows(pair)
    label = max(len(row.label) for row in rows)
    numbers = [
        max(len(_numbers(bar)) for bar in bars)
        for bars in zip(*((row.counts, row.expected) for row in rows))
    ]
    room = (_WIDTH - label - sum(numbers) - 8) // 2
    scale = max(max(row.counts.most, row.expected.most) for row in rows if not row.pooled)
    heads = _heads(pair, names)
    lines = [f"  {'':{label}}  {heads[0]:{room + numbers[0] + 3}}{heads[1]}"]
    for row in rows:
        sides = [
            f"{'' if row.pooled else _drawn(bar, scale, room):{room}} {_numbers(bar):>{number}}"
            for bar, number in zip((row.counts, row.expected), numbers)
        ]
        lines.append(f"  {row.label:>{label}}  {'  '.join(sides)}")
    return [*lines, "  (├┼┤: 95 % interval, Wilson)"]


def _heads(pair: Pair, names: Tuple[str, str]) -> Tuple[str, str]:
    if pair.expected_total is None:
        return f"{names[0]}, {pair.total} shots", f"{names[1]} probabilities"
    return f"{names[0]}, {pair.total} shots", f"{names[1]}, {pair.expected_total} shots"


def _rows(pair: Pair) -> List[_Row]:
    """Of many outcomes those that differ most, in order, and the others as one."""
    shown = list(range(len(pair.labels)))
    if len(shown) > _MOST_ROWS:
        gaps = abs(pair.frequencies - pair.expected)
        shown = sorted(sorted(shown, key=lambda index: -gaps[index])[: _MOST_ROWS - 1])
    rest = sorted(set(range(len(pair.labels))) - set(shown))
    rows = [_row(pair, shortened(pair.labels[index]), [index]) for index in shown]
    return rows + [_row(pair, f"{len(rest)} others", rest)] * bool(rest)


def _row(pair: Pair, label: str, outcomes: Sequence[int]) -> _Row:
    shots = int(pair.shots[outcomes].sum())
    if pair.expected_shots is None or pair.expected_total is None:
        share = float(pair.expected[outcomes].sum())
        expected = _Bar(share, share, share)
    else:
        expected = _sampled(int(pair.expected_shots[outcomes].sum()), pair.expected_total)
    return _Row(label, _sampled(shots, pair.total), expected, pooled=len(outcomes) > 1)


def _sampled(shots: int, total: int) -> _Bar:
    return _Bar(shots / total, *wilson(shots, total), shots)


def wilson(shots: int, total: int) -> Tuple[float, float]:
    """The interval of the score test, 95 % (Wilson, JASA 22, 209, 1927)."""
    share, square = shots / total, _DEVIATIONS**2 / total
    middle = (share + square / 2) / (1 + square)
    half = math.sqrt(square * share * (1 - share) + square**2 / 4) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def _numbers(bar: _Bar) -> str:
    share = f"{100 * bar.share:.1f} %"
    return share if bar.shots is None else f"{bar.shots} {share:>7}"


def _drawn(bar: _Bar, scale: float, room: int) -> str:
    """Solid up to the interval; a mark where the share itself is."""

    def cell(value: float) -> int:
        return min(room - 1, int(value / scale * room))

    if bar.shots is None:
        return ("█" * round(bar.share / scale * room)).ljust(room)
    least, share, most = cell(bar.least), cell(bar.share), cell(bar.most)
    marks = {least: "├", most: "┤", share: "┼"}
    line = [marks.get(index, "─") for index in range(least, most + 1)]
    return ("█" * least + "".join(line)).ljust(room)
