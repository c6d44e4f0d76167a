"""Five classes from best to worst for a set of calibration values, and how a value is written.

>>> scale = Scale.of("readout error", Quantity.RATE, [0.01, 0.02, 0.03, 0.04, 0.05, 1.0, None])
>>> [scale.level(value) for value in (0.01, 0.015, 0.05)]
[0, 1, 4]
>>> scale.legend()
('≤1 %', '≤2 %', '≤3 %', '≤4 %', '≤5 %')
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import Iterable, List, Optional, Tuple

LEVELS = 5
BROKEN_RATE = 1.0
"""The error rate by which IBM's calibrations say that a gate is out of order."""


class Quantity(enum.Enum):
    """What is drawn: a rate (no unit, low is good) or a time (in seconds, long is good)."""

    RATE = "rate"
    TIME = "time"

    @property
    def long_is_good(self) -> bool:
        """Whether the greater value is the better one."""
        return self is Quantity.TIME

    def number(self, value: float) -> str:
        """Three significant digits: percent for a rate, microseconds for a time."""
        return f"{value * (1e6 if self is Quantity.TIME else 100):.3g}"

    @property
    def unit(self) -> str:
        """The unit that :meth:`number` writes in."""
        return "µs" if self is Quantity.TIME else "%"

    def text(self, value: Optional[float]) -> str:
        """Number and unit; ``-`` for a value that is not known."""
        return "-" if value is None else f"{self.number(value)} {self.unit}"


@dataclass(frozen=True)
class Scale:
    """Classes of equal size (quintiles), 0 the best and 4 the worst.

    ``bounds``: best to worst, the worst value that still belongs to each class. ``best``: the best
    value of all; None if no value is known.
    """

    title: str
    quantity: Quantity
    best: Optional[float]
    bounds: Tuple[float, ...]

    @classmethod
    def of(cls, title: str, quantity: Quantity, values: Iterable[Optional[float]]) -> Scale:
        """The scale over the known values; a rate of one means out of order and is left out."""
        known: List[float] = sorted(
            (value for value in values if value is not None and not is_broken(quantity, value)),
            reverse=quantity.long_is_good,
        )
        if not known:
            return cls(title, quantity, None, ())
        bounds = tuple(known[_last_of(level, len(known))] for level in range(LEVELS))
        return cls(title, quantity, known[0], bounds)

    def level(self, value: float) -> int:
        """0 (best) to 4 (worst)."""
        sign = -1 if self.quantity.long_is_good else 1
        for level, bound in enumerate(self.bounds):
            if sign * value <= sign * bound:
                return level
        return LEVELS - 1

    def used_levels(self) -> Tuple[int, ...]:
        """The classes that hold a value at all: fewer than five where few values differ."""
        return tuple(sorted({self.level(bound) for bound in self.bounds}))

    def legend(self) -> Tuple[str, ...]:
        """The worst value of each of the used levels, such as ``≤0.7 %`` or ``≥95 µs``."""
        sign = "≥" if self.quantity.long_is_good else "≤"
        return tuple(
            f"{sign}{self.quantity.text(self.bounds[level])}" for level in self.used_levels()
        )


def _last_of(level: int, count: int) -> int:
    """Which of ``count`` ranked values is the last of a level; few are spread from best to worst."""
    if count < LEVELS:
        return level * (count - 1) // (LEVELS - 1)
    return math.ceil(count * (level + 1) / LEVELS) - 1


def is_broken(quantity: Quantity, value: float) -> bool:
    """Whether the value says "out of order" rather than measures something."""
    return quantity is Quantity.RATE and value >= BROKEN_RATE
