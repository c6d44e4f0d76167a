"""Circuits to run for a calibration."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import numpy as np
import pytest

import qhil
from qhil.calibrating import CalibrationPlan, plan
from qhil.calibrating.checking import task_of
from qhil.errors import FitError, MeasuredRunError
from qhil.measured import circuit_of

NOON = datetime(2030, 1, 1, 12, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def manila():
    return qhil.load_recording("ibmq_manila")


def counts_of(made, outcome="0"):
    return {one.name: {outcome * len(made.qubits): one.shots} for one in made.circuits}


@pytest.mark.parametrize("name", ["ibmq_manila", "ibm_washington", "ibm_sherbrooke"])
def test_a_device_runs_its_plan_as_it_is(name):
    recording = qhil.load_recording(name)
    made = plan(recording, shots_budget=2000)

    run = made.measured(counts_of(made), taken=NOON)
    task = task_of(recording, run)  # refuses what the device would refuse

    assert task.qubits == made.qubits
    assert task.read == made.qubits
    assert [run.circuits[task.zeros].name, run.circuits[task.ones].name] == ["zeros", "ones"]
    assert len(task.judged) == 4


def with_basis(recording, *gates):
    return qhil.Recording.from_json(
        {**recording.configuration.json, "basis_gates": list(gates)}, recording.properties().json
    )


def test_a_device_of_older_gates_runs_its_plan_too(manila):
    older = with_basis(manila, "u1", "u2", "u3", "cx", "id")
    made = plan(older, shots_budget=2000)

    task = task_of(older, made.measured(counts_of(made), taken=NOON))

    assert (task.zeros, task.ones) == (0, 1)
    assert circuit_of(made.circuits[2].qasm).count_ops()["u2"] == 6 * 5


def test_gates_that_nobody_knows_here_are_refused(manila):
    with pytest.raises(FitError, match="rz with sx or u2, found r, rx, cx"):
        plan(with_basis(manila, "r", "rx", "cx", "x"))


def test_qubits_wait_in_superpositions_while_others_have_gates(manila):
    made = plan(manila)
    circuit = circuit_of(made.circuits[2].qasm)

    counted = circuit.count_ops()
    assert counted["cx"] == 20
    assert counted["sx"] == 6 * 5
    assert counted["barrier"] == 20 + 5 + 1


@pytest.mark.parametrize(
    ("budget", "circuits", "shots"),
    [(1536, 6, 256), (5119, 6, 853), (5120, 10, 512), (10240, 10, 1024), (10**9, 10, 1024)],
)
def test_the_budget_is_kept_and_more_circuits_are_had_for_more(manila, budget, circuits, shots):
    made = plan(manila, shots_budget=budget, qubits=(0, 1, 2))

    assert [one.shots for one in made.circuits] == [shots] * circuits
    assert made.shots <= budget


def test_a_seed_fixes_the_angles(manila):
    assert plan(manila, seed=3) == plan(manila, seed=3)
    assert plan(manila, seed=3).circuits[2] != plan(manila, seed=4).circuits[2]


def test_a_plan_comes_back_from_its_folder(manila, tmp_path):
    made = plan(manila, qubits=(1, 2, 3), shots_budget=1600)

    folder = made.save(tmp_path / "new" / "plan")

    assert CalibrationPlan.load(folder) == made
    assert made.save(folder) == folder
    assert (folder / "zeros.qasm").read_text().startswith("OPENQASM 2.0;")


def test_a_smaller_plan_does_not_leave_circuits_of_a_larger_one(manila, tmp_path):
    plan(manila).save(tmp_path)

    with pytest.raises(FitError, match=r"idle5\.qasm"):
        plan(manila, shots_budget=1600).save(tmp_path)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"version": 2}, "version"),
        ({"circuits": [{"name": "a", "file": "../a.qasm", "shots": 1}]}, "beside it"),
        ({"circuits": [{"name": "a", "file": "a.qasm", "shots": 1}]}, "No such file"),
        ({"qubits": "many"}, "cannot be read"),
    ],
)
def test_a_folder_that_is_no_plan_is_refused(manila, tmp_path, changed, told):
    folder = plan(manila).save(tmp_path)
    file = folder / "plan.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changed}))

    with pytest.raises(FitError, match=told):
        CalibrationPlan.load(folder)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"shots_budget": 1535}, "1536"),
        ({"qubits": (0, 1, 3)}, "not coupled"),
        ({"qubits": (0, 1)}, "some wait"),
        ({"qubits": (3, 4, 5)}, "no qubit 5"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(manila, options, told):
    with pytest.raises(FitError, match=told):
        plan(manila, **options)


def test_a_single_qubit_has_no_plan():
    with pytest.raises(FitError, match="no calibrated gate of two qubits"):
        plan(qhil.load_recording("ibmq_armonk"))


def test_counts_have_to_be_those_of_the_plan(manila):
    made = plan(manila)
    counts = counts_of(made)
    del counts["idle3"]

    with pytest.raises(FitError, match="idle3"):
        made.measured(counts, taken=NOON)
    with pytest.raises(MeasuredRunError, match="outcomes"):
        made.measured({**counts_of(made), "idle3": {"0x0": 5}}, taken=NOON)


def test_a_backend_runs_a_plan(manila):
    made = plan(manila, shots_budget=1600, qubits=(0, 1, 2))

    run = made.run_on(qhil.RecordedBackend(manila, seed=5), taken=NOON, source="recording")

    assert run.device == "ibmq_manila"
    assert [one.name for one in run.circuits] == [one.name for one in made.circuits]
    assert {one.shots for one in run.circuits} == {266}
    assert max(run.circuits[0].counts, key=run.circuits[0].counts.get) == "000"


def test_circuits_answer_to_zz_at_first_order(manila):
    """Their slope is not zero where it is as recorded, so that a fit knows which way to go."""
    made = plan(manila, qubits=(0, 1, 2))
    angles = [
        np.unique(np.round(np.array(item.operation.params, dtype=float) / (np.pi / 4)))
        for one in made.circuits[2:]
        for item in circuit_of(one.qasm).data
        if item.operation.name == "rz"
    ]

    assert {0, 2, 4, 6} < {int(angle) % 8 for (angle,) in angles}
