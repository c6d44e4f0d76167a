from fractions import Fraction

import numpy as np
import pytest

from qhil.counts.outcomes import (
    Distribution,
    Form,
    Sample,
    check_same_form,
    read_expected,
    read_sample,
    shortened,
)


@pytest.mark.parametrize(
    ("counts", "form"),
    [
        ({"00": 5, "11": 3}, Form("bits", (2,))),
        ({"0 01": 5, "1 11": 3}, Form("bits", (1, 2))),
        ({"0x0": 5, "0x1F": 3}, Form("hex")),
        ({0: 5, 31: 3}, Form("integers")),
        ({np.int64(0): np.int32(5), np.uint8(31): 3}, Form("integers")),
    ],
)
def test_outcomes_of_one_form_are_read(counts, form):
    sample = read_sample(counts, "counts")

    assert (sample.form, sample.total) == (form, 8)
    assert list(sample.shots.values()) == [5, 3]


def test_outcomes_without_shots_are_left_out_and_spellings_made_one():
    assert read_sample({"0X0A": 2, "0x1": 0}, "counts").shots == {"0xa": 2}


@pytest.mark.parametrize(
    ("counts", "error", "complaint"),
    [
        ([5, 3], TypeError, "counts: expected a mapping of outcomes to numbers, found list"),
        ({}, ValueError, "counts is empty: expected one outcome at least"),
        ({"0": 0}, ValueError, "counts has no shots: expected one at least"),
        ({"0": -1}, ValueError, "counts of '0': expected no less than 0 shots, found -1"),
        ({"0": True}, TypeError, "counts of '0': expected a whole number of shots, found True"),
        ({"0": "5"}, TypeError, "counts of '0': expected a whole number of shots, found '5'"),
        (
            {"0": 0.5, "1": 0.5},
            TypeError,
            (
                "counts of '0': expected a whole number of shots, found 0.5 (probabilities are what can "
                "be expected, not counted)"
            ),
        ),
        (
            {"up": 5},
            TypeError,
            (
                "counts has the outcome 'up': expected a bit string such as '01' or '0 1', a hexadecimal "
                "string such as '0x1', or an integer from 0"
            ),
        ),
        ({-1: 5}, TypeError, "counts has the outcome -1"),
        ({"0": 5, False: 5}, TypeError, "counts has the outcome False"),
        ({"0": 5, "": 5}, TypeError, "counts has the outcome ''"),
        (
            {"00": 5, "000": 3},
            ValueError,
            (
                "counts has '00', a bit string of 2 bits, and '000', a bit string of 3 bits: all "
                "outcomes must be of one form"
            ),
        ),
        (
            {"0 0": 5, "00": 3},
            ValueError,
            (
                "counts has '0 0', a bit string of 2 bits in registers of 1 and 1, and '00', a bit "
                "string of 2 bits"
            ),
        ),
        ({"0x0": 5, "0": 3}, ValueError, "counts has '0x0', a hexadecimal string, and '0', a bit"),
        ({"0x1": 5, "0x01": 3}, ValueError, "counts names one outcome twice: '0x1', '0x01'"),
    ],
)
def test_what_are_no_counts_is_refused_in_words(counts, error, complaint):
    with pytest.raises(error) as caught:
        read_sample(counts, "counts")

    assert str(caught.value).startswith(complaint)


def test_a_result_is_refused_with_what_would_work():
    class Result:
        def get_counts(self):
            return {"0": 1}

    with pytest.raises(TypeError, match=r"found Result; it has get_counts\(\)"):
        read_sample(Result(), "counts")


def test_what_is_expected_may_be_counts_or_probabilities():
    assert isinstance(read_expected({"0": 5, "1": 3}), Sample)
    fractions = read_expected({"0": Fraction(1, 3), "1": Fraction(2, 3)})
    assert isinstance(fractions, Distribution)
    assert fractions.probabilities == pytest.approx({"0": 1 / 3, "1": 2 / 3})


def test_a_single_one_is_a_probability():
    assert read_expected({"00": 1, "11": 0}) == Distribution({"00": 1.0}, Form("bits", (2,)))


def test_probabilities_that_were_rounded_sum_to_one():
    read = read_expected({"00": 0.333333, "01": 0.333333, "10": 0.333334, "11": 0.0})

    assert sum(read.probabilities.values()) == pytest.approx(1, abs=1e-15)
    assert "11" not in read.probabilities


@pytest.mark.parametrize(
    ("expected", "error", "complaint"),
    [
        (
            {"0": 0.5, "1": 0.4},
            ValueError,
            "expected sums to 0.9: probabilities sum to 1, and counts",
        ),
        ({"0": 5.0, "1": 3.0}, ValueError, "expected of '0': a probability from 0 to 1, found 5.0"),
        (
            {"0": 1.5, "1": -0.5},
            ValueError,
            "expected of '0': a probability from 0 to 1, found 1.5",
        ),
        (
            {"1": -0.5, "0": 1.5},
            ValueError,
            (
                "expected of '1': a probability from 0 to 1, found -0.5; a quasi-distribution has its "
                "nearest_probability_distribution()"
            ),
        ),
        ({"0": float("nan")}, ValueError, "expected of '0': a probability from 0 to 1, found nan"),
        ({"0": "1"}, TypeError, "expected of '0': a number of shots or a probability, found '1'"),
        ({"0": True}, TypeError, "expected of '0': a number of shots or a probability, found True"),
        ({}, ValueError, "expected is empty"),
    ],
)
def test_what_is_no_distribution_is_refused_in_words(expected, error, complaint):
    with pytest.raises(error) as caught:
        read_expected(expected)

    assert str(caught.value).startswith(complaint)


@pytest.mark.parametrize(
    ("counts", "expected", "cure"),
    [
        ({"0x0": 5}, {"000": 1.0}, 'f"{int(outcome, 16):03b}" makes bits of a hexadecimal outcome'),
        ({"000": 5}, {"0x0": 1.0}, 'f"{int(outcome, 16):03b}" makes bits of a hexadecimal outcome'),
        ({0: 5}, {"00": 1.0}, 'f"{outcome:02b}" makes bits of an integer'),
        ({"0x0": 5}, {0: 1.0}, "int(outcome, 16) makes integers of hexadecimal outcomes"),
        ({"0 0": 5}, {"00": 1.0}, "outcome.replace(' ', '') leaves the registers out"),
        ({"000": 5}, {"00": 1.0}, "qiskit.result.marginal_counts takes bits out"),
    ],
)
def test_two_forms_are_refused_with_the_cure(counts, expected, cure):
    with pytest.raises(
        ValueError, match=r"an outcome of counts is .*, one of expected .*; "
    ) as caught:
        check_same_form(read_sample(counts, "counts").form, read_expected(expected).form)

    assert str(caught.value).endswith(cure)


def test_the_outcome_of_many_qubits_is_shortened():
    assert shortened("0" * 24) == "0" * 24
    assert shortened("0" * 60 + "1" * 67) == "00000000000..11111111111"
