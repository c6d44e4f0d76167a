"""The mock, steered by plain requests."""

from __future__ import annotations

import json

import pytest

from qhil_mocks.clock import ImmediateClock
from qhil_mocks.ibmq.access import LIFETIME
from qhil_mocks.mock_ibmq import MockIBMQ

ROUTES = [
    ("GET", "state"),
    ("POST", "reset"),
    ("POST", "clock"),
    ("GET", "devices"),
    ("GET", "jobs"),
    ("GET", "requests"),
]


@pytest.mark.parametrize(("method", "what"), ROUTES)
def test_nobody_is_told_without_an_access_token(caller, mock, method, what):
    status, told = caller()(method, f"/control/{what}")

    assert status == 401
    assert told["error"]["code"] == "AUTHORIZATION_REQUIRED"


def test_the_state_is_told(caller, mock):
    me = caller(0)
    me.create()
    me.submit()
    caller(1).create()

    status, told = me("GET", "/control/state")

    assert status == 200
    assert told == {
        "seed": 7,
        "clock": {"kind": "manual", "now": "2022-05-17T09:00:00.000Z"},
        "users": [
            {"id": mock.users[0].id, "licensed": True, "projects": ["ibm-q/open/main"]},
            {
                "id": mock.users[1].id,
                "licensed": True,
                "projects": [
                    "ibm-q/open/main",
                    "ibm-q-lab/research/premium",
                    "ibm-q-lab/research/private",
                ],
            },
        ],
        "jobs": {"CREATING": 2, "VALIDATING": 1},
        "runtime_jobs": {},
    }


def test_a_clock_that_is_moved_by_hand_is_moved(caller):
    me = caller(0)
    job = me.submit()

    status, told = me("POST", "/control/clock", {"advance": 1.5})

    assert status == 200
    assert told == {"kind": "manual", "now": "2022-05-17T09:00:01.500Z"}
    (found,) = me("GET", "/control/jobs")[1]
    assert (found["id"], found["status"]) == (job["id"], "QUEUED")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"advance": -1},
        {"advance": "1"},
        {"advance": True},
        {"advance": None},
        {"advance": float("nan")},
        {"advance": float("inf")},
        {"advance": 10**400},
        {"advance": 3e11},
    ],
    ids=str,
)
def test_a_clock_goes_neither_back_nor_to_the_end_of_time(caller, clock, asked):
    before = clock.now()
    status, told = caller(0)("POST", "/control/clock", asked)

    assert status == 400
    assert told["error"]["message"].startswith("advance must")
    assert clock.now() == before


def test_an_access_token_expires_when_the_clock_is_moved_that_far(caller):
    me = caller(0)
    me("POST", "/control/clock", {"advance": LIFETIME.total_seconds()})

    assert me("GET", "/control/state")[0] == 401


def test_no_other_clock_is_moved(asks):
    me = asks(MockIBMQ(seed=7, devices=[], clock=ImmediateClock()), 0)
    status, told = me("POST", "/control/clock", {"advance": 1})

    assert status == 409
    assert "The clock is immediate" in told["error"]["message"]


def test_the_devices_and_who_waits_for_them_are_told(caller):
    me = caller(0)
    me.submit()
    me("POST", "/control/clock", {"advance": 1})

    status, told = me("GET", "/control/devices")

    assert status == 200
    assert told == [
        {"name": "ibm_perth", "n_qubits": 7, "simulator": False, "queued": 1},
        {"name": "ibm_sherbrooke", "n_qubits": 127, "simulator": False, "queued": 0},
    ]


def test_the_jobs_of_all_users_are_told(caller, mock):
    me, other = caller(0), caller(1)
    mine, theirs = me.submit(), other.create()
    started = "2022-05-17T09:00:00.000Z"

    status, told = me("GET", "/control/jobs")

    assert status == 200
    assert [job["id"] for job in told] == [mine["id"], theirs["id"]]
    assert [job["user"] for job in told] == [user.id for user in mock.users]
    assert told[0] == {
        "id": mine["id"],
        "user": mock.users[0].id,
        "project": "ibm-q/open/main",
        "device": "ibm_perth",
        "name": None,
        "program": None,
        "status": "VALIDATING",
        "steps": [["CREATING", started], ["VALIDATING", started]],
    }


def program_submitted(me):
    here = {"hub": "ibm-q", "group": "open", "project": "main"}
    job = {"program_id": "hello-world", "backend": "ibm_perth", "params": {}, "runtime": "", **here}
    return me("POST", "/runtime/jobs", job)[1]


def test_jobs_that_run_programs_are_among_them(caller):
    me = caller(0)
    first = me.create()
    me("POST", "/control/clock", {"advance": 1})
    program = program_submitted(me)

    assert me("GET", "/control/state")[1]["runtime_jobs"] == {"Queued": 1}
    listed = me("GET", "/control/jobs")[1]
    assert [(job["id"], job["program"]) for job in listed] == [
        (first["id"], None),
        (program["id"], "hello-world"),
    ]
    assert me("GET", "/control/jobs", query={"status": "Queued"})[1] == listed[1:]


def test_the_jobs_in_some_states_are_told(caller):
    me = caller(0)
    waiting = me.submit()
    me("POST", "/control/clock", {"advance": 1})
    new = me.create()

    def ids(query):
        return [job["id"] for job in me("GET", "/control/jobs", query=query)[1]]

    assert ids({"status": "QUEUED"}) == [waiting["id"]]
    assert ids({"status": ["QUEUED", "CREATING"]}) == [waiting["id"], new["id"]]
    assert ids({"status": "RUNNING"}) == []


def test_a_state_that_there_is_not_is_refused(caller):
    status, told = caller(0)("GET", "/control/jobs", query={"status": "queued"})

    assert status == 400
    assert "QUEUED" in told["error"]["message"]


def test_what_was_asked_is_told_and_nothing_secret(caller, mock):
    me = caller(0)
    me.submit()
    me("GET", "/api/Network", query={"filter": "asked for"})
    me("GET", "/api/Network/ibm-q/Groups/x/Projects/y/devices/v/1")

    status, told = me("GET", "/control/requests")

    assert status == 200
    assert [(one["method"], one["operation"], one["status"]) for one in told] == [
        ("POST", "log_in", 200),
        ("POST", "create_job", 200),
        ("PUT", "upload", 200),
        ("POST", "job_data_uploaded", 200),
        ("GET", "list_hubs", 200),
        ("GET", "list_devices", 404),
    ]
    assert told[2] == {
        "when": "2022-05-17T09:00:00.000Z",
        "method": "PUT",
        "route": "/api/objectstorage/{key}",
        "operation": "upload",
        "status": 200,
    }
    text = json.dumps(told)
    for secret in (me.access_token, mock.token, "asked for"):
        assert secret not in text


def test_a_reset_forgets_what_was_done_and_not_who_came_in(caller, mock):
    me, other = caller(0), caller(1)
    old = me.submit()

    status, told = me("POST", "/control/reset")

    assert status == 200
    assert (told["seed"], told["jobs"]) == (7, {})
    assert me("GET", "/control/jobs")[1] == other("GET", "/control/jobs")[1] == []
    assert me("GET", f"/api/Network/ibm-q/Groups/open/Projects/main/Jobs/{old['id']}/v/1")[0] == 404
    assert me.submit()["id"] == old["id"]  # the same again
    assert caller(0)("GET", "/control/state")[1]["jobs"] == {"VALIDATING": 1}


def test_a_reset_may_bring_another_seed(caller, mock):
    me = caller(0)
    old = me.create()

    told = me("POST", "/control/reset", {"seed": 8})[1]

    assert told["seed"] == mock.seed == 8
    assert me.create()["id"] != old["id"]
    assert caller(0).access_token  # the same API tokens as before


def test_after_a_reset_the_past_is_the_same_again(asks, clock):
    me = asks(MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock, history=3), 0)
    before = me("GET", "/control/jobs")[1]
    me.create()

    me("POST", "/control/reset")

    assert len(before) == 3
    assert me("GET", "/control/jobs")[1] == before


@pytest.mark.parametrize("seed", [-1, 1.5, "7", True, [7]])
def test_a_seed_that_is_none_resets_nothing(caller, seed):
    me = caller(0)
    me.create()

    assert me("POST", "/control/reset", {"seed": seed})[0] == 400
    assert len(me("GET", "/control/jobs")[1]) == 1
