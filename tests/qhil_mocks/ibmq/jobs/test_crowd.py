"""Other users: the same for one seed, whoever asks when; a queue that only gets shorter for who waits in it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qhil_mocks.clock import Durations, ManualClock, RealClock
from qhil_mocks.ibmq.accounts import OPEN
from qhil_mocks.ibmq.jobs import Job, JobStore, Schedule, life
from qhil_mocks.ibmq.jobs.crowd import EVER, OtherUsers
from qhil_mocks.identities import Identities
from qhil_mocks.mock_ibmq import MockIBMQ

DAY = datetime(2022, 5, 17, tzinfo=timezone.utc)
BUSY = "ibmq_manila"
MOMENTS = st.floats(0, 86_399).map(lambda seconds: DAY + timedelta(seconds=seconds))


def crowd(seed=7, **options):
    return OtherUsers(Identities(seed), mean_length=30, **options)


def test_some_devices_are_busy_and_some_are_idle():
    noon = DAY + timedelta(hours=12)
    waiting = [crowd().waiting(f"device{number}", noon) for number in range(60)]

    assert waiting.count(0) > 15
    assert max(waiting) > 5


@given(MOMENTS)
def test_one_seed_gives_one_queue_in_whichever_order_it_is_asked(moment):
    asked_before = crowd()
    asked_before.waiting(BUSY, DAY + timedelta(hours=3))

    assert asked_before.waiting(BUSY, moment) == crowd().waiting(BUSY, moment)


@given(MOMENTS, st.lists(st.floats(0, 3600), min_size=2, max_size=6).map(sorted))
def test_who_waits_gets_on_and_begins_when_those_before_have_ended(since, later):
    others = crowd()
    places = [others.ahead(BUSY, since, since + timedelta(seconds=one)) for one in later]

    assert places == sorted(places, reverse=True)
    assert others.ahead(BUSY, since, max(since, others.through(BUSY, since))) == 0


def test_others_use_a_device_for_about_their_share_of_the_time():
    """At a load of 0.9 the last of a day's jobs ends late: 24 h hold 0.9 * 2880 jobs of 30 s, give or take."""
    others = crowd()
    total = sum(others.waiting(BUSY, DAY + timedelta(minutes=5 * step)) for step in range(288))

    assert 2 < total / 288 < 30  # 8.1 on average over many days


def test_the_first_of_a_day_waits_for_nobody_and_nobody_waits_for_a_free_device():
    assert crowd().through(BUSY, DAY) == EVER
    assert crowd(free={BUSY}).waiting(BUSY, DAY + timedelta(hours=12)) == 0


def test_a_job_waits_behind_the_others():
    others, jobs = crowd(), JobStore()
    since = DAY + timedelta(hours=12)
    schedule = Schedule(jobs, Durations(queued=1, running=5), others)
    job = jobs.add(
        since,
        lambda number, created: Job(
            id="job", number=number, owner="u", project=OPEN, device=BUSY, created=created,
            steps=((life.QUEUED, since),),
        ),
    )  # fmt: skip
    place = schedule.place(job, since)

    assert place.position == others.ahead(BUSY, since, since) + 1 > 1
    assert place.start == schedule.due(job) == others.through(BUSY, since)
    assert schedule.waiting(BUSY, since) == place.position
    assert schedule.next(place.start - timedelta(seconds=1), but=()) is None
    assert schedule.next(place.start, but=()) == (job, place.start)


def test_a_service_is_crowded_by_the_real_clock_and_no_other():
    noon = DAY + timedelta(hours=12)
    clocks = (
        RealClock(time=lambda: noon),
        ManualClock(noon, crowded=True),
        ManualClock(noon),
        None,
    )
    queues = []
    for clock in clocks:
        schedule = MockIBMQ(seed=7, devices=[], clock=clock)._service.state.schedule
        queues.append([schedule.waiting(f"device{number}", noon) for number in range(20)])

    assert max(queues[0]) > 0
    assert queues[1] != queues[0]  # of another mean length
    assert max(queues[1]) > 0
    assert queues[2:] == [[0] * 20, [0] * 20]


def test_others_need_some_time():
    with pytest.raises(ValueError, match="running must be more than 0 s"):
        RealClock(durations=Durations())
