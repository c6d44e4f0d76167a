import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qhil.counts import explain_difference, look_like_counts


class Odd(dict):
    def values(self):
        raise RuntimeError("odd")


@pytest.mark.parametrize(
    "value",
    [{"00": 5, "11": 3}, {"0": 0}, {"0 1": 5, "1 1": 3}, {"0x0": 5, "0x3": 1}],
)
def test_counts_look_like_counts(value):
    assert look_like_counts(value)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [5, 3],
        None,
        {"00": 0.5, "11": 0.5},
        {"00": -1},
        {"00": True},
        {"00": "5"},
        {"00": 5, "1": 3},
        {"00": 5, "0x3": 3},
        {"a": 5},
        {"12": 5},
        {0: 5},
        {("0",): 5},
    ],
)
def test_other_things_do_not(value):
    assert not look_like_counts(value)


def test_two_runs_are_told_to_fit():
    lines = explain_difference({"00": 510, "11": 514}, {"00": 500, "01": 1, "11": 523})

    assert lines[0] == "sampled counts differ from run to run, by chance"
    assert lines[1].startswith("these two are consistent with one distribution: p = 0.69 (exact")
    assert lines[2] == "total variation distance 0.00977; shot noise alone gives about 0.018"
    assert "qhil.assert_counts_close(left, right)" in lines[3]
    assert "seed" in lines[3]
    assert lines[4].split() == ["left,", "1024", "shots", "right,", "1024", "shots"]
    assert [line.split()[0] for line in lines[5:8]] == ["00", "01", "11"]
    assert max(map(len, lines)) <= 100


def test_two_runs_are_told_not_to_fit():
    lines = explain_difference({"00": 510, "11": 514}, {"00": 400, "11": 624})

    assert lines[1].startswith("these two are hardly of one distribution: p = ")


def test_runs_written_differently_are_compared_all_the_same():
    lines = explain_difference({"0x0": 510, "0x3": 514}, {"0 0": 500, "1 1": 524})

    assert lines[1].startswith("these two are consistent with one distribution")
    assert [line.split()[0] for line in lines[5:7]] == ["00", "11"]


def test_many_outcomes_are_explained_with_few_draws():
    generator = np.random.default_rng(1)
    chances = generator.dirichlet(np.ones(1024))
    left, right = (
        {f"{index:010b}": int(number) for index, number in enumerate(numbers)}
        for numbers in generator.multinomial(4096, chances, size=2)
    )

    lines = explain_difference(left, right)
    assert lines[1].startswith("these two are consistent with one distribution: p = ")
    assert len(lines) == 26


def test_of_too_many_outcomes_only_the_largest_differences_are_shown():
    left = {f"{index:012b}": 1 for index in range(3000)}
    right = {f"{index:012b}": 1 for index in range(1, 3000)}

    lines = explain_difference(left, right)
    assert lines[0] == "sampled counts differ from run to run, by chance"
    assert lines[2].split()[0] == "left,"


def test_counts_of_other_lengths_are_said_to_be():
    assert explain_difference({"00": 5}, {"0": 5}) == [
        "these counts have other outcomes: left a bit string of 2 bits, right a bit string of 1 bit"
    ]


@pytest.mark.parametrize(
    ("left", "right"),
    [(3, {"0": 5}), ({"0": 5}, {"0": 0.5, "1": 0.5}), (None, None), (Odd({"0": 5}), {"0": 5})],
)
def test_what_are_no_counts_is_not_explained(left, right):
    assert explain_difference(left, right) == []


def test_counts_without_shots_are_not_explained():
    assert explain_difference({"0": 0}, {"0": 5}) == []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("01x \ud800", max_size=4),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("01x ", max_size=3), inner),
)
COUNTS = st.dictionaries(st.text("01", min_size=2, max_size=2), st.integers(0, 10**15))


@settings(max_examples=100)
@given(ANYTHING | COUNTS, ANYTHING | COUNTS)
def test_nothing_makes_it_fail(left, right):
    lines = explain_difference(left, right)

    assert all(isinstance(line, str) for line in lines)
