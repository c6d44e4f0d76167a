import socket

import pytest

from qhil.program.metadata import MetadataError, ProgramMetadata, SchemaError, SchemaWarning
from qhil.program.metadata.payload_schema import DRAFTS


def inputs_of(**schema):
    return ProgramMetadata.of({"spec": {"parameters": schema}})


@pytest.fixture
def no_network(monkeypatch):
    def connect(*_):
        raise AssertionError("something was to be fetched")

    monkeypatch.setattr(socket, "getaddrinfo", connect)
    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.mark.parametrize(
    ("schema", "complaint"),
    [
        (
            {"properties": {"a": {"type": "int"}}},
            (
                '$.spec.parameters.properties.a.type: no JSON schema (expected "array", "boolean", '
                '"integer", "null", "number", "object" or "string" or an array, found "int" (a string))'
            ),
        ),
        (
            {"properties": {"a": {"pattern": "("}}},
            (
                "$.spec.parameters.properties.a.pattern: no JSON schema (expected a valid regex, "
                'found "(" (a string))'
            ),
        ),
        (
            {"required": "a"},
            '$.spec.parameters.required: no JSON schema (expected an array, found "a" (a string))',
        ),
    ],
)
def test_a_schema_that_is_none_is_refused_with_its_place(schema, complaint):
    with pytest.raises(MetadataError) as caught:
        inputs_of(**schema)

    assert str(caught.value) == f"metadata at {complaint}"


@pytest.mark.parametrize("draft", [*DRAFTS, "http://json-schema.org/draft-07/schema"])
def test_a_schema_is_read_in_the_draft_that_it_names(draft):
    metadata = inputs_of(**{"$schema": draft}, properties={"a": {"type": "string"}})

    with pytest.raises(SchemaError, match="input 'a'"):
        metadata.check_inputs({"a": 1})


@pytest.mark.parametrize("draft", ["http://json-schema.org/draft-03/schema#", "draft 7", 7, None])
def test_a_draft_that_is_unknown_is_refused_with_those_that_are_known(draft):
    with pytest.raises(MetadataError, match=r"\$schema: expected .*2020-12.*draft-07.*, found"):
        inputs_of(**{"$schema": draft})


def test_a_schema_that_names_no_draft_is_read_as_2019_09():
    pair = {"type": "array", "items": [{"type": "string"}, {"type": "integer"}]}
    metadata = inputs_of(properties={"pair": pair}, dependentRequired={"pair": ["shots"]})

    metadata.check_inputs({"pair": ["a", 1], "shots": 1})
    with pytest.raises(SchemaError, match=r"input 'pair' at \$\.pair\[1\]: expected an integer"):
        metadata.check_inputs({"pair": ["a", "b"], "shots": 1})
    with pytest.raises(
        SchemaError, match=r"the inputs at .*: expected what 'dependentRequired' asks"
    ):
        metadata.check_inputs({"pair": ["a", 1]})


@pytest.mark.parametrize("where", ["https://example.org/a.json", "a.json", "#/$defs/none", "#none"])
def test_a_reference_out_of_the_schema_is_refused_and_not_fetched(no_network, where):
    with pytest.raises(MetadataError) as caught:
        inputs_of(properties={"a": {"$ref": where}})

    assert str(caught.value) == (
        "metadata at $.spec.parameters.properties.a.$ref: schemas are not fetched (expected a place "
        f'in this schema, such as #/$defs/name, found "{where}" (a string))'
    )


def test_a_reference_out_of_a_place_that_is_no_schema_is_not_fetched_either(no_network):
    metadata = inputs_of(
        properties={"a": {"$ref": "#/parts/a"}}, parts={"a": {"$ref": "https://example.org/a"}}
    )

    with pytest.raises(MetadataError, match="schemas are not fetched"):
        metadata.check_inputs({"a": 1})


def test_references_within_the_schema_hold():
    metadata = inputs_of(
        **{"$id": "https://example.org/root", "$defs": {"count": {"type": "integer"}}},
        properties={
            "a": {"$ref": "#/$defs/count"},
            "b": {
                "$id": "sub/",
                "items": {"$ref": "#/$defs/name"},
                "$defs": {"name": {"type": "string"}},
            },
            "c": {"$ref": "sub/"},
        },
    )

    metadata.check_inputs({"a": 1, "b": ["x"], "c": ["y"]})
    with pytest.raises(SchemaError, match=r"'a' at \$\.a: expected an integer"):
        metadata.check_inputs({"a": "x"})
    with pytest.raises(SchemaError, match=r"'c' at \$\.c\[0\]: expected a string"):
        metadata.check_inputs({"c": [1]})


def test_what_only_looks_like_a_reference_is_none():
    metadata = inputs_of(
        properties={"$ref": {"type": "string"}, "b": {"enum": [{"$ref": "https://example.org"}]}}
    )

    metadata.check_inputs({"$ref": "x", "b": {"$ref": "https://example.org"}})


def test_a_schema_that_refers_to_itself_without_end_is_an_error():
    metadata = inputs_of(**{"$ref": "#"})

    with pytest.raises(MetadataError, match="refers to itself without end"):
        metadata.check_inputs({})


def test_a_schema_that_is_too_deep_is_an_error():
    schema = {}
    for _ in range(300):
        schema = {"items": schema}

    with pytest.raises(MetadataError, match="nested too deep"):
        inputs_of(**schema)


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"properties": {"a": {"min": 0}}}, r"a\.min: 'min' is no keyword .* nearest: minimum"),
        ({"requried": ["a"]}, r"parameters\.requried: .* nearest: required"),
        ({"dependencies": {"a": ["b"]}}, "'dependencies' is of another draft"),
    ],
)
def test_a_misspelt_keyword_is_warned_of(schema, told):
    with pytest.warns(SchemaWarning, match=told):
        inputs_of(**schema)


def test_remarks_and_names_of_properties_are_no_keywords():
    inputs_of(
        title="inputs",
        definitions={},
        properties={"min": {"type": "integer", "unit": "s", "x-minimun": 3, "dtype": "float"}},
    )


def test_a_format_is_a_remark():
    inputs_of(properties={"when": {"format": "date-time"}}).check_inputs({"when": "tomorrow"})
