"""Intervals by the bootstrap: how much a mean distance owes to which pairs, circuits and runs were measured.

A replicate draws pairs of device and family with replacement, within each its circuits and its runs, pools the runs
and takes the mean distance anew. All models see the same draws, so that their differences are paired.
"""

from __future__ import annotations

from typing import Dict, List, Mapping, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.fidelity.hardware import Series
from benchmarks.fidelity.predictions import Predicted, distances

Replicates = Dict[str, NDArray[np.float64]]


def replicates(
    measured: Sequence[Tuple[Series, Mapping[str, Predicted]]],
    circuits: Sequence[Sequence[int]],
    *,
    resamples: int,
    seed: int,
) -> Replicates:
    """By model, the mean distance in each replicate; of each series only the ``circuits`` that are told."""
    random = np.random.default_rng(seed)
    names = list(measured[0][1])
    found: Dict[str, List[float]] = {name: [] for name in names}
    for _ in range(resamples):
        drawn: Dict[str, List[float]] = {name: [] for name in names}
        for pair in random.integers(len(measured), size=len(measured)):
            series, predicted = measured[pair]
            chosen = random.choice(circuits[pair], size=len(circuits[pair]))
            runs = random.integers(len(series.counts), size=len(series.counts))
            pooled = series.counts[runs][:, chosen].sum(axis=0)
            frequencies = pooled / pooled.sum(axis=1, keepdims=True)
            for name in names:
                drawn[name].append(distances(predicted[name][chosen], frequencies).mean())
        for name in names:
            found[name].append(float(np.mean(drawn[name])))
    return {name: np.array(values) for name, values in found.items()}


def interval(values: NDArray[np.float64]) -> Tuple[float, float]:
    """The middle 95 %."""
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
