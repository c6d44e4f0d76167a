"""Programs with metadata, as for an upload."""

import pytest

import qhil
from qhil.program.runner import run_program

METADATA = {
    "max_execution_time": 300,
    "spec": {
        "backend_requirements": {"min_num_qubits": 1},
        "parameters": {"properties": {"n": {"type": "integer"}}, "required": ["n"]},
        "interim_results": {"type": "object"},
        "return_values": {"type": "string"},
    },
}


def test_metadata_are_held(backend, isolate):
    text = (
        "def main(b, u, *, n):\n"
        "    if n != 1:\n"
        "        u.publish({'n': n})\n"
        "    if n == 2:\n"
        "        u.publish([n])\n"
        "    return n if n == 3 else str(n)\n"
    )

    def run(n):
        return run_program(text, backend, {"n": n}, metadata=METADATA, isolate=isolate)

    assert run(1).result == "1"
    assert (run(2).error.kind, run(2).error.line) == ("SchemaError", 5)
    assert "interim result 1" in run(2).error.message
    assert "the result" in run(3).error.message
    with pytest.raises(qhil.SchemaError, match="input 'n'"):
        run("4")


def test_a_violation_is_not_to_be_swallowed(backend):
    text = (
        "def main(b, u, *, n):\n"
        "    try:\n"
        "        u.publish([n])\n"
        "    except Exception:\n"
        "        return 'fine'\n"
    )

    run = run_program(text, backend, {"n": 1}, metadata=METADATA)

    assert (run.status, run.error.kind) == ("FAILED", "SchemaError")


def test_a_device_that_is_too_small_is_refused(backend):
    metadata = {"spec": {"backend_requirements": {"min_num_qubits": 5}}}

    with pytest.raises(qhil.MetadataError, match="min_num_qubits"):
        run_program("def main(b, u): pass\n", backend, metadata=metadata)
