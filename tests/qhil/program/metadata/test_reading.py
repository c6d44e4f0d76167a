import pytest

from qhil.program.metadata import MetadataError, ProgramMetadata


def test_a_missing_file_names_the_nearest(tmp_path):
    (tmp_path / "metadata.json").write_text("{}", encoding="utf-8")

    with pytest.raises(MetadataError, match=r"no such file \(nearest: metadata\.json\)"):
        ProgramMetadata.of(tmp_path / "metdata.json")


def test_a_folder_cannot_be_read(tmp_path):
    with pytest.raises(MetadataError, match="cannot be read"):
        ProgramMetadata.of(tmp_path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "no JSON: Expecting property name .* line 1"),
        (b'{"name": "\xff\xfe"}', "no JSON: .*decode"),
        (b"[" * 100_000, "no JSON"),
        (b"[1, 2]", r"at \$: expected an object, found an array of 2 items"),
    ],
)
def test_a_file_that_is_no_json_object_is_refused(tmp_path, content, complaint):
    file = tmp_path / "metadata.json"
    file.write_bytes(content)

    with pytest.raises(MetadataError, match=complaint) as caught:
        ProgramMetadata.of(file)

    assert str(caught.value).startswith(str(file))


@pytest.mark.parametrize(
    ("metadata", "complaint"),
    [
        (3, "expected a dictionary or the path of a JSON file, found int"),
        ({"name": {1, 2}}, "cannot be sent as JSON: Object of type set"),
    ],
)
def test_what_json_cannot_hold_is_refused(metadata, complaint):
    with pytest.raises(MetadataError, match=complaint):
        ProgramMetadata.of(metadata)


def test_a_dictionary_is_read_as_it_would_be_sent_and_kept():
    schema = {"properties": {"kind": {"enum": ("a", "b")}}}
    metadata = ProgramMetadata.of({"spec": {"parameters": schema}})
    schema["properties"].clear()

    assert metadata.parameters.schema == {"properties": {"kind": {"enum": ["a", "b"]}}}
