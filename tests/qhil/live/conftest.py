"""A live service that is none: it has a device, takes jobs and counts them. And a clock that nobody waits for."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

from qhil.live.clock import WaitingClock
from qhil.live.errors import JobLimitError, LostAnswerError, ServiceError
from qhil.live.source import DONE, FAILED, WAITING, DeviceStatus, JobAnswer
from qhil.recordings import load_recording
from qhil.recordings.moments import moment

START = datetime(2023, 5, 17, 9, tzinfo=timezone.utc)
NAME = "ibmq_manila"


class Killed(BaseException):
    """What ends a process, whatever it is doing."""


class FakeService:
    """Takes jobs, and charges for each. ``charged``: how often, by the texts of the circuits in it."""

    def __init__(self, recording):
        self.recording = recording
        self.jobs = {}
        self.charged = Counter()
        self.places = 1000
        self.looks = 0
        self.unseen = 0
        self.fates = {}
        self.seconds = 1.0

    def take(self, circuits, shots, job_name):
        if sum(job["left"] > 0 for job in self.jobs.values()) >= self.places:
            raise JobLimitError("no more jobs")
        texts = tuple(str(circuit) for circuit in circuits)
        self.charged[texts] += 1
        job_id = f"job{len(self.jobs)}"
        counts = tuple({"0": shots - number, "1": number} for number in range(len(circuits)))
        fate = self.fates.get(len(self.jobs), DONE)
        self.jobs[job_id] = {"name": job_name, "counts": counts, "left": self.looks, "fate": fate}
        return job_id


class FakeSource:
    """``tick(what)`` is called before and after all that happens; what it raises ends the process or loses answers."""

    kind = "fake"
    secrets = ("topsecrettoken",)

    def __init__(self, service, tick=lambda _: None):
        self.service = service
        self.tick = tick

    def devices(self):
        return (self.service.recording.name,)

    def configuration(self, device):
        self.tick("configuration")
        return self.service.recording.configuration.json

    def properties(self, device, at=None):
        self.tick("properties")
        dated = [one for one in self.service.recording.history if at is None or one.date <= at]
        return dated[-1].json if dated else None

    def defaults(self, device):
        self.tick("defaults")
        return self.service.recording.defaults_json

    def status(self, device):
        return DeviceStatus(operational=True, pending_jobs=0)

    def submit(self, device, circuits, *, shots, job_name):
        self.tick("before submit")
        job_id = self.service.take(circuits, shots, job_name)
        self.tick("after submit")
        return job_id

    def find(self, device, job_name):
        self.tick("find")
        if self.service.unseen > 0:
            self.service.unseen -= 1
            return None
        found = [
            job_id
            for job_id, job in self.service.jobs.items()
            if job["name"] == job_name and job["fate"] != FAILED
        ]
        return found[0] if found else None

    def fetch(self, device, job_id):
        self.tick("fetch")
        job = self.service.jobs[job_id]
        if job["left"] > 0:
            job["left"] -= 1
            return JobAnswer(WAITING)
        if job["fate"] == FAILED:
            return JobAnswer(FAILED, message="it broke")
        return JobAnswer(DONE, job["counts"], self.service.seconds)


class Ticks:
    """Raises ``error`` at the tick of that number, once; ``count`` of all so far."""

    def __init__(self, number=None, error=None, only=None):
        self.number = number
        self.error = error
        self.only = only
        self.count = 0
        self.seen = []

    def __call__(self, what):
        if self.only is not None and what not in self.only:
            return
        self.seen.append(what)
        self.count += 1
        if self.count - 1 == self.number:
            raise self.error


class TestClock:
    """Time that passes when somebody waits."""

    __test__ = False

    def __init__(self):
        self.time = START
        self.waited = []

    def waiting(self):
        return WaitingClock(lambda: self.time, self.sleep)

    def sleep(self, seconds):
        self.waited.append(seconds)
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def manila():
    return load_recording(NAME)


@pytest.fixture
def service(manila):
    return FakeService(manila)


@pytest.fixture
def source(service):
    return FakeSource(service)


@pytest.fixture
def clock():
    return TestClock()


@pytest.fixture
def killed_at(service):
    """``killed_at(n)``: a source whose process is killed at its n-th tick; with another ``error``, that happens."""

    def made(number, error=None, only=None):
        return FakeSource(service, Ticks(number, error or Killed(), only))

    return made


@pytest.fixture
def errors():
    """The errors of a source, for a test to raise."""
    return {"lost": LostAnswerError("504"), "service": ServiceError("503")}


@pytest.fixture
def ends():
    """Makes a block that ends where what is in it is killed."""
    return lambda: contextlib.suppress(Killed)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    """Journals and recordings go where nobody else's are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QHIL_RECORDINGS", raising=False)


@pytest.fixture
def at():
    return moment
