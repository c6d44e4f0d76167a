"""Schemas and requirements as they reach the process of a program."""

from __future__ import annotations

import json

from qhil_mocks.ibmq.runtime.spec import checked_spec, metadata_of

PARAMETERS = {
    "properties": {"shots": {"type": "integer"}, "name": {"type": "string"}},
    "required": ["name"],
    "additionalProperties": False,
}


def test_an_input_that_was_not_set_may_be_null_where_it_need_not_be_there():
    spec = checked_spec({"parameters": PARAMETERS})

    told = metadata_of(spec, '{"shots": null, "name": null}')["spec"]["parameters"]

    assert told == {**PARAMETERS, "properties": {"shots": True, "name": {"type": "string"}}}
    assert metadata_of(spec, '{"shots": 1}')["spec"]["parameters"] == PARAMETERS


def test_what_nobody_knows_how_to_check_is_kept_and_not_checked():
    spec = {"backend_requirements": {"min_num_qubits": 5, "simulator": False}, "notes": "mine"}

    assert json.loads(checked_spec(spec)) == spec
    assert metadata_of(checked_spec(spec), "{}") == {
        "spec": {"backend_requirements": {"min_num_qubits": 5}}
    }
