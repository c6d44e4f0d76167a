"""Counts beside what they are compared with: one line for each outcome, as numbers.

>>> from qhil.counts.outcomes import read_expected, read_sample
>>> pair = paired(read_sample({"0": 30, "1": 70}, "counts"), read_expected({"0": 0.5, "1": 0.5}))
>>> pair.labels, round(pair.distance, 3)
(('0', '1'), 0.2)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional, Tuple, Union

from qhil.counts.outcomes import Distribution, Form, Sample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Pair:
    """Shots of the sample, and shots or probabilities of what is expected; arrays of shape (outcomes,)."""

    labels: Tuple[str, ...]
    form: Form
    shots: NDArray[np.int64]
    expected_shots: Optional[NDArray[np.int64]]  # None for probabilities
    expected: NDArray[np.float64]  # frequencies or probabilities; they sum to 1

    @property
    def total(self) -> int:
        """Shots of the sample."""
        return int(self.shots.sum())

    @property
    def expected_total(self) -> Optional[int]:
        """Shots of what is expected; None for probabilities."""
        return None if self.expected_shots is None else int(self.expected_shots.sum())

    @property
    def frequencies(self) -> NDArray[np.float64]:
        """Of the sample."""
        found: NDArray[np.float64] = self.shots / self.total
        return found

    @property
    def distance(self) -> float:
        """Total variation distance: half the sum of the differences, the largest difference of any event."""
        return float(abs(self.frequencies - self.expected).sum() / 2)

    @property
    def noise_floor(self) -> float:
        """About the distance that shot noise alone gives, on average.

        The mean deviation of a normal variable of the variance that each outcome has; the
        probabilities are those expected, or the frequencies of both samples together.
        """
        import numpy as np

        rate, chance = 1 / self.total, self.expected
        if self.expected_shots is not None and self.expected_total is not None:
            rate += 1 / self.expected_total
            chance = (self.shots + self.expected_shots) / (self.total + self.expected_total)
        deviations = np.sqrt(2 / math.pi * rate * chance * (1 - chance))
        return min(1.0, float(deviations.sum() / 2))


def paired(counts: Sample, expected: Union[Sample, Distribution]) -> Pair:
    """Put both side by side, in order of outcome; both have outcomes of one form."""
    import numpy as np

    second = expected.shots if isinstance(expected, Sample) else expected.probabilities
    labels = sorted({*counts.shots, *second}, key=lambda label: (len(label), label))
    shots = np.array([counts.shots.get(label, 0) for label in labels], dtype=np.int64)
    others = np.array([second.get(label, 0) for label in labels])
    return Pair(
        labels=tuple(labels),
        form=counts.form,
        shots=shots,
        expected_shots=others.astype(np.int64) if isinstance(expected, Sample) else None,
        expected=others / others.sum(),
    )
