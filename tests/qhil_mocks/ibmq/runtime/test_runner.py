"""Which jobs run when, and what is left of them; what they do is done by a stand-in."""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from qhil_mocks.bell import Bell
from qhil_mocks.clock import ManualClock
from qhil_mocks.ibmq.accounts import OPEN
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.outages import NEVER
from qhil_mocks.ibmq.runtime import (
    InterimResults,
    Output,
    Runner,
    RuntimeJob,
    RuntimeJobStore,
    Work,
    runner,
)
from qhil_mocks.ibmq.runtime.job import CANCELLED, COMPLETED, FAILED, QUEUED, RUNNING
from qhil_mocks.ibmq.runtime.program_process import Ending
from qhil_mocks.identities import Identities
from qhil_mocks.rest import Close

DONE = Ending(COMPLETED, Output("1", "log"))
DEVICES = ("ibm_perth", "ibmq_manila", "ibmq_armonk")


class Lab:
    """A runner whose programs end when the test says so: `end`, by number of the job."""

    def __init__(self, shelves):
        self.bell = Bell()
        self.clock = ManualClock(datetime(2022, 5, 17, 9, tzinfo=timezone.utc))
        self.jobs = RuntimeJobStore(shelves, self.bell)
        self.interim = InterimResults(self.bell)
        self.seeds = []
        self._ends = {}
        self.runner = Runner(
            jobs=self.jobs,
            interim=self.interim,
            devices=Devices(DEVICES),
            identities=Identities(7),
            clock=self.clock,
            execute=self._execute,
        )

    def submit(self, device="ibm_perth"):
        now = self.clock.now()
        return self.jobs.add(
            lambda number: RuntimeJob(
                f"{number}", number, "me", OPEN, device, "p", now, ((QUEUED, now),)
            ),
            Work(f"{len(self.jobs.all())}", "{}", 1.0),
        ).id

    def end(self, job_id, ending=DONE):
        event = self._gate(job_id)
        event.ending = ending
        event.set()

    def status(self, *job_ids):
        return [self.jobs.get(job_id).status for job_id in job_ids]

    def until(self, condition):
        changed = threading.Event()
        stop = self.bell.listen(changed.set)
        try:
            while not condition():
                assert changed.wait(30)
                changed.clear()
        finally:
            stop()

    def _gate(self, job_id):
        return self._ends.setdefault(job_id, threading.Event())

    def _execute(self, work, recording, *, seed, publish, stopper, faults):
        del recording, faults
        self.seeds.append(seed)
        gate = self._gate(work.source)
        publish('"begun"')
        stopper.watch(SimpleNamespace(kill=gate.set))
        assert gate.wait(30)
        if stopper.stopped:
            gate.clear()
            return Ending(FAILED, Output("killed", "killed"))
        if isinstance(gate.ending, Exception):
            raise gate.ending
        return gate.ending


@pytest.fixture
def lab(shelves):
    return Lab(shelves)


@pytest.fixture
def at_work(lab):
    with lab.runner.at_work():
        yield lab
    assert not [one for one in threading.enumerate() if one.name.startswith("qhil-program")]


def test_a_job_waits_its_time_and_runs_to_its_end(at_work):
    lab, job = at_work, at_work.submit()
    lab.clock.advance(9)
    lab.runner.settle()
    assert lab.status(job) == [QUEUED]
    lab.clock.advance(1)
    lab.runner.settle()
    assert lab.status(job) == [RUNNING]
    lab.end(job)
    lab.until(lambda: lab.jobs.get(job).final)

    assert lab.status(job) == [COMPLETED]
    assert lab.jobs.output(job) == DONE.output


def test_one_runs_on_each_device_and_two_in_all_in_order(at_work):
    lab = at_work
    a, b, c, d = (
        lab.submit(device) for device in ("ibm_perth", "ibm_perth", "ibmq_manila", "ibmq_armonk")
    )
    lab.clock.advance(10)
    lab.runner.settle()
    assert lab.status(a, b, c, d) == [RUNNING, QUEUED, RUNNING, QUEUED]
    lab.end(c)
    lab.until(lambda: lab.status(d) == [RUNNING])
    assert lab.status(a, b, c) == [RUNNING, QUEUED, COMPLETED]
    for job in (a, b, d):
        lab.end(job)
    lab.until(lambda: all(lab.jobs.get(job).final for job in (a, b, d)))


def test_nothing_runs_before_somebody_is_at_work_or_after(lab):
    job = lab.submit()
    lab.clock.advance(10)
    lab.runner.settle()
    assert lab.status(job) == [QUEUED]
    with contextlib.ExitStack() as both:
        both.enter_context(lab.runner.at_work())
        with lab.runner.at_work():
            listening = lab.interim.listen(job, lambda: False)
            lab.until(lambda: '"begun"' in listening.due())
        assert lab.status(job) == [RUNNING]  # somebody still is
        lab.bell.listen(lambda: closes.extend(listening.due()))
        closes = []

    assert lab.status(job) == [QUEUED]
    assert closes == [Close(1012)]
    with lab.runner.at_work():
        lab.end(job)
        lab.until(lambda: lab.jobs.get(job).final)
    assert lab.status(job) == [COMPLETED]
    assert lab.seeds[0] == lab.seeds[1]


def test_a_running_job_is_cancelled_and_whoever_listens_hears_of_it_first(at_work):
    lab, job = at_work, at_work.submit()
    listening, said = lab.interim.listen(job, lambda: False), []
    lab.bell.listen(lambda: said.extend((one, *lab.status(job)) for one in listening.due()))
    lab.clock.advance(10)
    lab.runner.settle()

    assert lab.runner.cancel(job)
    assert lab.status(job) == [CANCELLED]
    assert said[-1] == (Close(1000), RUNNING)
    assert lab.jobs.output(job) == Output("", "killed")
    assert not lab.runner.cancel(job)


def test_a_queued_job_is_cancelled_and_never_runs(at_work):
    lab, job = at_work, at_work.submit()

    assert lab.runner.cancel(job)
    lab.clock.advance(10)
    lab.runner.settle()
    assert lab.status(job) == [CANCELLED]
    assert not lab.seeds


def test_a_running_job_can_be_deleted(at_work):
    lab, job = at_work, at_work.submit()
    lab.clock.advance(10)
    lab.runner.settle()
    lab.runner.delete(job)

    assert lab.jobs.all(of="me") == []


def test_whatever_goes_wrong_the_job_ends(at_work, caplog):
    lab, job = at_work, at_work.submit()
    lab.clock.advance(10)
    lab.runner.settle()
    lab.end(job, OSError("no process"))
    lab.until(lambda: lab.jobs.get(job).final)

    assert lab.status(job) == [FAILED]
    assert "no process" in lab.jobs.output(job).result


def test_who_rests_goes_on_when_no_program_runs(at_work):
    lab, jobs = at_work, [at_work.submit(), at_work.submit()]
    lab.clock.advance(10)
    lab.runner.settle()
    resting = threading.Thread(target=lab.runner.rest, args=[60])
    resting.start()
    lab.end(jobs[0])
    lab.until(lambda: lab.status(jobs[1]) == [RUNNING])
    assert resting.is_alive()
    lab.end(jobs[1])
    resting.join(30)

    assert not resting.is_alive()
    assert lab.status(*jobs) == [COMPLETED, COMPLETED]
    lab.runner.rest(60)  # there is nothing to wait for


def test_a_program_that_may_run_for_ever_is_not_waited_for(at_work, monkeypatch):
    monkeypatch.setattr(runner, "_LONG", 0)
    lab, job = at_work, at_work.submit()
    lab.clock.advance(10)
    lab.runner.rest(60)

    assert lab.status(job) == [RUNNING]
    lab.end(job)
    lab.until(lambda: lab.jobs.get(job).final)


def test_what_comes_next_is_the_first_job_whose_time_comes(at_work):
    lab = at_work
    assert lab.runner.earliest() == NEVER
    begun = lab.clock.now()
    lab.submit()
    lab.clock.advance(4)
    second = lab.submit()

    assert lab.runner.earliest() == begun + timedelta(seconds=10)
    lab.clock.advance(6)
    assert lab.runner.earliest() == begun + timedelta(seconds=14)
    lab.clock.advance(4)
    assert lab.runner.earliest() == NEVER  # it is due, and may begin with what is due
    assert lab.status(second) == [QUEUED]
