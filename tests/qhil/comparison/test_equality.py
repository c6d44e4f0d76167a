from __future__ import annotations

import numpy as np
import pytest

from qhil.comparison.equality import THICK, equality, likelihood_ratio
from qhil.comparison.outcomes import exact, pair, sampled

EVEN = {"00": 0.25, "01": 0.25, "10": 0.25, "11": 0.25}
THIN = {"000": 0.9, "001": 0.05, "010": 0.03, "011": 0.01, "100": 0.006, "101": 0.004}


def draw(chances, shots, generator):
    numbers = generator.multinomial(shots, list(chances.values()))
    return {key: int(number) for key, number in zip(chances, numbers)}


@pytest.mark.parametrize("against", ["exact", "counts"])
@pytest.mark.parametrize(("chances", "shots"), [(EVEN, 400), (EVEN, 12), (THIN, 60), (THIN, 2000)])
def test_false_alarms_are_as_stated(chances, shots, against):
    """Of 400 samples of equals, p is at most 0.05 in 5 % of them, but for chance (binomial, 1 in 10,000)."""
    from scipy.stats import binom

    generator = np.random.default_rng([shots, len(chances), len(against)])
    hits, count = 0, 400
    for _ in range(count):
        other = exact(chances) if against == "exact" else sampled(draw(chances, shots, generator))
        p = equality(pair(other, sampled(draw(chances, shots, generator))), 0.05)
        hits += p.value <= 0.05

    assert hits <= binom.ppf(1 - 1e-4, count, 0.05)


def test_thick_cells_get_the_g_test_of_scipy():
    """Divided by the factor of Williams, as his paper has it."""
    from scipy.stats import chi2, chi2_contingency, power_divergence

    counts = {"00": 260, "01": 240, "10": 270, "11": 230}
    second = {"00": 500, "01": 510, "10": 480, "11": 510}
    against = equality(pair(exact(EVEN), sampled(counts)), 0.01)
    between = equality(pair(sampled(second), sampled(counts)), 0.01)

    g = power_divergence(list(counts.values()), lambda_="log-likelihood").statistic
    # 1 + (a^2 - 1) / (6 n (a - 1)) for a equal classes
    assert against.value == pytest.approx(chi2.sf(g / (1 + 15 / (6 * 1000 * 3)), 3))
    table = np.array([list(counts.values()), list(second.values())])
    g = chi2_contingency(table, correction=False, lambda_="log-likelihood")[0]
    rows, columns = 3000 * (1 / 1000 + 1 / 2000) - 1, 3000 * (1 / table.sum(0)).sum() - 1
    assert between.value == pytest.approx(chi2.sf(g / (1 + rows * columns / (6 * 3000 * 3)), 3))
    assert "chi-squared" in against.source


@pytest.mark.parametrize("against", ["exact", "counts"])
def test_the_tail_of_chi_squared_is_not_too_light(against):
    """Where cells are just thick enough, p is at most 0.001 in a share of 0.001 of samples (60,000; 4 deviations)."""
    from scipy.stats import chi2

    chances, shots, count = np.array([0.7, 0.1, 0.1, 0.1]), 10 * THICK, 60_000
    generator = np.random.default_rng(3)
    one = generator.multinomial(shots, chances, size=count)
    statistic, williams = _g(
        one, generator.multinomial(shots, chances, size=count), against, chances
    )

    share = (chi2.sf(statistic / williams, 3) <= 1e-3).mean()
    assert share <= 1e-3 + 4 * np.sqrt(1e-3 / count)


def _g(one, other, against, chances):
    """G and the factor of Williams, of many tables at once."""
    from scipy.special import xlogy

    n = one[0].sum()
    if against == "exact":
        g = 2 * xlogy(one, one / (n * chances)).sum(1)
        return g, 1 + ((1 / chances).sum() - 1) / (6 * n * 3)
    both = one + other
    g = 2 * (xlogy(one, one / n) + xlogy(other, other / n) - xlogy(both, both / (2 * n))).sum(1)
    return g, 1 + 3 * ((2 * n / both).sum(1) - 1) / (6 * 2 * n * 3)


def test_thin_cells_are_not_left_to_chi_squared():
    counts = {"000": 55, "001": 3, "010": 2}

    assert min(60 * chance for chance in THIN.values()) < THICK
    assert "chi-squared" not in equality(pair(exact(THIN), sampled(counts)), 0.01).source


def test_two_outcomes_are_exact():
    from scipy.stats import binomtest

    p = equality(pair(exact({"0": 0.5, "1": 0.5}), sampled({"0": 60, "1": 40})), 0.01)

    assert p.value == pytest.approx(binomtest(60, 100).pvalue)
    assert "exact" in p.source


def test_what_cannot_occur_decides_alone():
    both = pair(exact({"0": 1.0}), sampled({"0": 999, "1": 1}))

    assert equality(both, 0.01).value == 0
    assert likelihood_ratio(both) == float("inf")


def test_the_same_counts_get_the_same_p():
    both = pair(exact(THIN), sampled({"000": 50, "001": 6, "010": 4}))

    assert equality(both, 1e-3) == equality(both, 1e-3)


def test_sides_may_change_places():
    one, other = sampled({"00": 300, "11": 310}), exact({"00": 0.5, "11": 0.5})

    assert equality(pair(one, other), 0.01) == equality(pair(other, one), 0.01)
