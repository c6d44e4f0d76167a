from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from qiskit.providers import JobError, JobStatus, JobTimeoutError, JobV1

from qhil.backend import RecordedJob
from qhil.service_errors import (
    IBMQError,
    IBMQJobFailureError,
    IBMQJobInvalidStateError,
    IBMQJobTimeoutError,
)

BEGIN = datetime(2021, 7, 26, 12, tzinfo=timezone.utc)
TIMES = {
    "CREATING": BEGIN,
    "RUNNING": BEGIN + timedelta(seconds=1),
    "COMPLETED": BEGIN + timedelta(seconds=3),
}


class _Backend:
    faults = None

    def properties(self):
        return "properties"


def _job(**fields):
    outcome = {
        "result": "result",
        "circuits": ["circuit"],
        "options": {"shots": 10, "header": {"a": 1}, "job_name": "name", "job_tags": ["t"]},
        "times": TIMES,
    }
    return RecordedJob(_Backend(), "5f", **{**outcome, **fields})


def _failed(result=None):
    return _job(result=result, error="Experiment 0: ERROR: no")


def _timed_out():
    return _job(result=None, timeout=0.5)


def test_it_is_a_job_of_qiskit():
    job = _job()

    assert isinstance(job, JobV1)
    assert job.job_id() == "5f"
    assert isinstance(job.backend(), _Backend)


def test_a_finished_job_has_a_result_and_no_error():
    job = _job()

    assert job.status() == JobStatus.DONE
    assert job.done()
    assert job.in_final_state()
    assert job.result() == "result"
    assert job.error_message() is None


def test_a_result_may_be_asked_for_as_from_the_service():
    assert _job().result(timeout=3, wait=1, partial=True, refresh=True) == "result"


def test_waiting_for_a_job_ends_at_once():
    for job in (_job(), _failed(), _timed_out()):
        job.wait_for_final_state(timeout=0.1, wait=0)

        assert not job.running()


def test_a_failed_job_raises_when_its_result_is_asked_for_and_says_why():
    job = _failed()

    assert job.status() == JobStatus.ERROR
    assert job.error_message() == "Experiment 0: ERROR: no"
    with pytest.raises(IBMQJobFailureError, match="job 5f failed: Experiment 0: ERROR: no"):
        job.result()


def test_a_failed_job_gives_what_there_is_when_that_is_asked_for():
    assert _failed(result="some").result(partial=True) == "some"
    with pytest.raises(IBMQJobFailureError):
        _failed(result="some").result()
    with pytest.raises(IBMQJobFailureError):
        _failed().result(partial=True)


def test_a_job_that_timed_out_is_cancelled_and_has_no_result():
    job = _timed_out()

    assert job.status() == JobStatus.CANCELLED
    assert job.cancelled()
    assert job.error_message() == "timed out after 0.5 s"
    for partial in (False, True):
        with pytest.raises(IBMQJobTimeoutError, match=r"no result for job 5f: run\(timeout=0.5\)"):
            job.result(partial=partial)


def test_errors_are_caught_as_qiskits_and_as_the_services():
    for error in (IBMQJobTimeoutError, IBMQJobFailureError, IBMQJobInvalidStateError):
        assert issubclass(error, JobError)
        assert issubclass(error, IBMQError)
    assert issubclass(IBMQJobTimeoutError, JobTimeoutError)


def test_a_job_cannot_be_submitted_again_or_cancelled():
    job = _job()

    assert job.cancel() is False
    with pytest.raises(IBMQJobInvalidStateError, match="job 5f was submitted"):
        job.submit()
    assert job.status() == JobStatus.DONE


def test_a_job_tells_what_it_was_given():
    job = _job()

    assert job.circuits() == ["circuit"]
    assert job.backend_options()["shots"] == 10
    assert job.header() == {"a": 1}
    assert job.name() == "name"
    assert job.tags() == ["t"]
    assert job.properties() == "properties"


def test_a_job_of_which_nothing_is_told_has_no_name_tags_or_header():
    job = _job(options={})

    assert (job.name(), job.tags(), job.header()) == (None, [], {})


def test_what_a_job_tells_cannot_be_changed_through_it():
    job = _job()

    job.circuits().clear()
    job.backend_options().clear()
    job.header().clear()
    job.tags().clear()
    job.time_per_step().clear()

    assert (job.circuits(), job.tags(), job.header()) == (["circuit"], ["t"], {"a": 1})
    assert job.backend_options()
    assert job.time_per_step() == TIMES


def test_a_job_tells_its_times_and_that_it_does_not_wait():
    job = _job()

    assert job.creation_date() == BEGIN
    assert list(job.time_per_step()) == ["CREATING", "RUNNING", "COMPLETED"]
    assert job.queue_position(refresh=True) is None
    assert job.queue_info() is None
