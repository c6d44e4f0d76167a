"""Counts as arrays, and distances from predictions."""

from __future__ import annotations

import numpy as np
import pytest

from qhil.calibrating.observed import Observed


def test_an_outcome_is_found_at_its_number():
    seen = Observed.of("one", {"10": 3, "01": 1})

    assert seen.counts.tolist() == [0, 1, 3, 0]
    assert (seen.shots, seen.bits) == (4, 2)


def test_residuals_of_the_truth_have_variance_one():
    chances = np.array([0.1, 0.2, 0.3, 0.4])
    drawn = np.random.default_rng(5).multinomial(2000, chances, size=3000)

    residuals = np.array([Observed("one", counts).residuals(chances) for counts in drawn])

    # The four of one circuit have a degree of freedom less, in proportion to their chances.
    assert residuals.var(axis=0) == pytest.approx(1 - chances, abs=0.05)


def test_a_probability_that_rounding_made_negative_is_zero():
    residuals = Observed("one", np.array([0, 10])).residuals(np.array([-1e-17, 1.0]))

    assert residuals == pytest.approx([0.0, 0.0], abs=0.1)


def test_residuals_are_those_of_the_square_roots_where_counts_are_many():
    seen, predicted = Observed("one", np.array([4000, 6000])), np.array([0.41, 0.59])

    plain = 2 * np.sqrt(10000) * (np.sqrt(predicted) - np.sqrt([0.4, 0.6]))
    assert seen.residuals(predicted) == pytest.approx(plain, rel=0.01)


def test_residuals_of_rare_outcomes_have_no_bias():
    chances = np.array([0.003, 0.997])
    drawn = np.random.default_rng(7).multinomial(1000, chances, size=4000)

    residuals = np.array([Observed("one", counts).residuals(chances) for counts in drawn])

    # Of 4000 with a standard deviation of 1: 0.016. The plain square roots are off by 0.15.
    assert residuals.mean(axis=0) == pytest.approx([0, 0], abs=0.05)


def test_the_floor_is_the_mean_distance_that_shots_give():
    chances = np.array([0.5, 0.3, 0.15, 0.05])
    drawn = np.random.default_rng(6).multinomial(500, chances, size=2000)

    distances = [Observed("one", counts).distance(chances) for counts in drawn]

    assert Observed("one", drawn[0]).floor(chances) == pytest.approx(np.mean(distances), rel=0.03)
