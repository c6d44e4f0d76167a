import numpy as np
import pytest
from scipy.stats import binomtest

from qhil.counts.bars import side_by_side, wilson
from qhil.counts.outcomes import read_expected, read_sample
from qhil.counts.pair import paired


@pytest.mark.parametrize(("shots", "total"), [(0, 1), (1, 1), (3, 10), (0, 500), (430, 1024)])
def test_the_interval_is_that_of_wilson(shots, total):
    textbook = binomtest(shots, total).proportion_ci(0.95, method="wilson")

    assert wilson(shots, total) == pytest.approx((textbook.low, textbook.high), abs=1e-6)


def test_two_samples_have_error_bars_and_probabilities_have_none(pair_of):
    both = side_by_side(pair_of([30, 70], [55, 45]))
    one = side_by_side(pair_of([30, 70], [0.5, 0.5]))

    assert [line.count("┼") for line in both] == [0, 2, 2, 1]
    assert [line.count("┼") for line in one] == [0, 1, 1, 1]
    assert both[0].split("  ")[-1].strip() == "expected, 100 shots"
    assert one[0].split("  ")[-1].strip() == "expected probabilities"
    assert both[-1] == "  (├┼┤: 95 % interval, Wilson)"


def test_bars_are_of_one_scale_and_marks_where_they_belong(pair_of):
    line = side_by_side(pair_of([250, 750], [0.5, 0.5]))[2]
    bar, other = line[5:].split("750  75.0 %")

    assert bar.index("├") < bar.index("┼") < bar.index("┤")
    assert bar.index("┼") / other.count("█") == pytest.approx(1.5, abs=0.05)


def test_names_of_both_sides_can_be_chosen(pair_of):
    head = side_by_side(pair_of([30, 70], [55, 45]), ("left", "right"))[0]

    assert head.split() == ["left,", "100", "shots", "right,", "100", "shots"]


def test_of_many_outcomes_those_that_differ_most_are_shown_and_the_others_pooled(pair_of):
    shots = np.full(64, 10)
    shots[[5, 40]] = 0, 30
    lines = side_by_side(pair_of(shots, np.full(64, 10)))

    assert len(lines) == 22
    assert lines[-2].split()[:2] == ["45", "others"]
    assert lines[-2].split()[2:] == ["450", "69.2", "%", "450", "70.3", "%"]
    assert any("000101" in line and " 0   0.0 %" in line for line in lines)
    assert any("101000" in line and "30   4.6 %" in line for line in lines)


def test_twenty_outcomes_are_all_shown(pair_of):
    lines = side_by_side(pair_of([10] * 20, [10] * 20))

    assert len(lines) == 22
    assert not any("others" in line for line in lines)


@pytest.mark.parametrize("qubits", [1, 24, 127])
@pytest.mark.parametrize("total", [1, 10**9])
def test_lines_are_at_most_a_hundred_columns_wide(qubits, total):
    counts, other = {"0" * qubits: total}, {"1" * qubits: total}
    for expected in (other, {"1" * qubits: 1.0}):
        pair = paired(read_sample(counts, "counts"), read_expected(expected))

        assert max(map(len, side_by_side(pair))) <= 100
