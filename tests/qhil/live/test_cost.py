"""What a campaign will cost, by hand."""

from __future__ import annotations

import pytest

from qhil.live.budget import Budget
from qhil.live.campaign_plan import PlannedCircuit, PlannedJob, jobs_of, plan_digest
from qhil.live.cost import NOTHING, Cost, circuit_length, cost_of
from qhil.live.errors import BudgetError, LiveError
from qhil.measured import circuit_of

TEXT = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[3]; creg c[3]; '


def test_a_circuit_is_as_long_as_its_longest_path(manila):
    snapshot = manila.properties()
    length = {
        gate: snapshot.gate(gate, qubits).length
        for gate, qubits in (("cx", (0, 1)), ("sx", (0,)), ("x", (2,)))
    }
    circuit = circuit_of(f"{TEXT} sx q[0]; cx q[0],q[1]; rz(1) q[1]; x q[2]; measure q[1] -> c[1];")

    expected = length["sx"] + length["cx"] + snapshot.qubits[1].readout_length
    assert circuit_length(circuit, None, snapshot) == pytest.approx(expected)
    assert circuit_length(circuit_of(f"{TEXT} x q[2];"), None, snapshot) == length["x"]


def test_a_delay_takes_its_time(manila):
    circuit = circuit_of("OPENQASM 2.0; opaque delay(t) a; qreg q[1]; delay(1000) q[0];")

    assert circuit_length(circuit, 2e-10, manila.properties()) == pytest.approx(2e-7)


def test_a_job_costs_its_overhead_and_each_shot_its_length_and_a_delay(manila):
    text = f"{TEXT} x q[2];"
    job = PlannedJob((PlannedCircuit("a", text, 100), PlannedCircuit("b", text, 100)))

    cost = cost_of(job, circuit_of, manila.configuration, manila.properties())

    length = manila.properties().gate("x", (2,)).length
    delay = manila.configuration.default_rep_delay
    assert cost == Cost(1, 200, pytest.approx(2.0 + 200 * (length + delay)))


def test_costs_add_up_and_can_be_read():
    assert str(Cost(1, 10, 2.0) + NOTHING) == "1 job, 10 shots, about 2.0 s of the device"
    assert str(Cost(1, 10, 2.0) + Cost(2, 5, 1.0)) == "3 jobs, 15 shots, about 3.0 s of the device"


def test_a_budget_names_every_limit_that_is_passed():
    with pytest.raises(
        BudgetError, match=r"3 jobs, at most 1 .*; 9 shots, at most 3 .*33%.*; about 5\.0 s"
    ):
        Budget(4.0, 1, 3).check(Cost(3, 9, 5.0))


def test_circuits_of_unlike_shots_go_apart_and_no_job_is_too_big():
    circuits = [PlannedCircuit(f"c{n}", "t", shots=100 if n < 3 else 50) for n in range(5)]

    jobs = jobs_of(circuits, per_job=2)

    assert [[one.name for one in job.circuits] for job in jobs] == [
        ["c0", "c1"],
        ["c2"],
        ["c3", "c4"],
    ]
    assert [job.shots for job in jobs] == [100, 100, 50]
    assert len(jobs_of(circuits, per_job=None)) == 2


@pytest.mark.parametrize(
    ("circuits", "told"),
    [([], "found none"), ([PlannedCircuit("a", "t", 1)] * 2, "found twice a")],
)
def test_no_circuits_and_two_of_one_name_are_refused(circuits, told):
    with pytest.raises(LiveError, match=told):
        jobs_of(circuits, per_job=3)


def test_a_circuit_needs_a_shot():
    with pytest.raises(LiveError, match="one shot at least, not 0"):
        PlannedCircuit("a", "t", 0)


def test_plans_that_differ_in_anything_have_digests_that_do():
    one = PlannedCircuit("a", "t", 1)
    others = [PlannedCircuit("b", "t", 1), PlannedCircuit("a", "s", 1), PlannedCircuit("a", "t", 2)]
    plans = [("ibmq", "x", [one]), ("platform", "x", [one]), ("ibmq", "y", [one])]
    plans += [("ibmq", "x", [other]) for other in others]

    digests = {plan_digest(kind, device, jobs_of(c, per_job=9)) for kind, device, c in plans}
    assert len(digests) == len(plans)
