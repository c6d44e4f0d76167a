"""Jobs that are moved by several threads at once, or changed while they run."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone

import pytest

from qhil_mocks.clock import Durations
from qhil_mocks.ibmq.accounts import OPEN
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.jobs import Job, JobStore, Progress, Schedule, life
from qhil_mocks.ibmq.jobs.execution import Outcome
from qhil_mocks.ibmq.storage import QOBJ, RESULT, ObjectStorage
from qhil_mocks.identities import Identities

NOW = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
QOBJ_TEXT = b'{"config": {}, "header": {}, "experiments": [{}]}'


class Runs:
    """In place of the executor: keeps what it is asked to run, and waits for ``go`` first."""

    def __init__(self):
        self.begun, self.go, self.seen = threading.Event(), threading.Event(), []

    def run(self, recording, text, *, seed, job_id):
        self.seen.append(job_id)
        self.begun.set()
        self.go.wait(10)
        return Outcome(b"{}")


@pytest.fixture
def jobs():
    return JobStore()


@pytest.fixture
def storage():
    return ObjectStorage(Identities(7))


@pytest.fixture
def runs():
    return Runs()


@pytest.fixture
def progress(jobs, storage, runs):
    made = Progress(
        jobs=jobs,
        schedule=Schedule(jobs, Durations(validating=1, queued=10, running=5)),
        storage=storage,
        devices=Devices(["ibmq_armonk"]),
        identities=Identities(7),
    )
    made._executor = runs
    return made


@pytest.fixture
def submitted(jobs, storage):
    def made():
        job = jobs.add(
            NOW,
            lambda number, created: Job(
                id=f"job{number}",
                number=number,
                owner="u",
                project=OPEN,
                device="ibmq_armonk",
                created=created,
                steps=((life.CREATING, created),),
            ),
        )
        storage.keep(job.id, QOBJ, QOBJ_TEXT)
        return jobs.move(job.id, life.VALIDATING, NOW)

    return made


def test_a_long_time_is_passed_through_in_order(jobs, progress, submitted, runs):
    runs.go.set()
    ids = [submitted().id for _ in range(3)]
    progress.settle(NOW + timedelta(seconds=100))

    assert runs.seen == ids
    starts = [dict(jobs.get(one).steps)[life.RUNNING] for one in ids]
    assert [round((start - NOW).total_seconds()) for start in starts] == [11, 16, 21]
    assert all(jobs.get(one).status == life.COMPLETED for one in ids)


def test_a_job_runs_once_however_many_ask_meanwhile(jobs, progress, submitted, runs):
    job = submitted()
    later = NOW + timedelta(seconds=100)
    thread = threading.Thread(target=progress.settle, args=[later])
    thread.start()
    runs.begun.wait(10)
    progress.settle(later)

    assert jobs.get(job.id).status == life.RUNNING
    runs.go.set()
    thread.join()
    assert jobs.get(job.id).status == life.COMPLETED
    assert runs.seen == [job.id]


def test_a_job_that_is_cancelled_while_it_runs_stays_so(jobs, progress, submitted, runs, storage):
    job = submitted()
    thread = threading.Thread(target=progress.settle, args=[NOW + timedelta(seconds=100)])
    thread.start()
    runs.begun.wait(10)
    jobs.move(job.id, life.CANCELLED, NOW + timedelta(seconds=12))
    runs.go.set()
    thread.join()

    assert jobs.get(job.id).status == life.CANCELLED
    assert storage.content(job.id, RESULT) is None


def test_the_result_is_kept(progress, submitted, storage, runs):
    runs.go.set()
    job = submitted()
    progress.settle(NOW + timedelta(seconds=100))

    assert storage.content(job.id, RESULT) == b"{}"


def test_what_is_due_while_the_background_is_left_stays_as_it_is(jobs, progress, submitted, runs):
    job = submitted()
    later = NOW + timedelta(seconds=100)
    with progress.in_background(lambda: later, at_a_time=1):
        progress._executor = runs
        progress._background.shutdown()
        progress.settle(later)

    assert runs.seen == []
    assert jobs.get(job.id).status == life.RUNNING
    progress._executor = runs
    runs.go.set()
    progress.settle(later)
    assert jobs.get(job.id).status == life.COMPLETED
