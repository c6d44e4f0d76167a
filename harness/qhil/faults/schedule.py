"""At which calls of a site a fault happens.

>>> str(Schedule(first=3, times=1))
'from the 3rd call on, once'
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Optional

from qhil.errors import FaultError

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = (11, 12, 13)


@dataclass(frozen=True)
class Schedule:
    """From the ``first`` call on (counted from 1), with that ``probability``, at most so many ``times``.

    Raises:
        FaultError: for a schedule by which nothing ever happens, or that makes no sense.
    """

    first: int = 1
    times: Optional[int] = None
    probability: float = 1.0

    def __post_init__(self) -> None:
        if type(self.first) is not int or self.first < 1:
            raise FaultError(f"calls are counted from 1, so the first cannot be {self.first!r}")
        if self.times is not None and (type(self.times) is not int or self.times < 1):
            raise FaultError(f"a fault happens 1 time or more, not {self.times!r} times")
        if isinstance(self.probability, bool) or not 0 < self.probability <= 1:
            raise FaultError(
                f"a probability is above 0 and at most 1 (100%), not {self.probability!r}"
            )

    @property
    def certain(self) -> bool:
        """Whether it happens at every call from the first on, for ever: nothing behind it gets a turn."""
        return self.times is None and self.probability == 1

    @property
    def percent(self) -> str:
        """The probability in %, as many digits as it has: the text that gives it back."""
        return f"{(Decimal(repr(float(self.probability))) * 100).normalize():f}"

    def __str__(self) -> str:
        told = []
        if self.first > 1:
            told.append(f"from the {_ordinal(self.first)} call on")
        if self.probability < 1:
            told.append(f"{self.percent} % of calls")
        if self.times is not None:
            told.append("once" if self.times == 1 else f"at most {self.times} times")
        return ", ".join(told) or "at every call"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in _TEENS else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending}"
