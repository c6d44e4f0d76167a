"""What does not belong together is refused before anything is fitted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import qhil
from qhil.calibrating.checking import task_of
from qhil.calibrating.choosing import chosen_folds, chosen_kinds
from qhil.calibrating.counted_noise import counted_noise
from qhil.errors import FitError, MeasuredRunError
from qhil.measured import MeasuredCircuit, MeasuredRun

HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'


@pytest.fixture(scope="module")
def manila():
    return qhil.load_recording("ibmq_manila")


TURNS = "cx q[0],q[1]; rz(0.1) q[2]; sx q[2];"
READ = "measure q[0]->c[0]; measure q[1]->c[1]; measure q[2]->c[2];"
GATES = {"zeros": "", "ones": "x q[0]; x q[1]; x q[2];", **{f"idle{i}": TURNS for i in range(4)}}


@pytest.fixture(scope="module")
def run(manila):
    circuits = tuple(
        circuit(f"qreg q[5]; creg c[3]; {gates} {READ}", {"000": 200, "111": 66}, name)
        for name, gates in GATES.items()
    )
    taken = manila.properties().date + timedelta(hours=1)
    return MeasuredRun("ibmq_manila", taken, "live", circuits)


def circuit(qasm, counts=None, name="other"):
    counts = counts or {"00": 5}
    return MeasuredCircuit(name, HEAD + qasm, sum(counts.values()), counts)


def with_circuit(run, qasm, counts=None):
    return replace(run, circuits=(*run.circuits, circuit(qasm, counts)))


def test_counts_of_another_device_are_refused(run):
    with pytest.raises(FitError, match="expected ibmq_belem, found ibmq_manila"):
        task_of(qhil.load_recording("ibmq_belem"), run)


def test_counts_from_before_the_calibration_are_refused_unless_any_date_will_do(manila, run):
    early = replace(run, taken=manila.properties().date - timedelta(days=2))

    with pytest.raises(FitError, match="before the calibration"):
        task_of(manila, early)
    assert len(task_of(manila, early, any_date=True).judged) == 4


def test_counts_under_another_calibration_are_refused(manila, run):
    properties = manila.properties().json
    assert task_of(manila, replace(run, properties=properties)).qubits == (0, 1, 2)

    other = {**properties, "last_update_date": "2021-07-28T00:00:00+00:00"}
    with pytest.raises(FitError, match="another calibration: expected 2021-07-26"):
        task_of(manila, replace(run, properties=other))


@pytest.mark.parametrize(
    ("qasm", "counts", "told"),
    [
        ("qreg q[5]; creg c[2]; h q[0]; measure q[0]->c[0];", None, "h on qubits"),
        ("qreg q[5]; creg c[2]; cx q[0],q[4]; measure q[0]->c[0];", None, "cx on qubits"),
        ("qreg q[6]; creg c[2]; x q[5]; measure q[5]->c[0];", None, "n_qubits is 5"),
        ("qreg q[5]; creg c[2]; sx q[0]; measure q[0]->c[0];", {"000": 4}, "2 bits"),
        ("qreg q[5]; creg c[2]; sx q[0];", None, "measures nothing"),
    ],
)
def test_a_circuit_that_the_device_would_not_run_so_is_refused(manila, run, qasm, counts, told):
    with pytest.raises(FitError, match=told):
        task_of(manila, with_circuit(run, qasm, counts))


def test_what_is_no_circuit_is_refused(manila, run):
    with pytest.raises(MeasuredRunError, match="OpenQASM"):
        task_of(manila, with_circuit(run, "no circuit"))


def test_two_circuits_for_one_half_of_the_readout_are_refused(manila, run):
    with pytest.raises(FitError, match="all ones, found ones, other"):
        task_of(manila, with_circuit(run, "qreg q[5]; creg c[2]; x q[0]; measure q[0]->c[0];"))


def test_readouts_of_different_qubits_are_refused(manila, run):
    others = tuple(one for one in run.circuits if one.name != "ones")
    ones = circuit("qreg q[5]; creg c[2]; x q[1]; x q[0]; measure q[1]->c[0]; measure q[0]->c[1];")

    with pytest.raises(FitError, match="measure differently"):
        task_of(manila, replace(run, circuits=(*others, ones)))


def test_too_few_circuits_to_judge_by_are_refused(manila, run):
    with pytest.raises(FitError, match=r"expected 2 at least .* found 1"):
        task_of(manila, replace(run, circuits=run.circuits[:3]))


def test_a_circuit_that_only_resembles_the_readouts_is_judged_by(manila, run):
    twice = with_circuit(run, "qreg q[5]; creg c[2]; x q[0]; x q[0]; measure q[0]->c[0];")
    some = with_circuit(
        run, "qreg q[5]; creg c[2]; x q[0]; measure q[0]->c[0]; measure q[1]->c[1];"
    )
    early = with_circuit(run, "qreg q[5]; creg c[2]; measure q[0]->c[0]; x q[0];")

    assert [len(task_of(manila, one).judged) for one in (twice, some, early)] == [5, 5, 5]


def test_as_much_is_fitted_as_circuits_can_tell(manila, run):
    task = task_of(manila, run)
    more = replace(
        run,
        circuits=(
            *run.circuits,
            *(replace(one, name=f"{one.name} again") for one in run.circuits[2:]),
        ),
    )
    unread = replace(run, circuits=run.circuits[1:])

    assert chosen_kinds(task, None) == ("readout", "zz_scale", "two_qubit_error_scale")
    assert chosen_kinds(task_of(manila, more), None)[3:] == ("detunings", "dephasing_width")
    assert chosen_kinds(task_of(manila, unread), None) == ("zz_scale", "two_qubit_error_scale")
    assert chosen_kinds(task, ["zz_scale", "readout"]) == ("readout", "zz_scale")
    with pytest.raises(FitError, match="expected both"):
        counted_noise(task_of(manila, unread), lambda _noise, _which: [])
    few = replace(run, circuits=run.circuits[2:4])
    with pytest.raises(FitError, match="2 circuits are few"):
        chosen_kinds(task_of(manila, few), None)


def test_there_are_as_many_folds_as_circuits_at_most(manila, run):
    task = task_of(manila, run)

    assert chosen_folds(task, None) == 4
    assert chosen_folds(task, 2) == 2
    with pytest.raises(FitError, match="expected 2 to 4 folds"):
        chosen_folds(task, 5)
