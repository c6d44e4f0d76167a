"""``==`` between counts."""

from __future__ import annotations

from qhil.counts import explain_difference
from qhil.pytest_plugin.hooks import pytest_assertrepr_compare

LEFT = {"00": 480, "11": 520}
RIGHT = {"00": 300, "11": 700}


def test_two_counts_are_explained_in_the_report(suite):
    suite.write(test_a=f"def test_x(): assert {LEFT} == {RIGHT}")

    result = suite.run_apart()

    result.assert_outcomes(failed=1)
    lines = explain_difference(LEFT, RIGHT)
    assert any("480" in line and "300" in line for line in lines)
    for line in lines:
        assert any(shown.startswith("E") and line in shown for shown in result.outlines)


def test_what_pytest_leaves_of_a_long_explanation_has_the_verdict_and_the_cure(suite):
    many = {f"{outcome:04b}": 60 + outcome for outcome in range(16)}
    suite.write(test_a=f"def test_x(): assert {many} == {dict.fromkeys(many, 60)}")

    result = suite.run_apart()

    result.stdout.fnmatch_lines(
        ["E *these two are*", "E *qhil.assert_counts_close(left, right)*", "E *truncated*-vv*"]
    )


def test_other_mappings_are_left_to_pytest():
    assert pytest_assertrepr_compare("==", {"a": 1}, {"a": 2}) is None


def test_other_comparisons_are_left_to_pytest():
    assert pytest_assertrepr_compare("!=", LEFT, LEFT) is None
    assert pytest_assertrepr_compare("==", LEFT, [1]) is None
    assert pytest_assertrepr_compare("==", "a", LEFT) is None
