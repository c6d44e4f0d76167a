"""Who may listen to which interim results; what is said is tested with `InterimResults`, and by the real client."""

from __future__ import annotations

import json

import pytest

from qhil_mocks.ibmq.runtime.interim import ACKNOWLEDGED
from qhil_mocks.rest import Close, Request, Response

HERE = {"hub": "ibm-q", "group": "open", "project": "main"}


@pytest.fixture
def state(mock):
    return mock._service.state


def token(mock, user):
    state = mock._service.state
    return state.access.log_in(mock.users[user].token, state.clock.now()).access_token


@pytest.fixture
def job(mock):
    body = {"program_id": "hello-world", "backend": "ibm_perth", "params": {}, **HERE}
    headers = {"x-access-token": token(mock, 0)}
    answer = mock._service.answer(
        Request("POST", "/runtime/jobs", (), headers, json.dumps(body).encode())
    )
    return json.loads(answer.body)["id"]


def opened(mock, job, access_token):
    headers = {} if access_token is None else {"x-access-token": access_token}
    path = f"/runtime/stream/jobs/{job}"
    return mock._service.channel(Request("WEBSOCKET", path, (), headers))


def test_the_owner_of_a_job_listens(mock, state, job):
    channel, said = opened(mock, job, token(mock, 0)), []
    state.bell.listen(lambda: said.extend(channel.due()))
    state.interim.add(job, '{"n": 1}')
    state.runner.cancel(job)

    assert said == [ACKNOWLEDGED, '{"n": 1}', Close(1000)]
    assert opened(mock, job, token(mock, 0)).due() == [ACKNOWLEDGED, Close(1000)]


def test_nobody_else_does(mock, job):
    stranger, nobody = opened(mock, job, token(mock, 1)), opened(mock, job, None)
    lost = opened(mock, "0" * 20, token(mock, 0))

    assert [type(one) for one in (stranger, nobody, lost)] == [Response] * 3
    assert [one.status for one in (stranger, nobody, lost)] == [404, 401, 404]
