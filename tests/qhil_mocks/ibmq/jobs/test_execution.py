"""How a run ends, whatever the simulation does."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest

import qhil
from qhil_mocks.ibmq.jobs import execution, simulation
from qhil_mocks.ibmq.jobs.execution import Executor, parsed

TEXT = json.dumps(
    {
        "qobj_id": "q1",
        "type": "QASM",
        "header": {"mine": 7},
        "config": {"shots": 10, "n_qubits": 1},
        "experiments": [{"header": {"name": "one"}}, {"header": {"name": "two"}}],
    }
).encode()


@pytest.fixture
def run(monkeypatch):
    """``run(what)``: the outcome where the simulation gives or raises ``what``."""

    def made(what):
        def simulated(*_, contained):
            if isinstance(what, Exception):
                raise what
            return what

        monkeypatch.setattr(simulation, "simulated", simulated)
        return Executor().run(qhil.load_recording("ibmq_armonk"), TEXT, seed=1, job_id="job")

    return made


def result(*successes):
    return {
        "backend_name": "ibmq_armonk",
        "date": datetime(2022, 5, 17, tzinfo=timezone.utc),
        "success": all(successes),
        "results": [
            {"success": success, "status": "DONE" if success else "ERROR: no luck", "data": {}}
            for success in successes
        ],
    }


def test_a_result_has_the_ids_and_headers_of_what_was_sent(run):
    outcome = run(result(True, True))
    told = json.loads(outcome.result)

    assert outcome.error is None
    assert (told["job_id"], told["qobj_id"], told["header"]) == ("job", "q1", {"mine": 7})
    assert [one["header"]["name"] for one in told["results"]] == ["one", "two"]
    assert told["date"] == "2022-05-17T00:00:00+00:00"


def test_a_job_that_failed_in_part_has_a_result_and_an_error(run):
    outcome = run(result(True, False))

    assert [one["success"] for one in json.loads(outcome.result)["results"]] == [True, False]
    assert outcome.error.message == "ERROR: no luck"


@pytest.mark.parametrize(
    ("error", "message", "code"),
    [
        (
            qhil.IBMQBackendValueError("ibmq_armonk: too much."),
            "ibmq_armonk: too much",
            execution.REFUSED,
        ),
        (qhil.SimulationError("out of memory"), "out of memory", execution.INTERNAL),
        (KeyError("name"), "KeyError: 'name'", execution.INTERNAL),
    ],
)
def test_what_goes_wrong_is_the_jobs_error(run, error, message, code):
    outcome = run(error)

    assert outcome.result is None
    assert (outcome.error.message, outcome.error.code) == (message, code)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no Qobj was uploaded"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a JSON object"),
        (b'{"header": {}}', "config is missing"),
        (b'{"config": {}, "experiments": 7}', "experiments is missing"),
        (b'{"config": {}, "experiments": [], "header": {}}', "no experiments"),
        (b'{"config": {}, "experiments": [7], "header": {}}', "experiment .* is not"),
    ],
)
def test_a_qobj_that_is_none_is_told_what_it_lacks(text, message):
    with pytest.raises(ValueError, match=message):
        parsed(text)
