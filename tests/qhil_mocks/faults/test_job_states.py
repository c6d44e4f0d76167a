"""The states of jobs in answers, replaced."""

from __future__ import annotations

import json
import random

import pytest

from qhil.errors import FaultError
from qhil_mocks.faults.job_states import UNKNOWN, with_state

ENOUGH = range(40)


def states(answer, effect):
    """All that may come of it."""
    texts = [with_state(json.dumps(answer).encode(), effect, random.Random(n)) for n in ENOUGH]
    return [json.loads(text) for text in texts]


def test_a_state_that_nobody_knows():
    assert states({"id": "a", "status": "COMPLETED"}, "unknown_status")[0]["status"] == UNKNOWN


@pytest.mark.parametrize(
    ("state", "before"),
    [
        ("COMPLETED", {"CREATING", "VALIDATING", "VALIDATED", "QUEUED", "RUNNING"}),
        ("QUEUED", {"CREATING", "VALIDATING", "VALIDATED"}),
        ("CREATING", {"CREATING"}),
        ("Completed", {"Queued", "Running"}),
        ("Cancelled - Ran too long", {"Queued", "Running"}),
        ("Queued", {"Queued"}),
    ],
)
def test_a_state_that_a_job_has_left(state, before):
    found = states({"job": {"status": state}, "status": 200}, "stale_status")

    assert {one["job"]["status"] for one in found} == before
    assert all(one["status"] == 200 for one in found)


def test_of_several_jobs_one_is_hit():
    found = states([{"status": "QUEUED"}, {"status": "RUNNING"}], "unknown_status")

    assert all([one["status"] for one in jobs].count(UNKNOWN) == 1 for jobs in found)
    assert {jobs[0]["status"] for jobs in found} == {UNKNOWN, "QUEUED"}


@pytest.mark.parametrize("answer", [{}, [], {"status": "active"}, {"error": {"status": 404}}])
def test_an_answer_without_jobs_cannot_have_it(answer):
    with pytest.raises(FaultError, match="tells the state of no job"):
        states(answer, "unknown_status")
