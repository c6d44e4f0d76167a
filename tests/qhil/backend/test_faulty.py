"""Every effect at every site of a backend, as its caller sees it."""

from __future__ import annotations

import math

import pytest
from qiskit import QuantumCircuit
from qiskit.providers import JobStatus

import qhil
from qhil.faults.backend_sites import PROPERTIES, RESULT, RUN
from qhil.service_errors import (
    IBMQBackendApiError,
    IBMQBackendApiProtocolError,
    IBMQBackendValueError,
    IBMQJobApiError,
    IBMQJobFailureError,
)

SHOTS = 100
FAILURES = {
    ("backend.run", "api_error"): IBMQBackendApiError,
    ("backend.run", "protocol_error"): IBMQBackendApiProtocolError,
    ("backend.run", "value_error"): IBMQBackendValueError,
    ("backend.run", "lost_answer"): IBMQBackendApiError,
    ("backend.run", "job_fails"): IBMQJobFailureError,
    ("job.result", "api_error"): IBMQJobApiError,
    ("job.result", "job_fails"): IBMQJobFailureError,
    ("backend.properties", "api_error"): IBMQBackendApiError,
    ("backend.properties", "protocol_error"): IBMQBackendApiProtocolError,
}


def bell():
    circuit = QuantumCircuit(2, 2)
    circuit.x(0)
    circuit.cx(0, 1)
    circuit.measure([0, 1], [0, 1])
    return circuit


@pytest.fixture
def backend():
    return qhil.RecordedBackend("ibmq_manila", seed=7)


def counted(backend, **options):
    return backend.run([bell(), bell()], shots=SHOTS, **options).result()


def totals(result):
    return [sum(one.data.counts.values()) for one in result.results]


@pytest.mark.parametrize(("site", "effect"), FAILURES)
def test_it_raises_what_the_client_would(backend, site, effect):
    with pytest.raises(FAILURES[site, effect]), qhil.inject(f"{site}=1*{effect}"):  # noqa: PT012
        backend.properties()
        counted(backend)

    assert totals(counted(backend)) == [SHOTS, SHOTS]


@pytest.mark.parametrize("effect", ["api_error", "value_error"])
def test_the_error_says_what_one_wants(backend, effect):
    with (
        pytest.raises(qhil.IBMQError, match="no luck"),
        qhil.inject(f"backend.run={effect}(no luck)"),
    ):
        counted(backend)


def test_what_failed_at_once_has_not_run(backend):
    with qhil.inject("backend.run=1*api_error") as injection, pytest.raises(IBMQBackendApiError):
        counted(backend)

    assert backend.runs == 0
    assert injection.submissions == 0


def test_a_lost_answer_is_of_a_job_that_has_run(backend):
    with qhil.inject("backend.run=1*lost_answer") as injection, pytest.raises(IBMQBackendApiError):
        counted(backend)

    assert backend.runs == 1
    assert injection.submissions == 1


def test_a_job_that_fails_says_so(backend):
    with qhil.inject("backend.run=1*job_fails"):
        job = backend.run(bell())

    assert job.status() is JobStatus.ERROR
    assert job.error_message() == "the job failed on the device"


@pytest.mark.parametrize("site", ["backend.run", "job.result", "backend.properties"])
def test_a_delay_takes_time_of_the_clock_alone(backend, site):
    expected = counted(qhil.RecordedBackend("ibmq_manila", seed=7)).get_counts()
    with qhil.inject(f"{site}=1*delay(3600)") as injection:
        assert backend.properties() is not None
        assert counted(backend).get_counts() == expected

    assert injection.delayed == 3600


@pytest.mark.parametrize("site", ["backend.run", "job.result"])
class TestDamagedResults:
    def test_shots_are_missing(self, backend, site):
        with qhil.inject(f"{site}=1*wrong_shots"):
            result = counted(backend, memory=True)

        assert totals(result) == [SHOTS - 1, SHOTS - 1]
        assert [len(one.data.memory) for one in result.results] == [SHOTS - 1, SHOTS - 1]
        assert [one.shots for one in result.results] == [SHOTS, SHOTS]

    def test_all_shots_are_missing(self, backend, site):
        with qhil.inject(f"{site}=1*wrong_shots(1000)"):
            assert totals(counted(backend)) == [0, 0]

    def test_there_are_more_shots(self, backend, site):
        with qhil.inject(f"{site}=1*wrong_shots(-2)"):
            assert totals(counted(backend)) == [SHOTS + 2, SHOTS + 2]

    @pytest.mark.parametrize(("index", "left"), [("", 1), ("(0)", 1), ("(7)", 1)])
    def test_a_circuit_is_missing(self, backend, site, index, left):
        with qhil.inject(f"{site}=1*missing_experiment{index}"):
            result = counted(backend)

        assert len(result.results) == left
        assert result.success

    def test_an_outcome_has_a_bit_too_many(self, backend, site):
        with qhil.inject(f"{site}=1*out_of_range"):
            result = counted(backend, memory=True)

        assert totals(result) == [SHOTS, SHOTS]
        for one in result.results:
            assert max(int(outcome, 16) for outcome in one.data.counts) >= 4
            assert max(int(outcome, 16) for outcome in one.data.memory) >= 4


def test_a_damaged_result_is_a_copy(backend):
    job = backend.run(bell(), shots=SHOTS)
    with qhil.inject("job.result=1*wrong_shots"):
        damaged = job.result()

    assert totals(damaged) == [SHOTS - 1]
    assert totals(job.result()) == [SHOTS]


class TestDamagedProperties:
    def test_there_are_none(self, backend):
        with qhil.inject("backend.properties=1*none"):
            assert backend.properties() is None

    @pytest.mark.parametrize("index", ["", "(0)", "(99)"])
    def test_a_qubit_is_missing(self, backend, index):
        with qhil.inject(f"backend.properties=1*missing_qubit{index}"):
            assert len(backend.properties().qubits) == 4
        assert len(backend.properties().qubits) == 5

    def test_a_gate_is_missing(self, backend):
        with qhil.inject("backend.properties=1*missing_gate"):
            assert "cx" not in {gate.gate for gate in backend.properties().gates}

    def test_a_parameter_is_missing(self, backend):
        with qhil.inject("backend.properties=1*missing_parameter(T2)"):
            told = backend.properties()

        assert all(one.name != "T2" for qubit in told.qubits for one in qubit)

    def test_a_parameter_is_no_number(self, backend):
        with qhil.inject("backend.properties=1*nan"):
            told = backend.properties()

        assert math.isnan(told.t1(3))
        assert told.t2(3) > 0


def test_a_backend_may_have_a_plan_of_its_own():
    broken = qhil.RecordedBackend("ibmq_manila", seed=7, faults="backend.run@2=1*api_error")
    sound = qhil.RecordedBackend("ibmq_manila", seed=7)
    counted(broken)
    counted(sound)
    counted(sound)
    with pytest.raises(IBMQBackendApiError):
        counted(broken)

    assert [str(one.fault) for one in broken.faults.firings] == ["backend.run@2=1*api_error"]
    assert "test_faulty.py" in broken.faults.firings[0].place


def test_every_effect_of_these_sites_is_in_this_module():
    """One that is added to a site needs a test above, and its name in this list."""
    damage = {"delay", "wrong_shots", "missing_experiment", "out_of_range"}
    told = {"delay", "none", "missing_qubit", "missing_gate", "missing_parameter", "nan"}
    known = {
        "backend.run": damage | {one for site, one in FAILURES if site == "backend.run"},
        "job.result": damage | {one for site, one in FAILURES if site == "job.result"},
        "backend.properties": told
        | {one for site, one in FAILURES if site == "backend.properties"},
    }

    for site in (RUN, RESULT, PROPERTIES):
        assert {kind.name for kind in site.effects} == known[site.name]
