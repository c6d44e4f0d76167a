"""Faults around a program: in what it is given, and in what it publishes."""

from __future__ import annotations

import math
import sys

import pytest
from qiskit import QuantumCircuit

import qhil
from qhil.faults import FaultPlan, Injection
from qhil.faults.backend_sites import INPUTS, PUBLISH


def main(backend, user_messenger, *, shots=10, name="Ada", **others):
    user_messenger.publish("begun")
    user_messenger.publish("done")
    return {"shots": shots, "name": name, "others": sorted(others)}


def three_runs(backend, user_messenger):
    flip = QuantumCircuit(1, 1)
    flip.x(0)
    flip.measure(0, 0)
    told = []
    for index in range(3):
        user_messenger.publish(index)
        try:
            counts = backend.run(flip, shots=1).result().get_counts()
            told.append("".join(counts))
        except qhil.IBMQBackendApiError as error:
            told.append(error.message)
    return told


def takes_all(backend, user_messenger, **inputs):
    return sorted(inputs)


def reads_input(backend, user_messenger):
    return sys.stdin.read()


@pytest.fixture
def backend():
    return qhil.RecordedBackend("ibmq_manila", seed=7)


def given(backend, plan, **inputs):
    with qhil.inject(plan):
        run = qhil.run_program(main, backend, inputs or {"name": "Bob", "shots": 5})
    return run.result


@pytest.mark.parametrize(
    ("plan", "changed"),
    [
        ("program.inputs=other_type", {"name": ["Bob"]}),
        ("program.inputs=other_type(shots)", {"shots": "5"}),
        ("program.inputs=missing", {"name": "Ada"}),
        ("program.inputs=missing(shots)", {"shots": 10}),
        ("program.inputs=extra", {"others": ["unasked"]}),
    ],
)
def test_inputs_are_not_what_was_sent(backend, plan, changed):
    assert given(backend, plan) == {"shots": 5, "name": "Bob", "others": [], **changed}


def test_a_number_is_none(backend):
    assert math.isnan(given(backend, "program.inputs=nan")["shots"])


def test_an_input_that_there_is_not_stays_away(backend):
    assert given(backend, "program.inputs=missing(nobody)")["name"] == "Bob"


def test_an_input_that_is_needed_and_missing_is_the_programs_own_failure(backend):
    def needs(backend, user_messenger, *, shots):
        return shots

    with qhil.inject("program.inputs=missing"):
        run = qhil.run_program(needs, backend, {"shots": 3})

    assert run.status == "FAILED"
    assert run.error.kind == "TypeError"


@pytest.mark.parametrize(
    ("plan", "heard"),
    [
        ("program.publish=1*lost", ["done"]),
        ("program.publish@2=1*twice", ["begun", "done", "done"]),
    ],
)
def test_what_is_published_arrives_not_once(backend, plan, heard):
    with qhil.inject(plan):
        run = qhil.run_program(main, backend)

    assert run.interim == heard
    assert run.status == "COMPLETED"


def test_what_cannot_be_published_is_the_programs_to_handle(backend):
    with qhil.inject("program.publish=1*api_error"):
        run = qhil.run_program(main, backend)

    assert run.status == "FAILED"
    assert run.error.kind == "IBMQBackendApiError"


def test_the_plan_of_the_backend_is_the_programs_too():
    backend = qhil.RecordedBackend("ibmq_manila", seed=7, faults="program.publish=1*lost")

    assert qhil.run_program(main, backend).interim == ["done"]
    assert len(backend.faults.firings) == 1


@pytest.mark.parametrize("isolate", [False, True])
def test_a_plan_reaches_a_program_in_whichever_process(isolate):
    """One count of calls, jobs and time, and the same places, wherever the sites are."""
    backend = qhil.RecordedBackend("ibmq_manila", seed=7, faults="job.result@2=1*delay(3)")

    with qhil.inject("backend.run=1*off->1*api_error;program.publish=1*off->1*lost") as injection:
        run = qhil.run_program(three_runs, backend, isolate=isolate)

    assert run.result == ["1", "the service answered with an error", "1"]
    assert run.interim == [0, 2]
    assert [f"{one.site} {one.call} {one.name}" for one in injection.firings] == [
        "program.publish 2 lost",
        "backend.run 2 api_error",
    ]
    assert injection.firings[0].place.endswith(" in three_runs")
    assert injection.submissions == backend.faults.calls["job.result"] == 2
    assert backend.faults.delayed == injection.delayed == 3
    assert [one.name for one in backend.faults.firings] == ["delay"]


def test_inputs_that_are_not_what_was_sent_come_to_another_process(backend):
    with qhil.inject("program.inputs=extra(surprise)"):
        run = qhil.run_program(takes_all, backend, {"shots": 3}, isolate=True)

    assert run.result == ["shots", "surprise"]


def test_a_limit_by_the_clock_ends_a_program_in_another_process(backend):
    injection = Injection(FaultPlan.parse("job.result=delay(30)"), limit=50)

    with qhil.inject(injection):
        run = qhil.run_program(three_runs, backend, isolate=True)

    assert run.status == "FAILED"
    assert injection.delayed == 60


def test_a_program_in_another_process_has_no_input_of_the_answers(backend):
    with qhil.inject("backend.run=1*api_error", allow_unfired=True):
        run = qhil.run_program(reads_input, backend, isolate=True)

    assert run.result == ""


def test_every_effect_of_these_sites_is_in_this_module():
    """One that is added to a site needs a test above, and its name in this list."""
    assert {kind.name for kind in INPUTS.effects} == {"other_type", "missing", "nan", "extra"}
    assert {kind.name for kind in PUBLISH.effects} == {"api_error", "lost", "twice"}
