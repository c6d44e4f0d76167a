"""What was counted of one circuit, as arrays; and how far a prediction is from it.

Index i of an array is the outcome whose bit b is classical bit b of the circuit.

>>> seen = Observed.of("bell", {"00": 60, "11": 40})
>>> round(seen.distance(np.array([0.5, 0, 0, 0.5])), 9)
0.1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Observed:
    """The counts of one circuit, of shape (2 ** bits,)."""

    name: str
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, name: str, counts: Mapping[str, int]) -> Observed:
        """From counts by bit strings of one width, bit 0 last."""
        width = len(next(iter(counts)))
        found = np.zeros(2**width, dtype=np.int64)
        for outcome, count in counts.items():
            found[int(outcome, 2)] = count
        return cls(name, found)

    @property
    def shots(self) -> int:
        """All of them."""
        return int(self.counts.sum())

    @property
    def bits(self) -> int:
        """How many classical bits there are."""
        return int(self.counts.size).bit_length() - 1

    @property
    def frequencies(self) -> Probabilities:
        """They sum to 1."""
        found: Probabilities = self.counts / self.counts.sum()
        return found

    def residuals(self, predicted: Probabilities) -> Probabilities:
        """2 sqrt(N) (sqrt(p) - sqrt(f)) of each outcome, in the form that has no bias at few counts.

        The square root makes the variance of a Poisson count 1 whatever its mean, so that least squares weigh every
        outcome as they should (Bartlett 1936). But the mean of sqrt(n) is below sqrt(N p), most so where N p is
        small, and rare outcomes tell the errors: fitted error rates came out too low by a quarter of their
        uncertainty at 1,024 shots, by half of it at 256. With sqrt(n) + sqrt(n + 1) for 2 sqrt(n), and
        sqrt(4 N p + 1), which is its mean (Freeman and Tukey 1950), by less than a tenth.
        """
        expected = np.sqrt(4 * self.shots * np.clip(predicted, 0.0, None) + 1)
        found: Probabilities = expected - np.sqrt(self.counts) - np.sqrt(self.counts + 1)
        return found

    def distance(self, predicted: Probabilities) -> float:
        """Total variation distance of the frequencies from a prediction."""
        return float(np.abs(self.frequencies - predicted).sum() / 2)

    def floor(self, predicted: Probabilities) -> float:
        """About the distance that shot noise alone gives on average, were the prediction the truth.

        The mean deviation of a normal variable of the variance that each outcome has.
        """
        chance = np.clip(predicted, 0.0, 1.0)
        return float(np.sqrt(2 / np.pi * chance * (1 - chance) / self.shots).sum() / 2)
