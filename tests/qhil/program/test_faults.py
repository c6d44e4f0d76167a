"""Faults around a program: in what it is given, and in what it publishes."""

from __future__ import annotations

import math

import pytest

import qhil
from qhil.faults.backend_sites import INPUTS, PUBLISH


def main(backend, user_messenger, *, shots=10, name="Ada", **others):
    user_messenger.publish("begun")
    user_messenger.publish("done")
    return {"shots": shots, "name": name, "others": sorted(others)}


def isolated_main(backend, user_messenger):
    return backend.name


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


def test_a_fault_that_another_process_would_not_meet_is_refused(backend):
    with (
        qhil.inject("backend.*=1*api_error", allow_unfired=True),
        pytest.raises(qhil.ProgramError, match=r"backend\.\*=1\*api_error would not happen"),
    ):
        qhil.run_program(isolated_main, backend, isolate=True)


def test_every_effect_of_these_sites_is_in_this_module():
    """One that is added to a site needs a test above, and its name in this list."""
    assert {kind.name for kind in INPUTS.effects} == {"other_type", "missing", "nan", "extra"}
    assert {kind.name for kind in PUBLISH.effects} == {"api_error", "lost", "twice"}
