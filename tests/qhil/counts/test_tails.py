import numpy as np
import pytest
from scipy import stats
from scipy.special import logsumexp

from qhil.counts.tails import binomial_log_tail, difference_log_tail


@pytest.mark.parametrize("total", [1, 7, 1000])
def test_the_tail_is_that_of_the_binomial_distribution(total):
    shots = np.arange(total + 1)

    for chance in (0.01, 0.5, 0.99):
        found = np.exp(binomial_log_tail(total, shots / total, np.full(total + 1, chance)))
        assert found == pytest.approx(
            stats.binom.sf(shots - 1, total, chance), rel=1e-6, abs=1e-250
        )


def test_a_tail_too_small_for_a_float_is_bounded():
    tail = binomial_log_tail(10**4, np.array([0.5, 1.0]), np.array([0.1, 0.5]))
    exact = logsumexp(stats.binom.logpmf(np.arange(5000, 10**4 + 1), 10**4, 0.1))

    assert exact < tail[0] < 0.99 * exact
    assert tail[1] == pytest.approx(1e4 * np.log(0.5))


def test_more_than_certain_is_certain():
    assert binomial_log_tail(10, np.array([1.0]), np.array([1.3])).tolist() == [0.0]


@pytest.mark.parametrize(
    ("first", "second", "within"), [(12, 12, 0.0), (12, 12, 0.1), (30, 8, 0.05), (8, 30, 0.3)]
)
@pytest.mark.parametrize("level", [0.2, 0.01, 1e-4])
def test_two_samples_are_found_further_apart_no_more_often_than_the_level(
    first, second, within, level
):
    """All pairs of samples, at the border of what is allowed: summed up, not drawn."""
    rejected = np.array(
        [
            [
                difference_log_tail((first, second), (x / first, y / second), within, np.log(level))
                <= np.log(level)
                for y in range(second + 1)
            ]
            for x in range(first + 1)
        ]
    )

    for chance in np.linspace(0, 1 - within, 21):
        of_first = stats.binom.pmf(np.arange(first + 1), first, chance + within)
        of_second = stats.binom.pmf(np.arange(second + 1), second, chance)
        assert of_first @ rejected @ of_second <= level
    if level > 1e-3 or first == 30:
        assert rejected.any()


def test_what_is_within_is_no_evidence():
    assert difference_log_tail((100, 100), (0.6, 0.5), 0.1, np.log(1e-4)) == 0.0


def test_a_level_too_small_for_a_float_allows_all_of_the_second_sample():
    tail = difference_log_tail((100, 100), (1.0, 0.0), 0.0, -1000.0)

    # Hoeffding's bound is that of the middle, where the second probability is unknown.
    assert -2 / (1 / 100 + 1 / 100) * 1.4 < tail < -2 / (1 / 100 + 1 / 100)
