import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from qhil.counts.event import most_telling_event
from qhil.counts.reference import Hypergeometric, Multinomial
from qhil.counts.shots import (
    Shots,
    shots_for_difference,
    shots_for_event,
    shots_for_surprise,
    told,
)
from qhil.counts.verdict import judge_closeness, judge_equality

LEVEL = 1e-2


def in_a_million(chances):
    return np.rint(chances * 10**6).astype(int)


@pytest.mark.parametrize("freedom", [1, 7, 255, 4095])
@pytest.mark.parametrize("level", [1e-2, 1e-4, 1e-6])
def test_the_power_is_that_of_the_noncentral_distribution(pair_of, freedom, level):
    pair = pair_of([900, 100], [0.5, 0.5])
    factor = shots_for_difference(pair, 1.0, freedom, level).counts / pair.total

    power = stats.ncx2.sf(stats.chi2.isf(level, freedom), freedom, factor)
    assert power == pytest.approx(0.9, abs=1e-4)


@pytest.mark.parametrize("other", [None, 3000])
def test_with_the_shots_for_a_difference_it_is_found_in_nine_of_ten_runs(pair_of, other):
    truth, chances = np.array([0.30, 0.27, 0.23, 0.20]), np.full(4, 0.25)
    pair = pair_of(in_a_million(truth), chances if other is None else in_a_million(chances))
    reference = (
        Multinomial(10**6, chances)
        if other is None
        else Hypergeometric(10**6, pair.shots + pair.expected_shots)
    )
    statistic = float(reference.statistic(pair.shots[None, :])[0])
    shots = shots_for_difference(pair, statistic, 3, LEVEL)

    found = power_of(pair_of, truth, chances, shots, lambda pair: judge_equality(pair, LEVEL))
    assert found == pytest.approx(0.9, abs=0.05)


@pytest.mark.parametrize(("other", "off"), [(None, 0.05), (1, 0.06)])
def test_with_the_shots_for_an_event_it_is_found_in_nine_of_ten_runs(pair_of, other, off):
    truth, chances = np.array([0.40, 0.2, 0.2, 0.2]), np.full(4, 0.25)
    pair = pair_of(in_a_million(truth), chances if other is None else in_a_million(chances))
    event = most_telling_event(pair, 0.05, LEVEL)
    shots = shots_for_event(pair, event, 0.05, LEVEL)

    found = power_of(
        pair_of, truth, chances, shots, lambda pair: judge_closeness(pair, 0.05, LEVEL)
    )
    assert event.labels == ("00",)
    assert found == pytest.approx(0.9, abs=off)


def power_of(pair_of, truth, chances, shots, judge):
    generator, runs = np.random.default_rng(6), 400
    found = 0
    for _ in range(runs):
        counts = generator.multinomial(math.ceil(shots.counts), truth)
        expected = chances
        if shots.expected is not None:
            expected = generator.multinomial(math.ceil(shots.expected), chances)
        found += judge(pair_of(counts, expected)).differs
    return found / runs


def test_an_outcome_that_cannot_occur_has_to_occur_once():
    assert 1 - 0.99 ** shots_for_surprise(0.01).counts == pytest.approx(0.9)
    assert shots_for_surprise(1.0) == Shots(1.0)


def test_a_difference_that_is_allowed_is_never_found(pair_of):
    pair = pair_of([530, 470], [0.5, 0.5])
    event = most_telling_event(pair, 0.05, LEVEL)

    assert shots_for_event(pair, event, 0.05, LEVEL) == Shots(None)
    assert told(Shots(None)).startswith("no number of shots would decide")


@pytest.mark.parametrize("other", [None, 1000])
def test_a_tiny_share_of_the_rate_is_no_trouble(pair_of, other):
    pair = pair_of([700, 300], [0.5, 0.5] if other is None else [500, 500])
    event = replace(most_telling_event(pair, 0.1, LEVEL), log_share=-1e4)

    shots = shots_for_event(pair, event, 0.1, LEVEL).counts
    assert shots == pytest.approx(2e4 * (0.24 if other is None else 0.48) / 0.1**2, rel=0.1)


@pytest.mark.parametrize(
    ("shots", "text"),
    [
        (Shots(0.2), "about 1;"),
        (Shots(7.2), "about 8;"),
        (Shots(10.1), "about 11;"),
        (Shots(1234.5), "about 1,300;"),
        (Shots(1200), "about 1,200;"),
        (Shots(2_345_678, 99.5), "about 2,400,000 and 100;"),
    ],
)
def test_shots_are_told_in_two_digits(shots, text):
    assert text in told(shots)
