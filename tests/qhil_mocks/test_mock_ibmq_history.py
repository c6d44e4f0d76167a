"""A lived-in account: past jobs to be found, listed, read."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest

from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.jobs import life, progress
from qhil_mocks.ibmq.jobs.execution import Executor
from qhil_mocks.ibmq.storage import RESULT
from qhil_mocks.mock_ibmq import MockIBMQ

DEVICES = ["ibm_perth", "ibmq_manila", "ibmq_qasm_simulator"]


def made(count=80, seed=7, **options):
    return MockIBMQ(seed=seed, devices=DEVICES, history=count, **options)


def jobs_of(mock, user=0):
    return mock._service.state.jobs.all(of=mock.users[user].id)


@pytest.fixture(params=["in-process", "server"])
def past(request, ibmq, clock, served):
    """The first user's provider, of an account with a history, through either door."""
    mock = made(clock=clock)
    with mock if request.param == "in-process" else served(mock) as door:
        yield ibmq.enable_account(door.token, url=door.url)


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


def test_users_without_projects_have_none(clock):
    idle, busy = User("idle", "a" * 128, projects=()), User("busy", "b" * 128)
    mock = made(9, clock=clock, users=[idle, busy])

    assert [len(jobs_of(mock, user)) for user in (0, 1)] == [0, 9]
    assert jobs_of(made(9, clock=clock, users=[idle])) == []


def test_a_reset_brings_it_back_as_it_was(clock, asks):
    mock = made(9, clock=clock)
    before = jobs_of(mock)
    me = asks(mock, 0)
    assert (
        me("DELETE", f"/api/Network/ibm-q/Groups/open/Projects/main/Jobs/{before[0].id}")[0] == 200
    )
    me("POST", "/control/reset")

    assert jobs_of(mock) == before


def test_a_reset_of_a_file_is_the_same_after_a_restart(clock, tmp_path):
    mock = made(9, clock=clock, db=tmp_path / "kept.db")
    with mock._service.opened():
        mock._service.reset(seed=8)
        after = jobs_of(mock)
    with mock._service.opened():
        assert jobs_of(mock) == after

    assert len(after) == 8


@pytest.mark.parametrize("device", ["ibmqx2", "ibmq_almaden", "ibm_torino", "ibm_sherbrooke"])
@pytest.mark.requires("qiskit-terra", "qiskit-aer")
def test_devices_of_every_basis_have_jobs_of_two_entangled_qubits(device, clock):
    """In their own gates: cx after sx or after u2, cz, ecr. Some couplers are recorded with an error of 1."""
    mock = MockIBMQ(seed=7, devices=[device], history=30, clock=clock)
    state = mock._service.state

    def agreement(job):
        """How often both qubits were seen alike."""
        state.progress.fetch_result(job)
        (circuit,) = json.loads(state.storage.content(job.id, RESULT))["results"]
        counts = circuit["data"]["counts"]
        return (counts.get("0x0", 0) + counts.get("0x3", 0)) / sum(counts.values())

    entangled = [
        job
        for job in state.jobs.all()
        if job.status == life.COMPLETED
        and job.summary["summary"]["qobj_config"]["memory_slots"] == 2
    ]

    assert any(agreement(job) > 0.8 for job in entangled)


def test_a_job_deleted_while_its_result_is_simulated_leaves_none(clock, monkeypatch):
    mock = made(9, clock=clock)
    state = mock._service.state
    job = next(job for job in state.jobs.all() if job.status == life.COMPLETED)

    class Deleting(Executor):
        def run(self, *_, job_id, **__):
            state.jobs.delete(job_id)
            return progress.Outcome(b"{}")

    monkeypatch.setattr(state.progress, "_executor", Deleting())
    state.progress.fetch_result(job)

    assert state.storage.content(job.id, RESULT) is None


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


def test_failed_and_cancelled_ones_tell_why(past):
    from qiskit.providers.ibmq.job.exceptions import IBMQJobFailureError, IBMQJobInvalidStateError

    (failed,) = past.backend.jobs(limit=1, status="ERROR")
    (cancelled,) = past.backend.jobs(limit=1, status="CANCELLED")

    assert failed.error_message() == "Internal error. Error code: 1003."
    with pytest.raises(IBMQJobFailureError, match="Internal error"):
        failed.result()
    assert cancelled.error_message() is None
    assert list(cancelled.time_per_step())[-2:] == ["QUEUED", "CANCELLED"]
    with pytest.raises(IBMQJobInvalidStateError, match="cancelled"):
        cancelled.result()


def test_properties_are_those_of_the_time(past):
    """ibm_perth has more than one calibration, and these jobs are later than all; its newest is theirs."""
    seen = set()
    for job in past.backend.jobs(limit=None):
        properties = job.properties()
        if properties is not None:
            seen.add(job.backend().name())
            assert properties.backend_name == job.backend().name()
            assert properties.last_update_date <= job.creation_date()
    assert seen


def test_they_are_found_by_name_and_tags_and_can_be_changed(past):
    tagged = past.backend.jobs(limit=None, job_tags=["thesis", "lecture"])
    both = past.backend.jobs(limit=None, job_tags=["thesis", "lecture"], job_tags_operator="AND")
    (job, *_) = past.backend.jobs(limit=None, job_name="^bell$")

    assert 0 < len(both) < len(tagged) < 70
    assert all({"thesis", "lecture"} <= set(job.tags()) for job in both)
    assert job.update_name("renamed") == "renamed"
    assert [one.job_id() for one in past.backend.jobs(job_name="renamed")] == [job.job_id()]


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
