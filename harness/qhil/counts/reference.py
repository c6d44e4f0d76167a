"""The tables that shot noise alone could have given, how likely each is, and how far it is from even.

In goes a sample and what it is compared with; out comes a :class:`Multinomial` (expected
probabilities) or a :class:`Hypergeometric` (expected counts). The latter is conditional on the shots of
both samples together, outcome by outcome: then it does not depend on the unknown distribution.

A table is an array of shots by outcome, for the first sample. The statistic is the likelihood ratio
G = 2 sum observed ln(observed / expected) (Woolf 1957), over both samples where there are two.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, List, Union

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Tables = NDArray[np.int64]


@dataclass(frozen=True)
class Multinomial:
    """``total`` shots over outcomes of the given ``probabilities``, none of which is 0."""

    total: int
    probabilities: NDArray[np.float64]

    @property
    def limits(self) -> List[int]:
        """The most shots that each outcome can have."""
        return [self.total] * len(self.probabilities)

    def statistic(self, tables: Tables) -> NDArray[np.float64]:
        """G of each table; shape (tables, outcomes) to (tables,)."""
        import numpy as np
        from scipy.special import xlogy

        expected = self.total * self.probabilities
        found: NDArray[np.float64] = 2 * (xlogy(tables, tables).sum(-1) - tables @ np.log(expected))
        return found

    def log_probability(self, tables: Tables) -> NDArray[np.float64]:
        """Natural logarithm of each table's probability."""
        import numpy as np
        from scipy.special import gammaln

        ways = gammaln(self.total + 1) - gammaln(tables + 1).sum(-1)
        found: NDArray[np.float64] = ways + tables @ np.log(self.probabilities)
        return found

    def draw(self, generator: np.random.Generator, size: int) -> Tables:
        """So many random tables."""
        return generator.multinomial(self.total, self.probabilities, size=size)

    def data(self) -> bytes:
        """What tells this distribution from others."""
        return self.total.to_bytes(8, "big") + self.probabilities.tobytes()

    def log_tail_bound(self, statistic: float) -> float:
        """No less than the logarithm of the chance of a G as large.

        A table's probability is exp(-G/2) times its probability under its own frequencies, which
        is at most 1; and there are C(total + outcomes - 1, outcomes - 1) tables (Sanov).
        """
        others = len(self.probabilities) - 1
        return _log_choose(self.total + others, others) - statistic / 2


@dataclass(frozen=True)
class Hypergeometric:
    """``total`` shots of the first sample among ``both``, the shots of both samples by outcome."""

    total: int
    both: Tables

    @property
    def limits(self) -> List[int]:
        """The most shots that each outcome can have."""
        return [int(number) for number in self.both]

    def statistic(self, tables: Tables) -> NDArray[np.float64]:
        """G of each table and its complement; shape (tables, outcomes) to (tables,)."""
        from scipy.special import xlogy

        second = self.both - tables
        parts = xlogy(tables, tables).sum(-1) + xlogy(second, second).sum(-1)
        found: NDArray[np.float64] = 2 * (parts - self._even())
        return found

    def _even(self) -> float:
        """What makes G zero where both samples share every outcome in the ratio of their shots."""
        everything = int(self.both.sum())
        other = everything - self.total
        within = _xlogx(self.total) + _xlogx(other) - _xlogx(everything)
        return within + sum(_xlogx(int(number)) for number in self.both)

    def log_probability(self, tables: Tables) -> NDArray[np.float64]:
        """Natural logarithm of each table's probability, given the shots of both samples."""
        from scipy.special import gammaln

        ways = gammaln(self.both + 1) - gammaln(tables + 1) - gammaln(self.both - tables + 1)
        found: NDArray[np.float64] = ways.sum(-1) - _log_choose(int(self.both.sum()), self.total)
        return found

    def draw(self, generator: np.random.Generator, size: int) -> Tables:
        """So many random tables."""
        return generator.multivariate_hypergeometric(
            self.both, self.total, size=size, method="marginals"
        )

    def data(self) -> bytes:
        """What tells this distribution from others."""
        return self.total.to_bytes(8, "big") + self.both.tobytes()

    def log_tail_bound(self, statistic: float) -> float:
        """No less than the logarithm of the chance of a G as large, given the shots of both samples.

        As for :class:`Multinomial`, for a pair of samples; and divided by the chance, under the
        frequencies of both together, of the shots that are given.
        """
        numbers = sorted(self.limits)
        everything = sum(numbers)
        given = math.lgamma(everything + 1) - _xlogx(everything)
        given += sum(_xlogx(number) - math.lgamma(number + 1) for number in numbers)
        # The outcome with the most shots has what the others leave.
        tables = sum(math.log(min(number, self.total) + 1) for number in numbers[:-1])
        return tables - statistic / 2 - given


Reference = Union[Multinomial, Hypergeometric]


def _xlogx(number: int) -> float:
    return number * math.log(number) if number else 0.0


def _log_choose(number: int, chosen: int) -> float:
    terms: Any = (number - chosen + 1, chosen + 1)
    return math.lgamma(number + 1) - sum(map(math.lgamma, terms))
