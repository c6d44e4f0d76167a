"""What becomes of jobs when the service ends and starts again."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from qhil_mocks.bell import Bell
from qhil_mocks.errors import TransitionError
from qhil_mocks.ibmq.accounts import OPEN
from qhil_mocks.ibmq.runtime import Output, RuntimeJob, RuntimeJobStore, Work
from qhil_mocks.ibmq.runtime.job import COMPLETED, FAILED, QUEUED, RUNNING
from qhil_mocks.ibmq.service_error import ServiceError

WHEN = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
WORK = Work("pass", '{"x": NaN}', 300.0, None, "INFO")


def submitted(store):
    return store.add(
        lambda number: RuntimeJob(
            f"job {number}", number, "me", OPEN, "ibm_perth", "mine", WHEN, ((QUEUED, WHEN),)
        ),
        WORK,
    )


def test_what_has_not_ended_is_queued_again_and_all_else_is_as_it_was(shelves):
    before = RuntimeJobStore(shelves, Bell())
    waits, runs, ended, gone = (submitted(before) for _ in range(4))
    for job in (runs, ended):
        before.move(job.id, RUNNING, WHEN + timedelta(seconds=1))
    before.move(ended.id, COMPLETED, WHEN + timedelta(seconds=2), Output('"ü"', "log"))
    before.delete(gone.id)

    after = RuntimeJobStore(shelves, Bell())

    assert [job.id for job in after.queued()] == [waits.id, runs.id]
    assert after.get(ended.id) == before.get(ended.id)
    assert after.output(ended.id) == Output('"ü"', "log")
    assert after.work(runs.id) == WORK
    assert [state for state, _ in after.get(runs.id).steps] == [QUEUED, RUNNING, QUEUED]
    assert submitted(after).id == "job 4"  # never that of one that is gone


def test_none_follows_a_final_state(shelves):
    store = RuntimeJobStore(shelves, Bell())
    job = submitted(store)
    store.move(job.id, RUNNING, WHEN)
    store.move(job.id, FAILED, WHEN - timedelta(days=1), Output("", ""))

    with pytest.raises(TransitionError, match="is Failed: Running does not follow"):
        store.move(job.id, RUNNING, WHEN)
    assert store.get(job.id).steps[-1] == (FAILED, WHEN)


def test_each_change_is_told(shelves):
    bell, heard = Bell(), []
    bell.listen(lambda: heard.append(1))
    store = RuntimeJobStore(shelves, bell)
    job = submitted(store)
    store.move(job.id, RUNNING, WHEN)
    store.delete(job.id)

    assert len(heard) == 3
    with pytest.raises(ServiceError, match="not found"):
        store.get(job.id)
