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
    from scipy.stats import chi2_contingency, power_divergence

    counts = {"00": 260, "01": 240, "10": 270, "11": 230}
    second = {"00": 500, "01": 510, "10": 480, "11": 510}
    against = equality(pair(exact(EVEN), sampled(counts)), 0.01)
    between = equality(pair(sampled(second), sampled(counts)), 0.01)

    assert against.value == pytest.approx(
        power_divergence(list(counts.values()), lambda_="log-likelihood").pvalue
    )
    table = [list(counts.values()), list(second.values())]
    assert between.value == pytest.approx(
        chi2_contingency(table, correction=False, lambda_="log-likelihood")[1]
    )
    assert "chi-squared" in against.source


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
