"""A lived-in account: past jobs to be found, listed, read."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from qhil_mocks.ibmq.jobs import life
from qhil_mocks.mock_ibmq import MockIBMQ

DEVICES = ["ibm_perth", "ibmq_manila", "ibmq_qasm_simulator"]


def made(count=80, seed=7, **options):
    return MockIBMQ(seed=seed, devices=DEVICES, history=count, **options)


def jobs_of(mock, user=0):
    return mock._service.state.jobs.all(of=mock.users[user].id)


@pytest.fixture
def past(ibmq, clock):
    """The first user's provider, of an account with a history."""
    with made(clock=clock) as mock:
        yield ibmq.enable_account(mock.token)


def test_jobs_of_two_months_are_there_in_all_their_ends(clock):
    mock = made(clock=clock)
    mine = jobs_of(mock)
    ends = Counter(job.status for job in mine)

    assert len(mine) + len(jobs_of(mock, 1)) == 80
    assert len(jobs_of(mock, 1)) == 10
    assert set(ends) == {life.COMPLETED, life.CANCELLED, life.ERROR_RUNNING}
    assert ends[life.COMPLETED] > 45
    created = [job.created for job in mine]
    assert created == sorted(set(created))
    now = clock.now()
    assert timedelta(days=50) < now - created[0] < timedelta(days=61)
    for job in mine:
        moments = [moment for _, moment in job.steps]
        assert moments == sorted(moments)
        assert job.since < now


def test_one_seed_gives_one_history(clock):
    assert jobs_of(made(clock=clock)) == jobs_of(made(clock=clock))
    assert jobs_of(made(clock=clock)) != jobs_of(made(seed=8, clock=clock))


def test_without_devices_or_history_there_is_none(clock):
    assert jobs_of(MockIBMQ(seed=7, devices=[], history=5)) == []
    assert jobs_of(MockIBMQ(seed=7, devices=DEVICES)) == []
    with pytest.raises(ValueError, match="history must be a number of jobs, not -1"):
        made(-1)


def test_a_file_gets_its_history_once(clock, tmp_path):
    file = tmp_path / "kept.db"
    first = jobs_of(made(20, clock=clock, db=file))

    assert jobs_of(made(30, clock=clock, db=file)) == first


def test_the_job_of_last_week_is_found_and_read(past, clock):
    week_ago = clock.now() - timedelta(days=7)
    since = past.backend.jobs(limit=None, start_datetime=week_ago)
    done = past.backend.jobs(limit=None, status="DONE", descending=False)

    assert 0 < len(since) < 25
    assert len(done) > 45
    job = done[0]
    result = job.result()
    assert result.success
    assert sum(result.get_counts(0).values()) == job.backend_options()["shots"]
    assert result.job_id == job.job_id()
    assert abs(result.date - job.time_per_step()["COMPLETED"]) < timedelta(seconds=1)
    assert job.result().to_dict() == past.backend.retrieve_job(job.job_id()).result().to_dict()


def test_every_completed_job_has_a_result_of_its_own_making(past):
    seen = set()
    for job in past.backend.jobs(limit=None, status="DONE"):
        names = (job.backend().name(), job.name(), len(job.circuits()))
        if names in seen:
            continue
        seen.add(names)
        result = job.result()
        assert result.success, result
        assert len(result.results) == len(job.circuits())
    assert {name for name, _, _ in seen} == set(DEVICES)


def test_a_failed_one_tells_why(past):
    (failed, *_) = past.backend.jobs(limit=1, status="ERROR")

    assert failed.error_message() == "Internal error. Error code: 1003."
    assert failed.properties() is None or failed.properties().backend_name in DEVICES


def test_pages_give_each_once(past):
    ids = [job["id"] for job in past.backend.job_ids(limit=None)]

    assert len(ids) == len(set(ids)) == 70


def test_a_new_job_is_the_newest(past):
    from qiskit import QuantumCircuit

    circuit = QuantumCircuit(1)
    circuit.x(0)
    circuit.measure_all()
    job = past.get_backend("ibm_perth").run(circuit)

    assert past.backend.jobs(limit=1)[0].job_id() == job.job_id()
