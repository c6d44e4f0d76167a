"""A campaign that is rehearsed on a recording: on every stack, with no client."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

import qhil
from qhil.comparison import standard_circuits
from qhil.live import (
    Budget,
    LiveDevice,
    LiveSide,
    PlannedCircuit,
    Rehearsal,
    plan_measurement,
    recording_of_today,
)
from qhil.live.errors import BudgetError, LiveError, RefusedError, ServiceError
from qhil.measured import MeasuredRun, circuit_of
from qhil.recordings.drifted import Drift, drifted

NAME = "ibmq_manila"
FLIP = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[5]; creg c[1]; x q[1]; measure q[1] -> c[0];'


@pytest.fixture
def twin(manila):
    return drifted(manila, Drift(readout=dict.fromkeys(range(5), 0.2)))


@pytest.fixture
def service(twin):
    return Rehearsal(twin, seed=7)


@pytest.fixture
def side(service, clock):
    def made(**limits):
        device = LiveDevice(service, NAME, budget=Budget(**limits), clock=clock.waiting())
        return LiveSide(device)

    return made


def test_it_is_the_recording(service, twin, manila):
    recording, removed = recording_of_today(service, NAME)

    assert (recording.properties().qubits, removed) == (twin.properties().qubits, ())
    assert service.properties(NAME, manila.properties().date) == manila.properties().json
    assert service.properties(NAME, manila.properties().date - timedelta(days=1)) is None
    assert service.status(NAME).operational
    assert service.devices() == (NAME,)


def test_its_counts_are_those_of_seed_and_name(service, twin):
    circuit = circuit_of(FLIP)
    again = Rehearsal(twin, seed=7)
    ids = [one.submit(NAME, [circuit], shots=500, job_name="a") for one in (service, again)]
    other = service.submit(NAME, [circuit], shots=500, job_name="b")

    assert service.fetch(NAME, ids[0]) == again.fetch(NAME, ids[1])
    assert service.fetch(NAME, ids[0]) != service.fetch(NAME, other)


def test_what_the_device_would_refuse_is_refused(service):
    circuit = circuit_of(FLIP.replace("x q[1]", "h q[1]"))

    with pytest.raises(RefusedError):
        service.submit(NAME, [circuit], shots=500, job_name="a")
    with pytest.raises(LiveError, match="is not an instruction of the device"):
        plan_measurement(service, NAME, [PlannedCircuit("h", FLIP.replace("x q[1]", "h q[1]"), 5)])


def test_what_it_does_not_know_is_refused(service):
    with pytest.raises(ServiceError, match="expected ibmq_manila, found 'other'"):
        service.configuration("other")
    with pytest.raises(ServiceError, match="no such job"):
        service.fetch(NAME, "a")


def test_many_circuits_go_in_as_many_jobs_as_it_takes(service, twin, clock):
    most = twin.configuration.max_experiments
    circuits = [PlannedCircuit(f"c{n}", FLIP, 10) for n in range(most + 1)]
    plan = plan_measurement(service, NAME, circuits)

    assert plan.cost.jobs == 2
    run = plan.run(clock=clock.waiting())
    assert [one.name for one in run.circuits] == [one.name for one in circuits]


def test_the_same_is_measured_anew_the_next_time(service, clock):
    plan = plan_measurement(service, NAME, [PlannedCircuit("c", FLIP, 1000)])

    runs = [plan.run(clock=clock.waiting()) for _ in range(3)]

    assert len({tuple(sorted(run.circuits[0].counts.items())) for run in runs}) == 3
    assert Path(".qhil/.gitignore").read_text() == "*\n"


def test_it_is_a_side_of_a_comparison(side, twin):
    circuits = standard_circuits(qhil.load_recording(NAME), kinds=["readout"])
    live = side(max_seconds=60)

    found = qhil.compare(NAME, live, circuits=circuits, shots=500)

    assert found.verdict.value == "drifted"
    assert found.second == "live:ibmq_manila"
    (path,) = live.saved
    run = MeasuredRun.load(path)
    assert run.properties == json.loads(twin.properties().text.data)
    assert [one.name for one in run.circuits] == [one.name for one in circuits]


def test_a_side_keeps_to_its_budget(side):
    circuits = standard_circuits(qhil.load_recording(NAME), kinds=["readout"])

    with pytest.raises(BudgetError):
        qhil.compare(NAME, side(max_shots=10), circuits=circuits, shots=500)
    assert not Path(".qhil/live/runs").exists()


def test_without_drift_they_agree(manila, clock):
    device = LiveDevice(Rehearsal(manila, seed=3), NAME, clock=clock.waiting())
    circuits = standard_circuits(manila, kinds=["readout", "ghz"], widths=[2])

    found = qhil.compare(manila, LiveSide(device), circuits=circuits, shots=4000)

    assert found.verdict.value == "agree"


@pytest.mark.timeout(120)
def test_a_campaign_on_a_cluster_gives_the_same(requires, manila, twin, clock, monkeypatch):
    """Both sides sampled: circuits of the recording and jobs of the live side go to a Dask cluster of two processes."""
    requires("distributed")
    import distributed

    from qhil.comparison.sides import RecordedSide

    circuits = standard_circuits(manila, kinds=["readout", "ghz"], widths=[3])

    def compared(executor):
        live = Rehearsal(twin, seed=7, executor=executor)
        side = RecordedSide(manila, sampled=True, executor=executor)
        device = LiveDevice(live, NAME, clock=clock.waiting())
        found = qhil.compare(side, LiveSide(device), circuits=circuits, shots=500)
        return found.to_json()

    alone = compared(None)
    # Another folder: there its journal has the number of a first campaign, too, and so its jobs have the same names.
    Path("cluster").mkdir()
    monkeypatch.chdir("cluster")
    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        scheduler_port=0,
        host="127.0.0.1",
    )
    with cluster, distributed.Client(cluster) as client:
        assert compared(client) == alone
