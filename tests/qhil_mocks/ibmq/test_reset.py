"""A service begins anew while something is under way."""

from __future__ import annotations

import base64
import json
import threading

import pytest

from qhil_mocks.clock import ImmediateClock
from qhil_mocks.ibmq.jobs import progress
from qhil_mocks.ibmq.jobs.execution import Outcome
from qhil_mocks.ibmq.storage import RESULT
from qhil_mocks.ibmq.until_reset import RESTART
from qhil_mocks.mock_ibmq import MockIBMQ
from qhil_mocks.rest import Close, Request


class HeldExecutor:
    """Runs a job until the next of these is made: as long as it takes until a reset has begun."""

    running = None

    def __init__(self, *, contained=False):
        if HeldExecutor.running is not None:
            HeldExecutor.running[1].set()

    def run(self, *_, **__):
        begun, go = HeldExecutor.running
        begun.set()
        assert go.wait(60)
        return Outcome(b"{}")


@pytest.fixture
def held(monkeypatch):
    """Set when a job runs, which then does so until the service is reset."""
    events = threading.Event(), threading.Event()
    monkeypatch.setattr(HeldExecutor, "running", None)
    monkeypatch.setattr(progress, "Executor", HeldExecutor)

    def holding():
        HeldExecutor.running = events
        return events[0]

    return holding


@pytest.mark.parametrize("asks", ["server"], indirect=True)
def test_a_job_that_runs_ends_where_it_began(asks, held):
    mock = MockIBMQ(seed=7, devices=["ibm_perth"], clock=ImmediateClock())
    me = asks(mock, 0)
    before = mock._service.state
    begun = held()
    old = me.submit()
    assert begun.wait(60)

    assert me("POST", "/control/reset")[0] == 200

    # It has ended when the reset is answered.
    assert before.jobs.get(old["id"]).status == "COMPLETED"
    state = mock._service.state
    assert state is not before
    assert state.jobs.all() == []
    assert me.create()["id"] == old["id"]
    assert state.jobs.get(old["id"]).status == "CREATING"
    assert state.storage.content(old["id"], RESULT) is None


@pytest.mark.requires("qiskit-terra")
@pytest.mark.parametrize("asks", ["server"], indirect=True)
def test_jobs_run_as_before_afterwards(asks, monkeypatch):
    """In the background, which is another one, and ends with the server as well."""
    ended = threading.Event()
    mock = MockIBMQ(seed=7, devices=["ibm_perth"], clock=ImmediateClock())
    me = asks(mock, 0)
    me("POST", "/control/reset", {"seed": 8})
    state = mock._service.state
    state.bell.listen(lambda: [job.final for job in state.jobs.all()] == [True] and ended.set())

    me.submit()

    assert ended.wait(60)
    assert me("GET", "/control/state")[1]["jobs"] == {"COMPLETED": 1}


PROGRAM = "import time\n\ndef main(backend, user_messenger):\n    time.sleep(1000)\n"


@pytest.mark.requires("qiskit-terra")
def test_a_program_that_runs_is_ended(mock, caller, clock):
    me = caller(0)
    source = base64.b64encode(PROGRAM.encode()).decode()
    uploaded = {"name": "mine", "data": source, "cost": 300, "description": "Mine."}
    program = me("POST", "/runtime/programs", uploaded)[1]["id"]
    here = {"hub": "ibm-q", "group": "open", "project": "main"}
    job = {"program_id": program, "backend": "ibm_perth", "params": {}, "runtime": "", **here}
    me("POST", "/runtime/jobs", job)
    clock.advance(10)
    assert me("GET", "/control/state")[1]["runtime_jobs"] == {"Running": 1}
    before = mock._service.state

    me("POST", "/control/reset")

    assert [job.status for job in before.runtime_jobs.all()] == ["Queued"]
    assert not before.runner._running
    assert me("GET", "/control/jobs")[1] == []
    assert me("GET", f"/runtime/programs/{program}")[0] == 404
    # The next is run.
    job["program_id"] = "hello-world"
    ended = threading.Event()
    state = mock._service.state
    state.bell.listen(
        lambda: [job.final for job in state.runtime_jobs.all()] == [True] and ended.set()
    )
    me("POST", "/runtime/jobs", job)
    clock.advance(10)
    assert ended.wait(60)
    assert me("GET", "/control/state")[1]["runtime_jobs"] == {"Completed": 1}


@pytest.mark.parametrize("asks", ["in-process"], indirect=True)
def test_a_channel_of_before_is_closed(mock, caller):
    me = caller(0)
    job = me.create()
    opened = mock._service.channel(Request("WEBSOCKET", f"/websocket/jobs/{job['id']}/status/v/1"))
    me("POST", "/control/reset")

    opened.receive("anything")

    assert opened.due() == [Close(RESTART)]


@pytest.mark.requires("responses")
@pytest.mark.parametrize("seed", [None, 8, 10**30])
def test_a_file_keeps_what_was_done_since(tmp_path, clock, seed):
    def opened():
        return MockIBMQ(devices=["ibm_perth"], clock=clock, db=tmp_path / "service.db")

    with opened() as mock:
        users = mock.users
        me = Asker(mock)
        old = me.create()
        before = mock._service.state
        me("POST", "/control/reset", {"seed": seed})
        new = me.create()
        # As a request does that came in before the reset, and is answered afterwards.
        before.jobs.change(old["id"], name="late")
        other = Asker(mock).access_token
    with opened() as mock:
        assert mock.users == users
        assert mock.seed == (before.identities.seed if seed is None else seed)
        jobs = mock._service.state.jobs.all()
        assert [(job.id, job.name) for job in jobs] == [(new["id"], None)]
        assert Asker(mock).access_token not in (me.access_token, other)
        for good in (me.access_token, other):
            assert mock._service.state.access.knows(good)


class Asker:
    """Asks a service without any door, as its first user."""

    def __init__(self, mock):
        self.service = mock._service
        self.access_token = None
        told = self("POST", "/api/users/loginWithToken", {"apiToken": mock.token})
        self.access_token = told["id"]

    def __call__(self, method, path, content):
        headers = {"x-access-token": self.access_token} if self.access_token else {}
        answer = self.service.answer(
            Request(method, path, (), headers, json.dumps(content).encode())
        )
        assert answer.status == 200
        return json.loads(answer.body)

    def create(self):
        return self(
            "POST",
            "/api/Network/ibm-q/Groups/open/Projects/main/Jobs",
            {"backend": {"name": "ibm_perth"}},
        )
