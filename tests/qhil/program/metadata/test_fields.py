import json

import pytest

from qhil.program.metadata import MetadataError, ProgramMetadata


@pytest.mark.parametrize(
    ("metadata", "complaint"),
    [
        ({"nam": "x"}, "metadata at $.nam: unknown key (nearest: name)"),
        ({"cost": 3}, "metadata at $.cost: unknown key (it is max_execution_time today)"),
        ({"parameters": {}}, "metadata at $.parameters: unknown key (it is spec.parameters today)"),
        (
            {"spec": {"inputs": {}}},
            (
                "metadata at $.spec.inputs: unknown key (known: backend_requirements, parameters, "
                "return_values, interim_results)"
            ),
        ),
        (
            {"spec": {"backend_requirements": {"min_qubits": 3}}},
            "metadata at $.spec.backend_requirements.min_qubits: unknown key (nearest: min_num_qubits)",
        ),
        (
            {"spec": {"backend_requirements": {"quantum volume": 3}}},
            (
                'metadata at $.spec.backend_requirements["quantum volume"]: unknown key '
                "(known: min_num_qubits)"
            ),
        ),
        (
            {"name": ""},
            'metadata at $.name: expected a string that is not empty, found "" (a string)',
        ),
        (
            {"is_public": "yes"},
            'metadata at $.is_public: expected true or false, found "yes" (a string)',
        ),
        ({"spec": [1]}, "metadata at $.spec: expected an object, found an array of 1 item"),
        (
            # The form of the service's first year.
            {"spec": {"parameters": [{"name": "shots", "type": "int"}]}},
            (
                "metadata at $.spec.parameters: expected a JSON schema, which is an object, found an "
                "array of 1 item"
            ),
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(metadata, complaint):
    with pytest.raises(MetadataError) as caught:
        ProgramMetadata.of(metadata)

    assert str(caught.value) == complaint


@pytest.mark.parametrize("seconds", [0, -1, "300", True, None, float("nan"), float("inf")])
def test_a_time_limit_is_a_positive_number(seconds):
    with pytest.raises(MetadataError, match="expected a positive number of seconds"):
        ProgramMetadata.of({"max_execution_time": seconds})


def test_a_time_limit_may_be_a_fraction_or_huge():
    assert ProgramMetadata.of({"max_execution_time": 0.25}).max_execution_time == 0.25
    assert ProgramMetadata.of({"max_execution_time": 10**400}).max_execution_time == 10**400


@pytest.mark.parametrize("number", [0, 2.5, "5", True])
def test_a_number_of_qubits_is_a_positive_integer(number):
    with pytest.raises(MetadataError, match="min_num_qubits: expected a positive number of qubits"):
        ProgramMetadata.of({"spec": {"backend_requirements": {"min_num_qubits": number}}})


def test_a_file_has_what_an_upload_needs(tmp_path):
    file = tmp_path / "metadata.json"
    file.write_text(json.dumps({"name": "sampler", "spec": {}}), encoding="utf-8")

    with pytest.raises(MetadataError) as caught:
        ProgramMetadata.of(file)

    assert str(caught.value) == (
        f"{file}: lacks description, max_execution_time: an upload needs them"
    )
