"""One device runs one job after the other."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from qhil_mocks.clock import Durations
from qhil_mocks.ibmq.accounts import OPEN
from qhil_mocks.ibmq.jobs import Job, JobStore, Schedule, life
from qhil_mocks.ibmq.jobs.schedule import NEVER

START = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)


def after(seconds):
    return START + timedelta(seconds=seconds)


@pytest.fixture
def jobs():
    return JobStore()


@pytest.fixture
def schedule(jobs):
    return Schedule(jobs, Durations(validating=1, queued=10, running=5))


@pytest.fixture
def job(jobs):
    """``job("QUEUED", 3)``: one that is in that state since so many seconds after the start."""

    def made(status, since, device="ibm_perth"):
        return jobs.add(
            START,
            lambda number, created: Job(
                id=f"job{number}",
                number=number,
                owner="u",
                project=OPEN,
                device=device,
                created=created,
                steps=((status, after(since)),),
            ),
        )

    return made


def test_states_take_as_long_as_they_do(job, schedule):
    assert schedule.due(job(life.CREATING, 0)) == NEVER
    assert schedule.due(job(life.VALIDATING, 0)) == after(1)
    assert schedule.due(job(life.VALIDATED, 1)) == after(1)
    assert schedule.due(job(life.COMPLETED, 1)) == NEVER


def test_a_job_waits_for_the_one_that_runs_and_not_for_another_device(job, schedule):
    job(life.RUNNING, 9)

    assert schedule.due(job(life.QUEUED, 1)) == after(14)
    assert schedule.due(job(life.QUEUED, 1, device="ibmq_armonk")) == after(11)


def test_a_job_does_not_start_before_the_last_one_ended(job, jobs, schedule):
    jobs.move(job(life.RUNNING, 9).id, life.COMPLETED, after(20))

    assert schedule.due(job(life.QUEUED, 1)) == after(20)


def test_the_queue_is_in_the_order_of_queueing(job, schedule):
    late, early = job(life.QUEUED, 3), job(life.QUEUED, 1)

    assert schedule.queue("ibm_perth") == [early, late]
    assert schedule.place(early, after(3)).position == 1
    place = schedule.place(late, after(3))
    assert (place.position, place.start, place.end) == (2, after(16), after(21))
    assert schedule.place(job(life.RUNNING, 1), after(3)) is None


def test_what_is_due_first_is_next(job, jobs, schedule):
    late, early = job(life.QUEUED, 3), job(life.QUEUED, 1)

    assert schedule.next(after(10), but=()) is None
    assert schedule.next(after(20), but=()) == (early, after(11))
    assert schedule.next(after(20), but={early.id}) is None  # nobody overtakes anybody
    jobs.move(early.id, life.CANCELLED, after(12))
    assert schedule.next(after(20), but=()) == (late, after(13))
