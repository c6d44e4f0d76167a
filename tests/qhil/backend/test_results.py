from __future__ import annotations

import types
import warnings
from datetime import datetime, timezone

import pytest
from qiskit.result import Result
from qiskit.result.models import ExperimentResultData

from qhil.backend.results import Origin, dress, failures

DATE = datetime(2021, 7, 26, 12, tzinfo=timezone.utc)


def _origin(**header):
    return Origin("ibmq_manila", "1.0.4", "5f", header, {"seed": 3, "noise": "recorded"})


def _found(*, success=True, status="DONE", name="bell", **data):
    data = data or {"counts": {"0x0": 3, "0x3": 7}}
    return types.SimpleNamespace(
        shots=10,
        success=success,
        data=ExperimentResultData(**data),
        meas_level=2,
        status=status,
        header=types.SimpleNamespace(name=name, metadata={"mine": 1}),
        time_taken=0.25,
        metadata={"method": "statevector"},
        seed_simulator=17,
    )


def test_a_result_names_the_device_and_the_job():
    result = dress([_found()], _origin(), DATE)

    assert isinstance(result, Result)
    assert (result.backend_name, result.backend_version) == ("ibmq_manila", "1.0.4")
    assert (result.job_id, result.qobj_id) == ("5f", "5f")
    assert (result.date, result.status, result.success) == (DATE, "COMPLETED", True)


def test_a_result_says_what_repeats_it():
    result = dress([_found()], _origin(), DATE)

    assert result.qhil == {"seed": 3, "noise": "recorded"}


def test_the_time_taken_is_that_of_all_circuits():
    assert dress([_found(), _found()], _origin(), DATE).time_taken == 0.5


def test_counts_and_single_shots_are_kept_and_nothing_else_of_the_simulator():
    found = _found(counts={"0x1": 2}, memory=["0x1", "0x1"], statevector=[0, 1])

    result = dress([found], _origin(), DATE)

    assert result.results[0].data.to_dict() == {"counts": {"0x1": 2}, "memory": ["0x1", "0x1"]}
    assert not hasattr(result.results[0], "seed_simulator")
    assert not hasattr(result.results[0], "metadata")


def test_each_circuit_keeps_its_header_with_name_and_metadata():
    result = dress([_found(name="a"), _found(name="b")], _origin(), DATE)

    assert [one.header.name for one in result.results] == ["a", "b"]
    assert result.results[0].header.metadata == {"mine": 1}
    assert result.results[1].shots == 10


@pytest.mark.parametrize("field", ["mine", "self", "class", "to_dict"])
def test_the_header_of_the_run_is_that_of_the_result(field):
    header = dress([_found()], _origin(**{field: 1}), DATE).header

    assert (header if isinstance(header, dict) else vars(header)) == {field: 1}


def test_making_a_result_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert dress([_found()], _origin(mine=1), DATE).success


def test_a_result_of_which_a_circuit_failed_is_a_failure_with_the_other_counts():
    failed = _found(success=False, status="ERROR: no")

    result = dress([_found(), failed], _origin(), DATE)

    assert (result.success, result.status) == (False, "ERROR")
    assert result.results[0].data.to_dict() == {"counts": {"0x0": 3, "0x3": 7}}
    assert result.results[1].data.to_dict() == {}
    assert failures(result) == "Experiment 1: ERROR: no"


def test_all_failures_are_told_a_line_each_and_none_where_there_is_none():
    failed = _found(success=False, status="ERROR: no")

    assert failures(dress([failed, _found(), failed], _origin(), DATE)) == (
        "Experiment 0: ERROR: no\nExperiment 2: ERROR: no"
    )
    assert failures(dress([_found()], _origin(), DATE)) is None
