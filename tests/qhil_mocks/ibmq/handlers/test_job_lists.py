"""Lists of jobs by plain requests."""

from __future__ import annotations

import json

import pytest

PREMIUM = "/api/Network/ibm-q-lab/Groups/research/Projects/premium"


@pytest.fixture
def me(caller, clock):
    """The second user, with six jobs, one a minute, on two devices."""
    asks = caller(1)
    for number in range(6):
        device = "ibm_perth" if number % 2 else "ibm_sherbrooke"
        asks(
            "POST",
            f"{PREMIUM}/Jobs",
            {"backend": {"name": device}, "name": f"job {number}", "tags": [f"t{number % 3}"]},
        )
        clock.advance(60)
    return asks


def names(me, **asked):
    status, told = me("GET", f"{PREMIUM}/Jobs/status/v/1", query={"filter": json.dumps(asked)})
    assert status == 200, told
    return [job["name"][-1] for job in told]


def test_the_newest_come_first_unless_asked_otherwise(me):
    assert names(me) == list("543210")
    assert names(me, order="creationDate ASC", limit=2, skip=1) == list("12")


def test_filters_reach_into_the_job(me):
    assert names(me, where={"backend.name": "ibm_perth"}) == list("531")
    assert names(me, where={"tags": {"inq": ["t0", "t1"]}}) == list("4310")
    assert names(me, where={"hubInfo.project.name": "premium", "status": "CREATING"}) == list(
        "543210"
    )
    assert names(me, where={"creationDate": {"lte": "2022-05-17T09:02:00+00:00"}}) == list("210")


def test_lists_have_neither_steps_nor_errors(me):
    _, told = me("GET", f"{PREMIUM}/Jobs/status/v/1")

    assert not {"timePerStep", "error", "infoQueue"} & set(told[0])


def test_ids_come_with_their_dates(me):
    _, told = me("GET", f"{PREMIUM}/Jobs/v/1", query={"filter": json.dumps({"limit": 1})})

    assert [set(job) for job in told] == [{"id", "creationDate", "liveDataEnabled"}]


def test_jobs_of_others_are_not_listed(me, caller):
    open_project = "/api/Network/ibm-q/Groups/open/Projects/main"

    assert caller(0)("GET", f"{open_project}/Jobs/status/v/1") == (200, [])
    assert me("GET", f"{open_project}/Jobs/status/v/1") == (200, [])


@pytest.mark.parametrize("text", ["{", "[]", '{"where": 7}', '{"limit": "x"}'])
def test_nonsense_is_refused(me, text):
    assert me("GET", f"{PREMIUM}/Jobs/status/v/1", query={"filter": text})[0] == 400
