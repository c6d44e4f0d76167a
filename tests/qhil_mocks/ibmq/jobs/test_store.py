"""The owner of jobs: unique dates, and no way but those of the table."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from qhil_mocks.errors import TransitionError
from qhil_mocks.ibmq.accounts import OPEN, PREMIUM
from qhil_mocks.ibmq.jobs import Job, JobStore, life
from qhil_mocks.ibmq.service_error import ServiceError

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
