"""What a side says of one circuit: counts of shots, or the exact distribution; the tests know which.

>>> sampled({"0": 3, "1": 1}).shots
4
>>> exact({"0": 0.75, "1": 0.25}).shots is None
True
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Mapping, Optional, Tuple

from qhil.errors import ComparisonError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qhil.counts.pair import Pair

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Outcomes:
    """Counts by outcome, which have shot noise, or probabilities, which have none; bit strings without spaces.

    One of the two is None; see `sampled` and `exact`.
    """

    counts: Optional[Mapping[str, int]]
    probabilities: Optional[Mapping[str, float]]

    def __post_init__(self) -> None:
        if (self.counts is None) == (self.probabilities is None):
            raise ComparisonError("outcomes: expected counts or probabilities, found both or none")

    @property
    def shots(self) -> Optional[int]:
        """How many; None for an exact distribution: as many as one likes."""
        return None if self.counts is None else sum(self.counts.values())

    @property
    def shares(self) -> Mapping[str, float]:
        """Frequencies or probabilities."""
        if self.counts is None:
            return self.probabilities or {}
        total = sum(self.counts.values())
        return {key: count / total for key, count in self.counts.items()}


def sampled(counts: Mapping[str, int]) -> Outcomes:
    """Of shots."""
    return Outcomes(dict(counts), None)


def exact(probabilities: Mapping[str, float]) -> Outcomes:
    """Of a distribution."""
    return Outcomes(None, dict(probabilities))


def shares(first: Outcomes, second: Outcomes) -> Tuple[Tuple[str, ...], Numbers, Numbers]:
    """Outcomes that either has, in order, and the share of each on both sides, arrays of shape (outcomes,)."""
    import numpy as np

    labels = tuple(sorted({*first.shares, *second.shares}))
    sides = (first.shares, second.shares)
    one, other = (np.array([side.get(key, 0.0) for key in labels]) for side in sides)
    return labels, one, other


def pair(first: Outcomes, second: Outcomes) -> Optional[Pair]:
    """As the tests of counts want them: a sample, and a sample or probabilities. None if both are exact."""
    from qhil.counts.outcomes import read_expected, read_sample
    from qhil.counts.pair import paired

    if first.counts is None and second.counts is None:
        return None
    one, other = (second, first) if first.counts is None else (first, second)
    return paired(
        read_sample(one.counts, "counts"),
        read_expected(other.shares)
        if other.counts is None
        else read_sample(other.counts, "counts"),
    )
