import itertools
import math

import numpy as np
import pytest

from qhil.counts.event import log_shares, most_telling_event
from qhil.counts.outcomes import read_expected, read_sample
from qhil.counts.pair import paired


def test_the_event_that_is_too_frequent_is_found(pair_of):
    event = most_telling_event(pair_of([480, 30, 20, 470], [0.5, 0, 0, 0.5]), 0.02, 1e-4)

    assert event.labels == ("01", "10")
    assert (event.frequency, event.expected) == (0.05, 0)
    # Two unexpected outcomes are one, beside 00 and 11: of 6 events it is one of 3 of its size.
    assert event.log_share == pytest.approx(-math.log(6))
    assert math.exp(event.log_p) < 1e-6


def test_between_samples_the_event_is_the_same_and_proves_less(pair_of):
    one = most_telling_event(pair_of([480, 30, 20, 470], [0.5, 0, 0, 0.5]), 0.01, 1e-4)
    two = most_telling_event(pair_of([480, 30, 20, 470], [500, 0, 0, 500]), 0.01, 1e-4)

    assert two.labels == one.labels
    assert one.log_p < two.log_p < math.log(1e-4)


def test_what_is_within_is_no_evidence(pair_of):
    for expected in ([0.5, 0, 0, 0.5], [500, 0, 0, 500]):
        event = most_telling_event(pair_of([480, 30, 20, 470], expected), 0.05, 1e-4)

        assert event.log_p == 0


def test_a_sure_outcome_that_always_occurs_is_no_evidence(pair_of):
    assert most_telling_event(pair_of([10, 0], [1, 0]), 0.1, 1e-4).log_p == 0


@pytest.mark.parametrize(
    ("counts", "expected", "outcomes"),
    [
        ({"00": 1}, {"00": 5, "11": 5}, 4),
        ({"00": 1}, {"00": 0.5, "11": 0.5}, 3),
        ({"0": 1}, {"0": 0.5, "1": 0.5}, 2),
        ({0: 1}, {0: 0.5, 1: 0.5}, 3),
    ],
)
def test_the_shares_of_all_events_are_the_false_alarm_rate(counts, expected, outcomes):
    pair = paired(read_sample(counts, "counts"), read_expected(expected))
    events = [
        size for size in range(1, outcomes) for _ in itertools.combinations(range(outcomes), size)
    ]

    assert np.exp(log_shares(pair, np.array(events))).sum() == pytest.approx(1)


def test_where_the_number_of_bits_is_open_every_number_has_its_share():
    total = 0.0
    for bits in range(1, 9):
        largest = hex(2**bits - 1)
        pair = paired(read_sample({largest: 1}, "counts"), read_expected({largest: 5}))
        sizes = np.arange(1, 2**bits)
        events = np.array([float(math.comb(2**bits, int(size))) for size in sizes])
        total += (np.exp(log_shares(pair, sizes)) * events).sum()

    assert total == pytest.approx(1 - 1 / 9)


def test_the_events_of_very_many_outcomes_are_bounded():
    pair = paired(read_sample({"0" * 127: 1}, "counts"), read_expected({"1" * 127: 5}))

    one, two = log_shares(pair, np.array([1, 2]))
    assert one == pytest.approx(-2 * 127 * math.log(2))
    assert two == pytest.approx(one - 127 * math.log(2) + math.log(2))
