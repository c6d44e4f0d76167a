import math

import numpy as np
import pytest
from scipy import stats

from qhil.counts import p_value as module
from qhil.counts.p_value import p_value
from qhil.counts.reference import Hypergeometric, Multinomial


@pytest.fixture
def no_enumeration(monkeypatch):
    monkeypatch.setattr(module, "MOST_TABLES", 0)


def test_few_tables_are_counted_exactly():
    fair = p_value(Multinomial(10, np.array([0.5, 0.5])), np.array([9, 1]), 1e-4)
    fisher = p_value(Hypergeometric(10, np.array([10, 10])), np.array([8, 2]), 1e-4)

    assert fair.value == pytest.approx(22 / 1024)
    assert str(fair) == "p = 0.021 (exact, of 11 possible tables)"
    assert fisher.value == pytest.approx(stats.fisher_exact([[8, 2], [2, 8]])[1])


def test_a_tie_counts_as_as_far_off():
    """Of a fair coin all tables with both sides exchanged are ties, whatever the rounding."""
    for heads in range(31):
        p = p_value(Multinomial(30, np.array([0.5, 0.5])), np.array([heads, 30 - heads]), 1e-4)
        far = abs(heads - 15)
        tail = 1 if far == 0 else 2 * stats.binom.cdf(15 - far, 30, 0.5)

        assert p.value == pytest.approx(tail, rel=1e-6)


@pytest.mark.parametrize(
    ("reference", "observed"),
    [
        (Multinomial(10, np.array([0.5, 0.5])), np.array([8, 2])),
        (Multinomial(12, np.array([0.5, 0.25, 0.25])), np.array([3, 7, 2])),
        (Hypergeometric(10, np.array([10, 10])), np.array([8, 2])),
        (Hypergeometric(10, np.array([4, 10, 6])), np.array([4, 2, 4])),
    ],
)
def test_draws_agree_with_what_is_exact(no_enumeration, monkeypatch, reference, observed):
    drawn = p_value(reference, observed, 1e-4)
    monkeypatch.setattr(module, "MOST_TABLES", 1000)
    exact = p_value(reference, observed, 1e-4)

    # Ten exceedances: about a third off, one standard deviation.
    assert "draws" in drawn.source
    assert drawn.value == pytest.approx(exact.value, rel=1)


def test_draws_stop_as_soon_as_the_counts_are_in_order(no_enumeration):
    reference = Multinomial(4096, np.full(32, 1 / 32))
    p = p_value(reference, np.full(32, 128), 1e-4)

    assert (p.value, p.source) == (1.0, "10 of 10 draws as far off")


def test_draws_are_enough_to_reach_the_level(no_enumeration):
    reference = Multinomial(20, np.full(8, 1 / 8))
    p = p_value(reference, np.array([14, 0, 0, 1, 1, 1, 1, 2]), 1e-4)

    assert p.source == "0 of 100,100 draws as far off"
    assert p.value == pytest.approx(1 / 100_101)
    assert str(p).startswith("p ≤ 1e-05 (0 of")


@pytest.mark.parametrize(("budget", "exceedances"), [(10**9, 10), (8 * 3500, 3), (1, 1)])
def test_a_small_budget_makes_for_fewer_exceedances_and_the_same_level(budget, exceedances):
    reference = Multinomial(20, np.full(8, 1 / 8))
    p = p_value(reference, np.array([14, 0, 0, 1, 1, 1, 1, 2]), 1e-3, budget)

    draws = int(p.source.split()[2].replace(",", ""))
    assert draws == math.ceil(exceedances / (1e-3 * (1 - 1e-3))) - 1
    assert exceedances / (draws + 1) <= 1e-3


def test_counts_that_are_very_far_off_need_no_draws():
    p = p_value(Multinomial(4096, np.full(32, 1 / 32)), np.array([4096] + [0] * 31), 1e-4)

    assert 0 < p.value < 1e-100
    assert str(p).endswith("(a bound)")


def test_the_same_counts_get_the_same_p_value_and_others_other_draws():
    reference = Multinomial(1000, np.full(16, 1 / 16))
    counts = np.random.default_rng(3).multinomial(1000, np.full(16, 1 / 16), size=2)

    first, again = (p_value(reference, counts[0], 1e-4) for _ in range(2))
    seeds = {module._seed(reference, table) for table in counts}

    assert first == again
    assert len(seeds) == 2


def test_batches_end_where_one_draw_after_the_other_would(no_enumeration, monkeypatch):
    """The stop is at the tenth exceedance, wherever in a batch that is."""
    reference = Multinomial(40, np.array([0.5, 0.3, 0.2]))
    observed = np.array([26, 8, 6])
    in_batches = p_value(reference, observed, 1e-4)
    monkeypatch.setattr(module, "_FIRST_BATCH", 7)
    monkeypatch.setattr(module, "_LARGEST_BATCH", 21)

    assert p_value(reference, observed, 1e-4) == in_batches
