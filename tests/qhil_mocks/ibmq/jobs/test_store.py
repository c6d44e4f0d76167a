"""The owner of jobs: unique dates, and no way but those of the table."""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime, timedelta, timezone

import pytest

from qhil_mocks.bell import Bell
from qhil_mocks.errors import TransitionError
from qhil_mocks.ibmq.accounts import OPEN, PREMIUM
from qhil_mocks.ibmq.jobs import Job, JobStore, life
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.shelves import Unkept
from qhil_mocks.sqlite_shelves import SqliteShelves

NOW = datetime(2022, 5, 17, 9, 0, 0, 123456, tzinfo=timezone.utc)


def added(store, now=NOW, owner="u", project=OPEN):
    return store.add(
        now,
        lambda number, created: Job(
            id=f"job{number}",
            number=number,
            owner=owner,
            project=project,
            device="ibm_perth",
            created=created,
            steps=((life.CREATING, created),),
        ),
    )


def test_dates_are_unique_and_have_no_more_digits_than_are_sent():
    store = JobStore()

    first, second, third = (added(store, NOW - timedelta(seconds=n)) for n in range(3))

    assert first.created.microsecond == 123000
    assert (
        second.created - first.created
        == third.created - second.created
        == timedelta(milliseconds=1)
    )


def test_jobs_are_told_apart_by_owner_and_project():
    store = JobStore()
    mine, other, premium = added(store), added(store, owner="v"), added(store, project=PREMIUM)

    assert store.all() == [mine, other, premium]
    assert store.all(of="u") == [mine, premium]
    assert store.all(of="u", project=OPEN) == [mine]


@pytest.mark.parametrize("state", sorted(life.TRANSITIONS))
def test_a_job_goes_where_the_table_says_and_nowhere_else(state):
    for target in sorted(life.TRANSITIONS):
        store = JobStore()
        job = added(store)
        store.change(job.id, steps=((state, job.created),))
        if target in life.TRANSITIONS[state]:
            assert store.move(job.id, target, NOW).status == target
        else:
            with pytest.raises(TransitionError, match=f"{target} does not follow"):
                store.move(job.id, target, NOW)


def test_every_state_can_be_reached_and_left_for_a_final_one():
    reached = {life.CREATING}
    while True:
        more = {after for state in reached for after in life.TRANSITIONS[state]} - reached
        if not more:
            break
        reached |= more

    assert reached == set(life.TRANSITIONS)
    assert {
        "COMPLETED",
        "CANCELLED",
        "ERROR_CREATING_JOB",
        "ERROR_VALIDATING_JOB",
        "ERROR_RUNNING_JOB",
    } == life.FINAL


def test_what_was_cancelled_or_deleted_meanwhile_does_not_move_on():
    store = JobStore()
    cancelled, deleted, left = added(store), added(store), added(store)
    store.move(cancelled.id, life.CANCELLED, NOW)
    store.delete(deleted.id)

    assert not store.move_on(cancelled, life.VALIDATING, NOW)
    assert not store.move_on(deleted, life.VALIDATING, NOW)
    assert store.move_on(left, life.VALIDATING, NOW)
    assert store.get(cancelled.id).status == life.CANCELLED
    assert store.unfinished() == [store.get(left.id)]
    with pytest.raises(ServiceError, match="not found"):
        store.get(deleted.id)


class Watching(Unkept):
    """Shelves that call ``at`` whenever something is kept: when it is put, or at the end of what is put together."""

    def __init__(self):
        self.at = lambda: None
        self.collecting = False

    def shelf(self, name, kind):
        shelf = super().shelf(name, kind)
        shelf.put = lambda *_: self.collecting or self.at()
        shelf.drop = shelf.put
        return shelf

    @contextlib.contextmanager
    def together(self):
        self.collecting = True
        yield
        self.collecting = False
        self.at()


def seen_elsewhere(store, job):
    """What another thread is told of a job now; None if it has to wait for the answer."""
    told = []

    def look():
        if store._lock.acquire(blocking=False):
            try:
                told.append(store._jobs.get(job.id))
            finally:
                store._lock.release()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return told[0] if told else None


def test_nobody_is_told_what_is_not_kept_yet():
    shelves, bell, rung = Watching(), Bell(), []
    bell.listen(lambda: rung.append("rung"))
    store = JobStore(bell, shelves)
    job = added(store)
    rung.clear()
    seen = []
    shelves.at = lambda: seen.append((list(store._jobs.values()), list(rung)))
    store.move(job.id, life.VALIDATING, NOW)
    kept = store.get(job.id)
    store.delete(job.id)

    assert seen == [([job], []), ([kept], ["rung"])]
    assert rung == ["rung", "rung"]


def test_what_is_kept_together_is_seen_by_others_when_it_is_kept():
    shelves = Watching()
    store = JobStore(shelves=shelves)
    job = added(store)
    seen = []
    shelves.at = lambda: seen.append(seen_elsewhere(store, job))
    with store.together():
        store.change(job.id, name="mine")
        store.move(job.id, life.VALIDATING, NOW)

    assert seen == [None]
    assert seen_elsewhere(store, job).status == life.VALIDATING


def test_a_store_on_a_shelf_goes_on_where_it_was(tmp_path):
    shelves = SqliteShelves(tmp_path / "file")
    store = JobStore(shelves=shelves)
    ran, left, cancelled, deleted = (added(store) for _ in range(4))
    for status in (life.VALIDATING, life.VALIDATED, life.QUEUED, life.RUNNING, life.COMPLETED):
        store.move(ran.id, status, NOW)
    store.move(cancelled.id, life.CANCELLED, NOW + timedelta(seconds=1))
    store.delete(deleted.id)
    shelves.close()
    shelves = SqliteShelves(tmp_path / "file")
    again = JobStore(shelves=shelves)

    assert again.all() == store.all()
    assert again.unfinished() == [left]
    assert again.ended("ibm_perth") == store.ended("ibm_perth") == NOW
    later = added(again, NOW - timedelta(days=1))
    assert later.number == 4
    assert later.created > cancelled.created
    shelves.close()
