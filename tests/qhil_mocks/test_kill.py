"""`kill -9` at any moment: what was answered is there, every job that was accepted ends once, and nothing is half."""

from __future__ import annotations

import base64
import functools
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qhil_mocks.clock import ManualClock
from qhil_mocks.ibmq.jobs import life
from qhil_mocks.ibmq.storage import LIFETIME, QOBJ, RESULT
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a killed process is a fork")

SCRIPT = Path(__file__).with_name("killed_service.py")
_spec = importlib.util.spec_from_file_location("killed_service", SCRIPT)
killed_service = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(killed_service)


class Life:
    """What one process was answered until it ended."""

    def __init__(self, folder):
        self.path = folder / "service.db"
        lines = (folder / "answers").read_text().splitlines()
        self.answers = [json.loads(line) for line in lines]
        self.bodies = {one["label"]: base64.b64decode(one["body"]) for one in self.answers}

    def __contains__(self, label):
        return label in self.bodies

    def told(self, label):
        return json.loads(self.bodies[label])

    def labels(self, what):
        """Of which jobs that was answered: ``labels("create")``."""
        return [
            one["label"][len(what) + 1 :]
            for one in self.answers
            if one["label"].startswith(f"{what} ")
        ]

    def id(self, label):
        return self.told(f"create {label}")["id"]


@pytest.fixture(scope="module")
def lives(tmp_path_factory):
    """``lives(scenario)``: those that were killed, in the order of their points, and the one that was not."""

    @functools.cache
    def made(scenario):
        folder = tmp_path_factory.mktemp(scenario)
        subprocess.run([sys.executable, str(SCRIPT), str(folder), scenario], check=True)
        found = [Life(one) for one in sorted(folder.iterdir(), key=lambda one: int(one.name))]
        return found[:-1], found[-1]

    return made


def later():
    """Long enough after all that happened."""
    clock = ManualClock(killed_service.START)
    clock.advance(2 * 3600)
    return clock


class Restarted:
    """The service on the file that a life left, in this process."""

    def __init__(self, life, executor=None):
        self.mock = killed_service.new_mock(life.path, later())
        self.service = self.mock._service
        self.executor = executor

    def __enter__(self):
        self._open = self.service.opened()
        self._open.__enter__()
        self.state = self.service.state
        if self.executor is not None:
            self.state.progress._executor = self.executor
        self.answers = {}
        self.ask = killed_service.Asking(
            self.service, lambda told: self.answers.__setitem__(told["label"], told)
        )
        return self

    def __exit__(self, *error):
        self._open.__exit__(*error)

    def status(self, label):
        return self.answers[label]["status"]


def check_nothing_is_half(state):
    jobs = {job.id: job for job in state.jobs.all()}
    granted = {grant.job_id for grant in state.storage._grants.values() if grant.method == "PUT"}
    newest = max((job.created for job in jobs.values()), default=None)
    for job in jobs.values():
        steps = [status for status, _ in job.steps]
        assert steps[0] == life.CREATING
        assert all(after in life.TRANSITIONS[before] for before, after in zip(steps, steps[1:]))
        if job.status == life.CREATING and newest < job.created + LIFETIME:
            assert job.id in granted  # a way to upload
        if job.status in (life.VALIDATED, life.QUEUED, life.RUNNING, life.COMPLETED):
            assert state.storage.content(job.id, QOBJ) is not None
            assert job.summary is not None
        assert (state.storage.content(job.id, RESULT) is not None) == (job.status == life.COMPLETED)
    assert {place.partition("/")[0] for place in state.storage._objects} <= set(jobs)
    assert [job.number for job in jobs.values()] == sorted({job.number for job in jobs.values()})
    assert len({job.created for job in jobs.values()}) == len(jobs)


def check_restart(life_, whole):
    """All that was promised to whoever asked in ``life_``; ``whole`` is the life that nobody ended."""
    with Restarted(life_, killed_service.Scripted()) as again:
        check_nothing_is_half(again.state)
        final_before = {job.id for job in again.state.jobs.all() if job.final}
        if "log in" not in life_:
            again.ask.log_in(again.mock.users[1].token)
        else:
            again.ask.access_token = life_.told("log in")["id"]
        again.service.settle()
        check_nothing_is_half(again.state)

        ran = again.executor.ran
        assert len(set(ran)) == len(ran)
        assert not set(ran) & final_before
        gone = set(life_.labels("delete"))
        for label in life_.labels("create"):
            project = killed_service.PRIVATE if label == "private" else killed_service.OPEN
            job = f"{project}/Jobs/{life_.id(label)}"
            told = again.ask(f"full {label}", "GET", f"{job}/v/1")
            if label in gone:
                assert again.status(f"full {label}") == 404
            elif again.status(f"full {label}") == 404:
                # Its deletion was on its way, and nothing else.
                assert label == "bad"
                assert life_.answers[-1]["label"] == "full bad"
            elif label in life_.labels("submit"):
                check_end(again, life_, whole, label, told)
        check_others(again, life_)


def check_end(again, life_, whole, label, told):
    job = again.state.jobs.get(life_.id(label))
    assert job.final
    assert [status for status, _ in job.steps if status in life.FINAL] == [job.status]
    expected = {
        "good": "COMPLETED",
        "waiting": "COMPLETED",
        "private": "COMPLETED",
        "last": "COMPLETED",
        "bad": "ERROR_VALIDATING_JOB",
        "cancelled": "CANCELLED" if "cancel cancelled" in life_ else None,
    }[label]
    assert job.status in ((expected,) if expected else ("CANCELLED", "COMPLETED"))
    if f"full {label}" in life_:  # it was told before, and as final
        assert told == life_.told(f"full {label}")
    elif f"full {label}" in whole:  # as if nothing had happened
        undisturbed = whole.told(f"full {label}")
        named = {"name", "tags"}
        assert {key: told[key] for key in set(told) - named} == {
            key: undisturbed[key] for key in set(undisturbed) - named
        }
    if job.status == "COMPLETED" and label != "private":
        again.ask.result(label, f"{killed_service.OPEN}/Jobs/{job.id}")
        seed = again.state.identities.number("run", job.number)
        content = again.state.storage.content(job.id, QOBJ)
        recording = again.state.devices.recording(job.device)
        drawn = killed_service.Scripted().run(recording, content, seed=seed, job_id=job.id)
        assert base64.b64decode(again.answers[f"result {label}"]["body"]) == drawn.result
        if f"result {label}" in life_:
            assert life_.bodies[f"result {label}"] == drawn.result
    if label == "good" and "name good" in life_:
        assert (told["name"], told["tags"]) == ("mine", ["a", "b"])


def check_others(again, life_):
    """What is not of one job: what was read once, an upload that waits, ids that are new."""
    known = {life_.id(label) for label in life_.labels("create")}
    if "result private" in life_:
        again.ask.result("private", f"{killed_service.PRIVATE}/Jobs/{life_.id('private')}")
        assert again.status("result url private") == 403
    held = {job.id for job in again.state.jobs.all()}
    new = again.ask.submit("new", killed_service.PRIVATE).rpartition("/")[2]
    assert new not in known | held
    again.mock.clock.advance(100)
    again.service.settle()
    assert again.state.jobs.get(new).status == life.COMPLETED
    token = again.ask.access_token
    again.ask.log_in(again.mock.users[1].token)
    assert again.ask.access_token != token


def test_it_is_killed_around_every_statement_to_the_database(lives):
    killed, whole = lives("scripted")

    assert len(killed) > 150
    assert len({len(life_.answers) for life_ in killed}) > 20  # at every stage of the scenario
    assert [one["status"] for one in whole.answers if one["status"] != 200] == [403]
    for life_ in killed:
        # Up to its end each was answered what the one was that did not end: ids, dates, results.
        assert life_.answers == whole.answers[: len(life_.answers)]
        check_restart(life_, whole)
    check_restart(whole, whole)


@pytest.mark.requires("qiskit-terra")
def test_real_simulations_give_what_they_would_have_given(lives):
    killed, whole = lives("simulated")

    assert len(killed) == 6
    assert {len(life_.answers) for life_ in killed} == {4, 10}
    for life_ in killed:
        with Restarted(life_) as again:
            again.ask.access_token = life_.told("log in")["id"]
            for label in life_.labels("submit"):
                job = f"{killed_service.OPEN}/Jobs/{life_.id(label)}"
                again.ask.read(label, job)
                told = json.loads(base64.b64decode(again.answers[f"result {label}"]["body"]))
                undisturbed = whole.told(f"result {label}")
                shots = [one["data"]["memory"] for one in told["results"]]
                assert len(shots[0]) == 200
                assert shots == [one["data"]["memory"] for one in undisturbed["results"]]
                full = json.loads(base64.b64decode(again.answers[f"full {label}"]["body"]))
                assert full == whole.told(f"full {label}")


def test_jobs_of_programs_outlive_every_statement_too(lives):
    killed, whole = lives("programs")

    assert len(killed) > 30
    assert len({len(life_.answers) for life_ in killed}) > 7
    for life_ in [*killed, whole]:
        assert life_.answers == whole.answers[: len(life_.answers)]
        check_programs(life_)


def check_programs(life_):
    with Restarted(life_) as again:
        execute = killed_service.ScriptedPrograms()
        again.state.runner._execute = execute
        before = {job.id: job.status for job in again.state.runtime_jobs.all()}
        killed_service.run_programs(again.service)
        after = {job.id: job for job in again.state.runtime_jobs.all()}

        # No job began, nor ended, twice; one that had ended did not run again.
        waited = [job_id for job_id, status in before.items() if status == "Queued"]
        assert len(execute.ran) == len(set(execute.ran)) == len(waited)
        for job in after.values():
            assert job.final
            assert sum(state in ("Completed", "Cancelled") for state, _ in job.steps) == 1
        ids = {label: life_.told(f"run {label}")["id"] for label in life_.labels("run")}
        for label, job_id in ids.items():
            if label == "deleted" and job_id not in after:
                assert "cancel cancelled" in life_  # after which its deletion was asked for
                continue
            assert label != "deleted" or "delete deleted" not in life_
            work = again.state.runtime_jobs.work(job_id)
            assert json.loads(work.inputs) == {"label": label}
            output = again.state.runtime_jobs.output(job_id)
            if after[job_id].status == "Completed":
                number = again.state.identities.number("runtime run", after[job_id].number)
                assert json.loads(output.result) == [work.inputs, number]
        if "cancel cancelled" in life_:
            assert after[ids["cancelled"]].status == "Cancelled"
        if "results first" in life_:
            output = again.state.runtime_jobs.output(ids["first"])
            assert life_.bodies["results first"].decode() == output.result
        if "upload program" in life_:
            owner = again.mock.users[0].id
            assert again.state.programs.get("mine", owner).name == "mine"
            # A new one is not mistaken for any of them.
            again.ask.log_in(again.mock.users[0].token)
            assert killed_service.run_program(again.ask, "new").rpartition("/")[2] not in after


def test_a_service_in_memory_gives_the_same(lives):
    """A file changes nothing of what is answered."""
    _, whole = lives("scripted")
    answers = []
    mock = MockIBMQ(
        seed=killed_service.SEED,
        devices=[killed_service.DEVICE],
        clock=ManualClock(killed_service.START),
    )
    killed_service.scripted(mock, answers.append)

    assert answers == whole.answers


SERVER = """
import sys
from qhil_mocks.mock_ibmq import MockIBMQ
server = MockIBMQ(seed=7, devices=["ibmq_armonk"], db=sys.argv[1]).server()
server.serve(lambda: print(server.url, flush=True))
"""


@pytest.mark.requires("qiskit-terra", "uvicorn", "responses")
def test_a_server_that_is_killed_while_it_runs_jobs_has_them_after(tmp_path):
    import requests

    path = tmp_path / "service.db"
    mock = MockIBMQ(seed=7, devices=["ibmq_armonk"], db=path)
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(path)], stdout=subprocess.PIPE, text=True
    ) as server:
        url = server.stdout.readline().strip()
        session = requests.Session()

        def ask(method, where, **sent):
            answer = session.request(method, where, timeout=30, **sent)
            assert answer.status_code == 200
            return answer.json() if answer.content else None

        granted = ask("POST", f"{url}/api/users/loginWithToken", json={"apiToken": mock.token})
        session.headers["X-Access-Token"] = granted["id"]
        ids = []
        for _ in range(5):
            made = ask(
                "POST",
                f"{url}{killed_service.OPEN}/Jobs",
                json={"backend": {"name": "ibmq_armonk"}},
            )
            ids.append(made["id"])
            ask("PUT", made["objectStorageInfo"]["uploadUrl"], data=killed_service.QOBJ)
            ask("POST", f"{url}{killed_service.OPEN}/Jobs/{ids[-1]}/jobDataUploaded")
        session.close()
        server.kill()
    with mock._service.opened():
        state = mock._service.state
        assert [job.id for job in state.jobs.all()] == ids
        check_nothing_is_half(state)
        mock._service.settle()

        assert [job.status for job in state.jobs.all()] == [life.COMPLETED] * 5
        check_nothing_is_half(state)
        assert state.access.user(granted["id"], state.clock.now()).token == mock.token
