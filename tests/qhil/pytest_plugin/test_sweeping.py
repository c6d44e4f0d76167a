"""The marker ``sweep``."""

from __future__ import annotations

import json

import pytest

SWEPT = """
import pytest
import qhil
from bells import bell

made = []


@pytest.fixture
def mine(recorded_backend):
    made.append(recorded_backend)
    yield recorded_backend
    made.remove(recorded_backend)


@pytest.mark.sweep(documented=qhil.IBMQError, sites=["backend.run", "job.result"])
def test_careful(mine):
    assert made == [mine]
    assert mine.runs == 0
    try:
        counts = bell(mine)
    except (TypeError, KeyError, AttributeError):
        raise qhil.IBMQBackendError("no result") from None
    if not isinstance(counts, dict) or sum(counts.values()) != 200:
        raise qhil.IBMQBackendError("not all shots")
    return counts
"""

CARELESS = """
import pytest
import qhil
from bells import bell


@pytest.mark.sweep(documented="IBMQError", sites=["job.result"])
def test_careless(recorded_backend):
    counts = bell(recorded_backend)
    assert sum(counts.values()) == 200
    return counts


def test_after(recorded_backend):
    assert bell(recorded_backend)
"""


def test_a_test_is_run_again_for_everything_that_may_go_wrong(bell):
    bell.write(test_a=SWEPT)

    result = bell.run_apart("-rP", "-Werror::pytest.PytestReturnNotNoneWarning")

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["backend.run *api_error * e *", "*34 points: * same result, * documented exception"]
    )


def test_findings_are_the_failure_with_a_line_that_brings_each_about(bell):
    bell.write(test_a=CARELESS)

    result = bell.run_apart()

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "wrong result  qhil.inject('job.result=1[*]wrong_shots')",
            "    an assertion failed: *assert 199 == 200*",
            "undocumented exception  qhil.inject('job.result=1[*]missing_experiment')",
            "* points: *",
            "repeat *test_careless*",
        ]
    )


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_parts_share_the_points(bell, workers):
    bell.write(test_a=CARELESS.replace("sites=", "parts=3, sites="))

    result = bell.run_apart("-v", workers, "--qhil-sweep-reports=found")

    result.assert_outcomes(passed=1, failed=3)
    reports = [json.loads(path.read_text()) for path in (bell.path / "found").glob("*.json")]
    plans = [point["plan"] for report in reports for point in report["points"]]
    assert len(reports) == 3
    assert len(plans) == len(set(plans)) == 14
    assert len(list((bell.path / "found").glob("*.html"))) == 3


PLAIN = """
import pytest


@pytest.fixture(scope="module")
def wide():
    yield
    print("wide is torn down")


@pytest.mark.sweep
def test_fails_anyhow(recorded_backend, wide):
    assert recorded_backend is None, "anyhow"


@pytest.mark.skip(reason="not today")
@pytest.mark.sweep
def test_skipped(recorded_backend):
    assert False


@pytest.mark.sweep
def test_calls_nothing(wide):
    pass


@pytest.mark.sweep(parts=0)
class TestNothing:
    pass


draws = iter(range(100))


@pytest.mark.sweep
def test_is_not_the_same_twice(recorded_backend):
    recorded_backend.properties()
    return next(draws)
"""


def test_what_cannot_be_swept_is_told(bell):
    bell.write(test_a=PLAIN)

    result = bell.run_apart("-rs", "-s")

    result.assert_outcomes(failed=3, skipped=1)
    result.stdout.fnmatch_lines_random(
        [
            "*AssertionError: anyhow",
            "SKIPPED *not today",
            "*there is no point to try: called were no sites at all",
            "*a second run without faults is not the same: *",
            "*wide is torn down*",
        ]
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("parts=0", "*parts= of @pytest.mark.sweep must be 1 or more, not 0*"),
        ("'api.*'", "*@pytest.mark.sweep takes names only*"),
        ("part=2", "*takes no part=: it is sweep(*nearest: parts=*"),
    ],
)
def test_what_the_marker_does_not_take_is_told(bell, arguments, told):
    bell.write(
        test_a=f"import pytest\n\n\n@pytest.mark.sweep({arguments})\ndef test_it():\n    pass\n"
    )

    result = bell.run_apart()

    assert result.ret != 0
    result.stdout.fnmatch_lines([told])
