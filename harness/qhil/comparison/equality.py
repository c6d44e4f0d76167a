"""Whether two sides have one distribution: a p-value that is right at small counts too.

A pair of samples, or a sample and exact probabilities -> `PValue`, with the way it came about:

* *chi-squared*: of the likelihood ratio G = 2 sum O ln(O / E) (Woolf, Annals of Human Genetics 21, 397, 1957) by scipy,
  where there are more than two outcomes, and every cell expects `THICK` shots or more; G is divided by the factor of
  Williams (Biometrika 63, 33, 1976), without which it is too large by a little, and p too small by some 5 to 20 %;
* *exact*: of all tables with the same margins, where they are few;
* *drawn*: tables given by shot noise alone (a permutation test, where both sides are samples), as
  :mod:`qhil.counts.p_value` tells.

Cells are thin for chi-squared below 5 expected shots by the usual rule (Cochran, Annals of Mathematical Statistics 23,
315, 1952), which is about levels of some percent. Levels are far smaller here, as there are many circuits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qhil.counts.p_value import PValue, p_value
from qhil.counts.reference import Hypergeometric, Multinomial, Reference

if TYPE_CHECKING:
    from qhil.counts.pair import Pair

THICK = 50
"""Expected shots of a cell from which on the chi-squared tail serves."""
BUDGET = 20_000_000
# Of two outcomes all tables can be looked at.
_FEW_OUTCOMES = 2


def equality(pair: Pair, level: float, *, budget: int = BUDGET) -> PValue:
    """The p-value of one distribution on both sides; it is at most ``level`` in that share of all samples at most.

    ``budget``: numbers of shots to be drawn, outcomes times tables.
    """
    if pair.expected_total is None and pair.shots[pair.expected == 0].sum():
        return PValue(0.0, "an outcome that cannot occur")
    reference = reference_of(pair)
    if len(pair.labels) > _FEW_OUTCOMES:
        thick = _chi_squared(pair)
        if thick is not None:
            return thick
    return p_value(reference, pair.shots, level, budget)


def likelihood_ratio(pair: Pair) -> float:
    """G, as in the head of this module; infinite for an outcome that cannot occur."""
    if pair.expected_total is None and pair.shots[pair.expected == 0].sum():
        return float("inf")
    return float(reference_of(pair).statistic(pair.shots[None, :])[0])


def reference_of(pair: Pair) -> Reference:
    """What shot noise alone gives; outcomes that no side has say nothing, and are not in a pair."""
    if pair.expected_shots is None:
        return Multinomial(pair.total, pair.expected)
    return Hypergeometric(pair.total, pair.shots + pair.expected_shots)


def _chi_squared(pair: Pair) -> Optional[PValue]:
    """By scipy; None where a cell is thin."""
    import numpy as np
    from scipy.stats import chi2, chi2_contingency, power_divergence

    freedom = len(pair.labels) - 1
    if pair.expected_shots is None or pair.expected_total is None:
        expected = pair.total * pair.expected
        if expected.min() < THICK:
            return None
        statistic, _ = power_divergence(pair.shots, expected, lambda_="log-likelihood")
        excess = float((1 / pair.expected).sum() - 1)
    else:
        both = pair.shots + pair.expected_shots
        whole = pair.total + pair.expected_total
        if (both * min(pair.total, pair.expected_total) / whole).min() < THICK:
            return None
        table = np.array([pair.shots, pair.expected_shots])
        statistic = chi2_contingency(table, correction=False, lambda_="log-likelihood")[0]
        sides = whole / pair.total + whole / pair.expected_total - 1
        excess = float(sides * ((whole / both).sum() - 1)) * pair.total / whole
    williams = 1 + excess / (6 * pair.total * freedom)
    return PValue(
        float(chi2.sf(statistic / williams, freedom)), f"chi-squared, {freedom} degrees of freedom"
    )
