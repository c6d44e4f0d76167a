"""The faults of a mock, told and replaced from outside."""

from __future__ import annotations

import pytest

from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("responses", "uvicorn", "faker")


@pytest.fixture
def me(caller):
    return caller(0)


def test_without_a_plan_there_is_nothing_to_tell(me):
    assert me("GET", "/control/faults") == (200, {"plan": None})


def test_a_plan_is_set_and_what_comes_of_it_is_told(me):
    set_to = me("POST", "/control/faults", {"plan": "api.version=1*status(503)", "seed": 3})
    me("GET", "/api/version")
    me("GET", "/api/version")
    status, told = me("GET", "/control/faults")

    assert set_to[1]["unfired"] == ["api.version=1*status(503)"]
    assert status == 200
    (firing,) = told["firings"]
    assert {**firing, "place": "..."} == {
        "site": "api.version",
        "call": 1,
        "effect": "status(503)",
        "place": "...",
    }
    assert {**told, "firings": "..."} == {
        "plan": "api.version=1*status(503)",
        "seed": 3,
        "firings": "...",
        "unfired": [],
        "calls": {"api.version": 2},
        "submissions": 0,
        "delayed": 0.0,
    }


def test_an_empty_plan_counts_calls_and_jobs(me):
    me("POST", "/control/faults", {"plan": ""})
    me.submit()
    told = me("GET", "/control/faults")[1]

    requests = ("api.create_job", "storage.upload", "api.job_data_uploaded")
    assert told["calls"] == dict.fromkeys((*requests, "job.life"), 1)
    assert told["submissions"] == 1
    assert me("POST", "/control/faults", {"plan": None})[1] == {"plan": None}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"plan": "api.versio=status(503)"}, "nearest: api.version"),
        ({"plan": 7}, "must be the text"),
        ({"plan": "", "seed": "x"}, "an integer"),
        ({"plan": "", "seed": True}, "an integer"),
        ({"plan": "api.version=("}, "does not match"),
    ],
)
def test_what_is_no_plan_is_refused_and_nothing_changes(me, asked, why):
    me("POST", "/control/faults", {"plan": "api.version=off"})
    status, answer = me("POST", "/control/faults", asked)

    assert status == 400
    assert why in answer["error"]["message"]
    assert me("GET", "/control/faults")[1]["plan"] == "api.version=off"


def test_who_has_not_logged_in_may_not(caller):
    nobody = caller()

    assert nobody("GET", "/control/faults")[0] == 401
    assert nobody("POST", "/control/faults", {"plan": ""})[0] == 401


def test_faults_outlive_a_reset(asks):
    me = asks(MockIBMQ(seed=7, devices=[], faults="api.version@2=status(503)"), 0)
    me("GET", "/api/version")
    me("POST", "/control/reset", {})

    assert me("GET", "/api/version")[0] == 503


def test_a_server_without_tls_cannot_have_an_error_of_tls(me, request):
    status, answer = me("POST", "/control/faults", {"plan": "api.*=tls_error"})

    if request.node.callspec.params["asks"] == "server":
        assert status == 400
        assert "speaks plain HTTP" in answer["error"]["message"]
    else:
        assert status == 200
