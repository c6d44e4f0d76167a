import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qhil.counts.outcomes import read_sample
from qhil.counts.pair import paired
from qhil.counts.verdict import judge_closeness, judge_equality


def test_what_fits_has_no_shots_to_decide(pair_of):
    verdict = judge_equality(pair_of([500, 524], [0.5, 0.5]), 1e-4)

    assert not verdict.differs
    assert verdict.told == (
        "likelihood ratio G = 0.5626, 1 degree of freedom",
        "p = 0.47 (exact, of 1,025 possible tables); false-alarm rate 0.0001",
        "total variation distance 0.0117; shot noise alone gives about 0.012",
    )


def test_what_differs_is_told_with_the_shots_that_decide(pair_of):
    verdict = judge_equality(pair_of([430, 594], [0.5, 0.5]), 1e-4)

    assert verdict.differs
    assert verdict.told[1].startswith("p = 3.3e-07 (exact")
    assert verdict.told[3] == (
        "shots that decide: about 1,100; with so many, such a difference is found in 9 of 10 runs"
    )


@pytest.mark.parametrize("false_alarm", [0.5, 1e-6])
def test_an_outcome_that_cannot_occur_decides_alone(pair_of, false_alarm):
    verdict = judge_equality(pair_of([500, 3, 1, 520], [0.5, 0, 0, 0.5]), false_alarm)

    assert verdict.differs
    assert verdict.p.value == 0
    assert verdict.told[0] == (
        "outcomes 01, 10 occurred 4 times, expected with probability 0: this decides alone"
    )


def test_many_such_outcomes_are_counted(pair_of):
    verdict = judge_equality(pair_of([500, 1, 1, 1, 1], [1, 0, 0, 0, 0]), 1e-4)

    assert verdict.told[0].startswith("outcomes 001, 010, 011 and 1 more occurred 4 times, ")


def test_an_outcome_that_another_sample_has_not_is_not_impossible(pair_of):
    assert not judge_equality(pair_of([500, 3, 521], [512, 0, 512]), 1e-4).differs


def test_closeness_is_told_by_the_event_that_breaks_it(pair_of):
    verdict = judge_closeness(pair_of([480, 30, 20, 470], [0.5, 0, 0, 0.5]), 0.02, 1e-4)

    assert verdict.differs
    assert verdict.told == (
        "outcomes 01, 10: 5.0 %, 0.0 % expected, 2 % more allowed",
        "p ≤ 4.7e-08 (a bound over all sets of outcomes); false-alarm rate 0.0001",
        "total variation distance 0.05; shot noise alone gives about 0.013",
        "shots that decide: about 830; with so many, such a difference is found in 9 of 10 runs",
    )


def test_a_distance_below_the_noise_is_said_to_be(pair_of):
    verdict = judge_closeness(pair_of([400, 100, 100, 400], [0.5, 0, 0, 0.5]), 0.01, 1e-4)

    assert verdict.told[3] == "within=0.01 is less than that: these shots hardly tell it from 0"


SAMPLES = st.dictionaries(st.sampled_from("0123"), st.integers(1, 12), min_size=1).map(
    lambda shots: {int(outcome): number for outcome, number in shots.items()}
)


@settings(max_examples=40)
@given(SAMPLES, SAMPLES)
def test_it_does_not_matter_which_of_two_samples_is_which(left, right):
    samples = read_sample(left, "left"), read_sample(right, "right")
    one, other = (judge_equality(paired(*pair), 0.01) for pair in (samples, samples[::-1]))

    assert one.p.value == pytest.approx(other.p.value)
    assert one.told[0] == other.told[0]
