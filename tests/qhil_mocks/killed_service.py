"""A service that is ended by SIGKILL in the middle of what it does, again and again; see `test_kill.py`.

    python killed_service.py FOLDER scripted|programs|simulated

One child process after the other does the same: it makes a service on the file ``FOLDER/<point>/service.db``, asks
it, writes each answer that it got to ``FOLDER/<point>/answers`` as a line of JSON, and is killed at its point; the
last is not. A point of ``scripted`` and ``programs`` is the moment before any statement that
SQLite is given, or after a commit; of ``simulated``, before or after a real simulation, or when its result is kept.

What is forked is this process: it has one thread, and has imported no Qiskit.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import os
import signal
import sqlite3
import sys
import threading
from datetime import datetime, timezone
from pathlib import Path

from qhil_mocks.clock import ManualClock
from qhil_mocks.ibmq.jobs.execution import Outcome
from qhil_mocks.ibmq.runtime.job import COMPLETED, Output
from qhil_mocks.ibmq.runtime.program_process import Ending
from qhil_mocks.mock_ibmq import MockIBMQ
from qhil_mocks.rest import Request

START = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
SEED = 7
DEVICE = "ibmq_armonk"
OPEN = "/api/Network/ibm-q/Groups/open/Projects/main"
PRIVATE = "/api/Network/ibm-q-lab/Groups/research/Projects/private"
_CONTENT = {
    "qobj_id": "q",
    "schema_version": "1.3.0",
    "type": "QASM",
    "header": {},
    "config": {"shots": 200, "n_qubits": 1, "memory_slots": 1, "memory": True},
    "experiments": [
        {
            "header": {
                "name": "one",
                "n_qubits": 1,
                "memory_slots": 1,
                "qreg_sizes": [["q", 1]],
                "creg_sizes": [["c", 1]],
                "qubit_labels": [["q", 0]],
                "clbit_labels": [["c", 0]],
            },
            "config": {"n_qubits": 1, "memory_slots": 1},
            "instructions": [
                {"name": "sx", "qubits": [0]},
                {"name": "measure", "qubits": [0], "memory": [0]},
            ],
        }
    ],
}
QOBJ = json.dumps(_CONTENT).encode()


class Scripted:
    """In place of simulations: the result of what is asked for, and of nothing else."""

    def __init__(self):
        self.ran = []

    def run(self, recording, text, *, seed, job_id):
        self.ran.append(job_id)
        drawn = hashlib.sha256(f"{recording.name} {seed}".encode() + text).hexdigest()
        return Outcome(json.dumps({"job_id": job_id, "drawn": drawn}).encode())


class Asking:
    """Asks a service by plain requests, and writes down what it answers."""

    def __init__(self, service, told=lambda _line: None):
        self.service = service
        self.told = told
        self.access_token = None

    def __call__(self, label, method, path, content=None, body=b""):
        headers = {} if self.access_token is None else {"x-access-token": self.access_token}
        sent = body if content is None else json.dumps(content).encode()
        answer = self.service.answer(Request(method, path, (), headers, sent))
        text = base64.b64encode(answer.body).decode()
        self.told({"label": label, "status": answer.status, "body": text})
        return json.loads(answer.body) if answer.body else None

    def log_in(self, token):
        granted = self("log in", "POST", "/api/users/loginWithToken", {"apiToken": token})
        self.access_token = granted["id"]

    def create(self, label, project=OPEN):
        made = self(f"create {label}", "POST", f"{project}/Jobs", {"backend": {"name": DEVICE}})
        return f"{project}/Jobs/{made['id']}", path_of(made["objectStorageInfo"]["uploadUrl"])

    def submit(self, label, project=OPEN, body=QOBJ):
        job, upload = self.create(label, project)
        self(f"upload {label}", "PUT", upload, body=body)
        self(f"submit {label}", "POST", f"{job}/jobDataUploaded")
        return job

    def read(self, label, job):
        self(f"full {label}", "GET", f"{job}/v/1")
        self.result(label, job)

    def result(self, label, job):
        url = self(f"result url {label}", "GET", f"{job}/resultDownloadUrl")
        if "url" in url:
            self(f"result {label}", "GET", path_of(url["url"]))


def path_of(url):
    """Where an URL of the object storage is among the routes."""
    return f"/api/objectstorage/{url.rpartition('/')[2]}"


def new_mock(path, clock=None):
    return MockIBMQ(seed=SEED, devices=[DEVICE], clock=clock or ManualClock(START), db=path)


def scripted(mock, told):
    """Jobs of all kinds, and all that can happen to them."""
    service, clock = mock._service, mock.clock
    with service.opened():
        service.state.progress._executor = Scripted()
        ask = Asking(service, told)
        ask.log_in(mock.users[1].token)
        good = ask.submit("good")
        ask.submit("waiting")
        bad = ask.submit("bad", body=b"no JSON")
        private = ask.submit("private", PRIVATE)
        ask.create("not uploaded")
        cancelled = ask.submit("cancelled")
        ask("cancel cancelled", "POST", f"{cancelled}/cancel")
        clock.advance(12)
        ask("name good", "PUT", good, {"name": "mine", "tags": ["a", "b"]})
        clock.advance(4)
        ask.read("good", good)
        clock.advance(30)
        ask("full bad", "GET", f"{bad}/v/1")
        ask("delete bad", "DELETE", bad)
        ask.read("private", private)
        ask.result("private again", private)
        clock.advance(3600)
        ask.submit("last")


def simulated(mock, told):
    """One job after the other, each final in the answer to its submission."""
    with mock._service.opened():
        ask = Asking(mock._service, told)
        ask.log_in(mock.users[1].token)
        for label in ("first", "second"):
            job = ask.submit(label)
            mock.clock.advance(60)
            ask.read(label, job)


class ScriptedPrograms:
    """In place of the processes of programs: a result of what was to run."""

    def __init__(self):
        self.ran = []

    def __call__(self, work, recording, *, seed, publish, stopper, faults):
        self.ran.append(work.inputs)
        return Ending(COMPLETED, Output(json.dumps([work.inputs, seed]), "printed"))


def run_program(ask, label):
    """Have one wait to run."""
    asked = {
        "program_id": "mine", "hub": "ibm-q", "group": "open", "project": "main",
        "backend": DEVICE, "params": {"label": label},
    }  # fmt: skip
    return "/runtime/jobs/" + ask(f"run {label}", "POST", "/runtime/jobs", asked)["id"]


def run_programs(service):
    """Have all that wait run to their ends."""
    state = service.state
    ended = threading.Event()

    def look():
        if all(job.final for job in state.runtime_jobs.all()):
            ended.set()

    stop = state.bell.listen(look)
    with state.runner.at_work():
        look()
        if not ended.wait(60):
            raise TimeoutError("a program has not ended")
    stop()


def programs(mock, told):
    """A program, and jobs of it: one cancelled, one deleted, the others run; then another."""
    service, clock = mock._service, mock.clock
    with service.opened():
        service.state.runner._execute = ScriptedPrograms()
        ask = Asking(service, told)
        ask.log_in(mock.users[0].token)
        source = base64.b64encode(b"def main(backend, user_messenger): pass").decode()
        content = {
            "name": "mine",
            "data": source,
            "cost": 60,
            "description": "none",
            "is_public": False,
        }
        ask("upload program", "POST", "/runtime/programs", content)
        run = functools.partial(run_program, ask)
        first, cancelled, deleted = run("first"), run("cancelled"), run("deleted")
        ask("cancel cancelled", "POST", f"{cancelled}/cancel")
        ask("delete deleted", "DELETE", deleted)
        clock.advance(100)
        run_programs(service)
        ask("job first", "GET", first)
        ask("results first", "GET", f"{first}/results")
        run("last")


class Points:
    """Counts the moments at which this process could be ended, and ends it at one."""

    def __init__(self, point):
        self._point = point
        self._passed = 0

    def passed(self):
        if self._passed == self._point:
            os.kill(os.getpid(), signal.SIGKILL)
        self._passed += 1


class Watched(sqlite3.Connection):
    """Has a point before each statement, and after each that makes others permanent.

    (After another nothing comes before the next but code that changes nothing outside this process.)
    """

    points = Points(None)

    def execute(self, sql, *values):
        self.points.passed()
        found = super().execute(sql, *values)
        if sql == "COMMIT":
            self.points.passed()
        return found


def watch_statements(points):
    Watched.points = points
    sqlite3.connect = functools.partial(sqlite3.connect, factory=Watched)


def watch_simulations(points):
    """A point before and after each simulation, and when its result and the job's end are kept."""
    from qhil_mocks.ibmq.jobs import Progress

    run, end = Progress._run, Progress._end

    def watched_run(progress, job):
        points.passed()
        outcome = run(progress, job)
        points.passed()
        return outcome

    def watched_end(progress, job, outcome, at):
        end(progress, job, outcome, at)
        points.passed()

    Progress._run, Progress._end = watched_run, watched_end


SCENARIOS = {
    "scripted": (scripted, watch_statements),
    "programs": (programs, watch_statements),
    "simulated": (simulated, watch_simulations),
}


def live(folder, scenario, point):
    """The life of one child."""
    folder.mkdir()
    answers = os.open(folder / "answers", os.O_CREAT | os.O_WRONLY)
    do, watch = SCENARIOS[scenario]
    watch(Points(point))

    def told(answer):
        os.write(answers, json.dumps(answer).encode() + b"\n")

    do(new_mock(folder / "service.db"), told)


def main(folder, scenario):
    point = 0
    while True:
        child = os.fork()
        if child == 0:
            try:
                live(folder / str(point), scenario, point)
            except BaseException:  # noqa: BLE001  # told, and the child ends here
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        _, ended = os.waitpid(child, 0)
        if ended != signal.SIGKILL:
            sys.exit(os.waitstatus_to_exitcode(ended))
        point += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
