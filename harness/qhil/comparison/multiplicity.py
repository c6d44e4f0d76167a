"""Many circuits at once: p-values of each -> p-values that hold for all of them together.

>>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
[0.03, 0.06, 0.06]
>>> [round(p, 3) for p in benjamini_hochberg([0.01, 0.04, 0.03])]
[0.03, 0.04, 0.04]
"""

from __future__ import annotations

from typing import List, Sequence


def holm(p_values: Sequence[float]) -> List[float]:
    """Adjusted p-values for the family-wise error rate: those at most a are all true, but for a chance of a.

    The i-th smallest of m is multiplied by m - i + 1, and none is below the one before (Holm, Scandinavian
    Journal of Statistics 6, 65, 1979). It asks nothing of how the tests depend on each other.
    """
    count, least = len(p_values), 0.0
    adjusted = [0.0] * count
    for rank, index in enumerate(sorted(range(count), key=p_values.__getitem__)):
        least = max(least, min(1.0, (count - rank) * p_values[index]))
        adjusted[index] = least
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> List[float]:
    """Adjusted p-values for the false-discovery rate: of those at most a, a share of a is expected to be false.

    The i-th smallest of m is multiplied by m / i, and none is above the one behind (Benjamini and Hochberg,
    Journal of the Royal Statistical Society B 57, 289, 1995). For independent circuits, as these are;
    scipy has it as `false_discovery_control` since 1.11.
    """
    count, most = len(p_values), 1.0
    adjusted = [1.0] * count
    order = sorted(range(count), key=p_values.__getitem__)
    for rank in range(count, 0, -1):
        most = min(most, count / rank * p_values[order[rank - 1]])
        adjusted[order[rank - 1]] = most
    return adjusted


def fisher(p_values: Sequence[float]) -> float:
    """One p-value for all: small where many circuits differ a little, each too little by itself.

    -2 sum ln p is chi-squared with 2 m degrees of freedom (Fisher, Statistical Methods for Research Workers, 4th
    edition, 1932), by scipy. Circuits are independent, as their shots are. P-values that are true but
    not uniform (exact ones, drawn ones) make it larger, never smaller.
    """
    from scipy.stats import combine_pvalues

    floor = 1e-300  # ln 0 would be all there is to say
    _, combined = combine_pvalues([min(1.0, max(p, floor)) for p in p_values], method="fisher")
    return float(combined)
