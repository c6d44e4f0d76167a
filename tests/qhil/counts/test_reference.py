import numpy as np
import pytest
from scipy import stats

from qhil.counts.reference import Hypergeometric, Multinomial
from qhil.counts.tables import all_tables

REFERENCES = [
    Multinomial(6, np.array([0.5, 0.2, 0.2, 0.1])),
    Multinomial(30, np.array([0.9, 0.1])),
    Hypergeometric(6, np.array([3, 5, 4])),
    Hypergeometric(12, np.array([20, 10])),
]


@pytest.mark.parametrize("reference", REFERENCES)
def test_all_tables_together_are_certain(reference):
    tables = all_tables(reference.total, reference.limits, 10_000)

    assert np.exp(reference.log_probability(tables)).sum() == pytest.approx(1)


@pytest.mark.parametrize("reference", REFERENCES)
def test_tables_are_drawn_as_often_as_they_are_probable(reference):
    tables = all_tables(reference.total, reference.limits, 10_000)
    draws = reference.draw(np.random.default_rng(5), 20_000)

    likely = np.exp(reference.log_probability(tables))
    for table, chance in zip(tables[likely > 0.01], likely[likely > 0.01]):
        share = (draws == table).all(axis=1).mean()
        assert share == pytest.approx(chance, abs=5 * np.sqrt(chance / 20_000))


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_bound_is_never_below_the_chance(reference):
    tables = all_tables(reference.total, reference.limits, 10_000)
    statistic, chance = reference.statistic(tables), np.exp(reference.log_probability(tables))

    for value in statistic:
        tail = chance[statistic >= value - 1e-9].sum()
        assert reference.log_tail_bound(value) >= np.log(tail) - 1e-9


def test_the_statistic_is_that_of_the_textbook():
    counts, other = np.array([30, 50, 20]), np.array([45, 5, 10])
    chances = np.array([0.2, 0.6, 0.2])

    one = Multinomial(100, chances).statistic(counts[None, :])[0]
    two = Hypergeometric(100, counts + other).statistic(counts[None, :])[0]

    textbook = stats.power_divergence(counts, 100 * chances, lambda_="log-likelihood")
    assert one == pytest.approx(textbook.statistic)
    textbook = stats.chi2_contingency([counts, other], lambda_="log-likelihood")
    assert two == pytest.approx(textbook[0])


def test_other_distributions_have_other_data():
    assert len({reference.data() for reference in REFERENCES}) == len(REFERENCES)
