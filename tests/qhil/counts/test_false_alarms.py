"""The stated rate is kept, at few shots and at many; and what differs is found.

Many samples, drawn from seeds: how often they are found to differ though they do not, against
the rate that was asked for. At a rate of 5 %, because one of 1e-4 takes a million samples to see.
"""

import numpy as np
import pytest
from scipy.stats import binomtest

from qhil.counts.verdict import judge_closeness, judge_equality

RATE = 0.05


def is_kept(alarms, runs, rate=RATE):
    """Whether so many alarms are no more than chance makes of a rate that is kept."""
    return binomtest(alarms, runs, rate, alternative="greater").pvalue > 1e-3


def distribution(generator, outcomes, evenness):
    """Even, or some random one; nothing is impossible."""
    if evenness is None:
        return np.full(outcomes, 1 / outcomes)
    chances = generator.dirichlet(np.full(outcomes, evenness)) + 1e-6
    return chances / chances.sum()


def moved(generator, chances, distance):
    """Another distribution, so far away: probability goes from some outcomes to one."""
    left, order = distance, generator.permutation(len(chances))
    other = chances.copy()
    for index in order[:-1]:
        taken = min(other[index], left)
        other[index] -= taken
        left -= taken
    other[order[-1]] += distance - left
    return other / other.sum()


CASES = {
    # shots, shots expected (None: probabilities), outcomes, evenness (None: all alike)
    (20, None, 8, None): 600,
    (20, None, 8, 0.3): 600,
    (20, 20, 8, None): 600,
    (20, 100, 8, 1): 600,
    (10, 10, 2, 1): 1000,
    (100, None, 2, 1): 600,
    (50, 50, 256, 1): 200,
    (4096, None, 32, 1): 600,
    (4096, 4096, 32, 1): 600,
}


@pytest.mark.parametrize("case", CASES)
def test_equal_distributions_are_found_to_differ_at_most_as_often_as_stated(pair_of, case):
    shots, other, outcomes, evenness = case
    generator = np.random.default_rng([1, shots, other or 0, outcomes])
    runs, alarms = CASES[case], 0
    for _ in range(runs):
        chances = distribution(generator, outcomes, evenness)
        counts = generator.multinomial(shots, chances)
        expected = chances if other is None else generator.multinomial(other, chances)
        alarms += judge_equality(pair_of(counts, expected), RATE).differs

    assert is_kept(alarms, runs)
    # And the rate is used up: a test that never fails is none. Samples of ten have few verdicts.
    assert alarms > runs * RATE / (20 if shots == 10 else 2)


@pytest.mark.parametrize("rate", [0.5, 0.01])
def test_other_rates_are_kept_too(pair_of, rate):
    generator = np.random.default_rng(2)
    chances, runs = np.full(8, 1 / 8), 2000
    alarms = sum(
        judge_equality(pair_of(generator.multinomial(20, chances), chances), rate).differs
        for _ in range(runs)
    )

    assert is_kept(alarms, runs, rate)
    assert alarms > runs * rate / 2


@pytest.mark.parametrize(
    ("shots", "other", "outcomes", "within"),
    [
        (100, None, 2, 0.1),
        (20, None, 8, 0.05),
        (1000, None, 4, 0.05),
        (30, 30, 2, 0.1),
        (1000, 1000, 4, 0.05),
        (4096, 4096, 32, 0.02),
    ],
)
def test_distributions_just_within_are_found_beyond_at_most_as_often_as_stated(
    pair_of, shots, other, outcomes, within
):
    generator = np.random.default_rng([3, shots, outcomes])
    runs, alarms = 600, 0
    for _ in range(runs):
        chances = distribution(generator, outcomes, 1)
        counts = generator.multinomial(shots, moved(generator, chances, within))
        expected = chances if other is None else generator.multinomial(other, chances)
        alarms += judge_closeness(pair_of(counts, expected), within, RATE).differs

    assert is_kept(alarms, runs)


@pytest.mark.parametrize(
    ("shots", "other", "outcomes", "distance"),
    [
        (100, None, 2, 0.3),
        (1000, None, 8, 0.12),
        (4096, None, 32, 0.06),
        (4096, 4096, 32, 0.08),
        (20, 20, 2, 0.9),
    ],
)
def test_distributions_that_differ_are_found(pair_of, shots, other, outcomes, distance):
    generator = np.random.default_rng([4, shots, outcomes])
    found = 0
    for _ in range(10):
        chances = np.full(outcomes, 1 / outcomes)
        truth = moved(generator, chances, distance)
        if distance > 0.5:
            chances, truth = np.array([0.95, 0.05]), np.array([0.05, 0.95])
        expected = chances if other is None else generator.multinomial(other, chances)
        pair = pair_of(generator.multinomial(shots, truth), expected)
        found += judge_equality(pair, 1e-4).differs

    assert found >= 9


@pytest.mark.parametrize(
    ("shots", "other", "outcomes", "distance"),
    [
        (1000, None, 4, 0.15),
        (4096, None, 32, 0.12),
        (4096, 4096, 4, 0.12),
        (4096, 4096, 32, 0.18),
    ],
)
def test_distributions_further_than_allowed_are_found(pair_of, shots, other, outcomes, distance):
    generator = np.random.default_rng([5, shots, outcomes])
    found = 0
    for _ in range(50):
        chances = np.full(outcomes, 1 / outcomes)
        counts = generator.multinomial(shots, moved(generator, chances, distance))
        expected = chances if other is None else generator.multinomial(other, chances)
        found += judge_closeness(pair_of(counts, expected), 0.05, 1e-4).differs

    assert found >= 45
