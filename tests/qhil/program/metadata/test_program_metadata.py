import json
import pickle
import subprocess
import sys

import pytest

from qhil.errors import ProgramError
from qhil.program.metadata import MetadataError, ProgramMetadata, SchemaError

UPLOAD = {
    "name": "sampler",
    "description": "Samples circuits.",
    "max_execution_time": 300,
    "is_public": False,
    "spec": {
        "backend_requirements": {"min_num_qubits": 5},
        "parameters": {
            "$schema": "https://json-schema.org/draft/2019-09/schema",
            "properties": {
                "circuits": {"type": ["array", "object"]},
                "shots": {"type": "integer", "minimum": 1},
                "angles": {"type": "array", "items": {"type": "number"}},
            },
            "required": ["circuits"],
            "additionalProperties": False,
        },
        "return_values": {"type": "object", "required": ["energy"]},
        "interim_results": {"properties": {"energy": {"type": "number"}}},
    },
}
CIRCUIT = {"__type__": "QuantumCircuit", "__value__": "eJwL9Az2DVD..." * 500}
ARRAY = {"__type__": "ndarray", "__value__": "eJyb7BfqGxDJ..." * 500}
COMPLEX = {"__type__": "complex", "__value__": [0.0, 1.0]}


@pytest.fixture
def metadata():
    return ProgramMetadata.of(UPLOAD)


def test_a_dictionary_and_its_file_say_the_same(metadata, tmp_path):
    file = tmp_path / "sampler.json"
    file.write_text(json.dumps(UPLOAD), encoding="utf-8")

    for path in (file, str(file)):
        read = ProgramMetadata.of(path)

        assert read.file == str(file)
        assert (read.name, read.description) == ("sampler", "Samples circuits.")
        assert (read.max_execution_time, read.is_public, read.min_num_qubits) == (300, False, 5)
        assert read.parameters.schema == metadata.parameters.schema


def test_no_metadata_ask_for_nothing():
    for nothing in (None, {}, {"spec": None}, {"spec": {"parameters": None, "return_values": {}}}):
        metadata = ProgramMetadata.of(nothing)

        assert metadata.name is metadata.max_execution_time is None
        metadata.check_backend(1, "fake_armonk")
        metadata.check_inputs({"anything": 1})
        metadata.check_interim([1], 0)
        metadata.check_result(None)


def test_what_fits_is_let_through(metadata):
    metadata.check_backend(5, "fake_lima")
    metadata.check_inputs({"circuits": CIRCUIT})
    metadata.check_inputs({"circuits": [CIRCUIT, CIRCUIT], "shots": 1, "angles": [0, 0.5]})
    metadata.check_interim({"energy": -1.1, "step": 3}, 0)
    metadata.check_result({"energy": -1.1})


@pytest.mark.parametrize(
    ("inputs", "complaint"),
    [
        (
            {"circuits": CIRCUIT, "shots": "many"},
            "input 'shots' at $.shots: expected an integer, found \"many\" (a string)",
        ),
        (
            {"circuits": CIRCUIT, "shot": 1},
            "input 'shot' at $.shot: expected no such name (nearest: shots), found 1 (an integer)",
        ),
        ({}, "input 'circuits' at $.circuits: expected a value, as it is required, found none"),
        (
            {"circuits": CIRCUIT, "angles": [0, "x"]},
            "input 'angles' at $.angles[1]: expected a number, found \"x\" (a string)",
        ),
        (
            {"circuits": CIRCUIT, "angles": ARRAY},
            (
                "input 'angles' at $.angles: expected an array (to take what the encoder makes of "
                'objects, allow "type": "object"), found a numpy array (on the wire the object '
                '{"__type__": "ndarray", "__value__": ...})'
            ),
        ),
    ],
)
def test_an_input_that_does_not_fit_is_named(metadata, inputs, complaint):
    with pytest.raises(SchemaError) as caught:
        metadata.check_inputs(inputs)

    assert str(caught.value) == complaint


def test_an_interim_result_that_does_not_fit_is_counted(metadata):
    with pytest.raises(
        SchemaError, match=r"interim result 3 at .*: expected a number .*, found a c"
    ):
        metadata.check_interim({"energy": COMPLEX}, 3)


def test_a_result_that_does_not_fit_is_called_so(metadata):
    with pytest.raises(SchemaError) as caught:
        metadata.check_result({})

    assert (caught.value.path, caught.value.found) == ("$.energy", "none")
    assert str(caught.value).startswith("the result at $.energy: expected a value")


def test_a_value_that_is_no_object_does_not_fit_an_object(metadata):
    with pytest.raises(SchemaError, match=r"the result at \$: expected an object, found null"):
        metadata.check_result(None)


def test_all_violations_are_told_and_the_text_stays_readable(metadata):
    inputs = {"circuits": CIRCUIT, "angles": ["x"] * 12, "shots": 0}

    with pytest.raises(SchemaError) as caught:
        metadata.check_inputs(inputs)

    lines = str(caught.value).splitlines()
    assert len(caught.value.violations) == 13
    assert (len(lines), lines[-1]) == (11, "and 3 more")


def test_an_error_survives_the_way_out_of_a_child_process(metadata):
    with pytest.raises(SchemaError) as caught:
        metadata.check_inputs({})

    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.violations) == (str(caught.value), caught.value.violations)
    assert pickle.loads(pickle.dumps(metadata)) == metadata


def test_too_small_a_backend_is_refused_with_both_numbers(metadata):
    with pytest.raises(MetadataError) as caught:
        metadata.check_backend(4, "fake_small")

    assert isinstance(caught.value, ProgramError)
    assert str(caught.value) == (
        "metadata at $.spec.backend_requirements.min_num_qubits: backend fake_small does not meet "
        "min_num_qubits (expected at least 5 qubits, found 4)"
    )


def test_reading_metadata_without_schemas_imports_no_validator():
    code = (
        "from qhil.program.metadata import ProgramMetadata; ProgramMetadata.of({'name': 'a'}); "
        "print(sorted({'jsonschema', 'qiskit', 'numpy'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
