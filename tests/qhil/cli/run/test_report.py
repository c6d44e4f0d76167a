import pytest

from qhil.cli.run.report import RunReport
from qhil.program.events import (
    Died,
    Ended,
    Interrupted,
    Printed,
    Published,
    Raised,
    Refused,
    Started,
    TimedOut,
)

STARTED = Started("ibm_fez", 156, "abc", "2024-05-06T00:00:00+00:00", "ideal", 7, 0.5)


def facts(*events):
    report = RunReport("prog.py", "ibm_fez", 7, "ideal")
    for event in events:
        report.add(event)
    return report.facts()


def test_what_was_published_as_final_is_the_result():
    found = facts(STARTED, Published("1", 0.1, final=True), Ended("null", 1.5))

    assert (found["interim"], found["result"]) == ([], 1)


def test_all_that_became_of_a_run():
    found = facts(STARTED, Published("1", 0.1), Printed("x", error=False), Ended('{"a": 2}', 1.5))

    assert found == {
        "program": "prog.py",
        "device": "ibm_fez",
        "seed": 7,
        "noise": "ideal",
        "digest": "abc",
        "calibrated": "2024-05-06T00:00:00+00:00",
        "status": "done",
        "interim": [1],
        "result": {"a": 2},
        "seconds": 1.5,
        "error": None,
    }


def test_an_error_of_the_program():
    found = facts(STARTED, Raised("KeyError", "'a'", "Traceback", "prog.py", 3, 0.5))

    assert found["status"] == "raised"
    assert found["seconds"] == 0.5
    assert found["error"]["type"] == "KeyError"
    assert found["error"]["line"] == 3


@pytest.mark.parametrize(
    ("last", "status", "message"),
    [
        (TimedOut(2.5), "timed out", "2.5 s"),
        (Died("by SIGABRT"), "died", "SIGABRT"),
        (Refused("no main"), "refused", "no main"),
    ],
)
def test_other_ends_keep_the_interim_results(last, status, message):
    found = facts(STARTED, Published("1", 0.1), last)

    assert (found["status"], found["interim"], found["result"]) == (status, [1], None)
    assert message in found["error"]["message"]


def test_interrupted_is_no_error():
    assert facts(STARTED, Interrupted())["error"] is None
