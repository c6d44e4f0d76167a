"""``==`` between counts."""

from __future__ import annotations

from qhil.pytest_plugin.comparison import pytest_assertrepr_compare

LEFT = {"00": 480, "11": 520}
RIGHT = {"00": 300, "11": 700}


def test_other_mappings_are_left_to_pytest():
    assert pytest_assertrepr_compare("==", {"a": 1}, {"a": 2}) is None


def test_other_comparisons_are_left_to_pytest():
    assert pytest_assertrepr_compare("!=", LEFT, LEFT) is None
    assert pytest_assertrepr_compare("==", LEFT, [1]) is None
    assert pytest_assertrepr_compare("==", "a", LEFT) is None
