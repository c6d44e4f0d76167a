"""What a fit has to be better than: no noise at all, a coin for each bit, and a mix of both with one number fitted.

>>> mix = mixed(np.array([1.0, 0.0]), 0.2)
>>> mix.tolist()
[0.9, 0.1]
"""

from __future__ import annotations

from typing import Sequence

import numpy as np

from qhil.calibrating.observed import Observed, Probabilities


def uniform(outcomes: int) -> Probabilities:
    """Every outcome alike."""
    return np.full(outcomes, 1 / outcomes)


def mixed(ideal: Probabilities, share: float) -> Probabilities:
    """The ideal probabilities, but for a share of the shots that end anyhow."""
    found: Probabilities = (1 - share) * ideal + share * uniform(ideal.size)
    return found


def best_share(observed: Sequence[Observed], ideal: Sequence[Probabilities]) -> float:
    """The share that explains these counts best, by the same squares as a fit."""
    from scipy.optimize import minimize_scalar

    def cost(share: float) -> float:
        return sum(
            float((one.residuals(mixed(p, share)) ** 2).sum()) for one, p in zip(observed, ideal)
        )

    return float(minimize_scalar(cost, bounds=(0.0, 1.0), method="bounded").x)
