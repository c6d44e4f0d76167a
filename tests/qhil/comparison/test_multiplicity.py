from __future__ import annotations

import numpy as np
import pytest

from qhil.comparison.multiplicity import benjamini_hochberg, fisher, holm


def test_holm_multiplies_by_what_is_left():
    assert holm([0.001, 0.9, 0.02]) == pytest.approx([0.003, 0.9, 0.04])


def test_holm_never_falls_and_never_exceeds_one():
    found = holm([0.02, 0.021, 0.5, 0.6])

    assert found == pytest.approx([0.08, 0.08, 1.0, 1.0])


def test_benjamini_hochberg_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    if not hasattr(stats, "false_discovery_control"):
        pytest.skip("scipy has it since 1.11")
    p = np.random.default_rng(1).uniform(size=40) ** 2

    assert benjamini_hochberg(list(p)) == pytest.approx(list(stats.false_discovery_control(p)))


def test_equal_p_values_are_treated_alike():
    assert len(set(holm([0.01, 0.01, 0.01]))) == 1
    assert len(set(benjamini_hochberg([0.01, 0.01, 0.01]))) == 1


def test_many_weak_hints_together_are_a_strong_one():
    assert fisher([0.1] * 30) < 1e-6
    assert fisher([0.5] * 30) > 0.1
    assert fisher([0.0, 0.5]) < 1e-290


def test_under_no_difference_the_combined_p_is_uniform():
    from scipy.stats import kstest

    generator = np.random.default_rng(7)
    combined = [fisher(list(generator.uniform(size=12))) for _ in range(500)]

    assert kstest(combined, "uniform").pvalue > 1e-3
