"""The schemas and requirements of a program: checked when it is uploaded, and as its process is told of them.

What the service asked of them is not known in full; what is no JSON schema here would be of no use there.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping

from qhil.errors import QhilError
from qhil.program.metadata.fields import REQUIREMENTS, SPEC_FIELDS
from qhil.program.metadata.payload_schema import PayloadSchema
from qhil_mocks.ibmq.service_error import bad_request


def checked_spec(spec: Any) -> str:
    """The JSON of ``spec``, whose schemas are some.

    Raises:
        ServiceError: 400, saying what is wrong where.
    """
    if not isinstance(spec, dict):
        raise bad_request(f"spec must be an object, not {type(spec).__name__}")
    for name in SPEC_FIELDS:
        value = spec.get(name, {})
        if not isinstance(value, dict):
            raise bad_request(f"spec.{name} must be an object, not {type(value).__name__}")
        if name != "backend_requirements":
            _check_schema(name, value)
    try:
        return json.dumps(spec, allow_nan=False)
    except ValueError:
        raise bad_request("spec has a number that JSON does not have") from None


def metadata_of(spec: str, inputs: str) -> Dict[str, Any]:
    """What the process of a program with these inputs looks at, as metadata of `qhil.run_program`."""
    given = json.loads(spec)
    told = {name: given[name] for name in SPEC_FIELDS if given.get(name)}
    if "parameters" in told:
        told["parameters"] = _but_for_unset(told["parameters"], json.loads(inputs))
    requirements = told.get("backend_requirements", {})
    told["backend_requirements"] = {
        name: value
        for name, value in requirements.items()
        # Others were made up by whoever wrote them, who is the only one to know.
        if name in REQUIREMENTS and REQUIREMENTS[name][1](value)
    }
    return {"spec": told}


def _but_for_unset(schema: Dict[str, Any], inputs: Mapping[str, Any]) -> Dict[str, Any]:
    """``schema``, which takes null for an input that need not be there.

    That is what the client sends for each input that its user has not set in `RuntimeProgram.parameters`.
    """
    properties, required = schema.get("properties", {}), schema.get("required", ())
    unset = {
        name: True
        for name in properties
        if name not in required and name in inputs and inputs[name] is None
    }
    return {**schema, "properties": {**properties, **unset}} if unset else schema


def _check_schema(name: str, schema: Dict[str, Any]) -> None:
    try:
        PayloadSchema.check(schema, ("spec", name))
    except (QhilError, RecursionError) as error:
        raise bad_request(str(error) or "spec is nested too deep") from None
