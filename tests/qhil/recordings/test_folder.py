from __future__ import annotations

import pytest

from qhil.errors import RecordingError
from qhil.recordings.folder import find_parts, list_folder, recording_files


@pytest.fixture
def folder(tmp_path):
    """``folder(*names)``: a folder with (empty) files of those names."""

    def made(*names):
        for name in names:
            (tmp_path / name).touch()
        return tmp_path

    return made


def _names(parts):
    return [path.name for path in parts.files]


def test_our_own_layout_is_known_plain_or_gzipped(folder):
    found = find_parts(
        folder(
            *("configuration.json", "properties-2022.json", "properties-2021.json.gz"),
            *("defaults.json.gz", "recording.json", "README.md", "notes.json"),
        )
    )

    assert _names(found) == [
        *("configuration.json", "properties-2021.json.gz", "properties-2022.json"),
        *("defaults.json.gz", "recording.json"),
    ]


def test_qiskits_layout_is_known_and_only_files_of_one_name_belong_together(folder):
    found = find_parts(
        folder(
            *("conf_cambridge.json", "props_cambridge.json", "props_cambridge_alt.json"),
            *("defs_cambridge.json", "fake_cambridge.py"),
        )
    )

    assert _names(found) == ["conf_cambridge.json", "props_cambridge.json", "defs_cambridge.json"]


@pytest.mark.parametrize("names", [(), ("README.md",), ("props_tokyo.json",), ("defaults.json",)])
def test_without_a_configuration_there_is_no_recording(folder, names):
    assert find_parts(folder(*names)) is None


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (
            ("configuration.json", "configuration.json.gz", "properties.json"),
            "configuration.json and configuration.json.gz",
        ),
        (("configuration.json", "conf_x.json"), "configuration.json and conf_x.json"),
        (("conf_x.json", "conf_y.json"), "conf_x.json and conf_y.json"),
    ],
)
def test_two_files_for_one_part_are_refused(folder, names, found):
    with pytest.raises(RecordingError, match="two files for one part") as caught:
        find_parts(folder(*names))
    assert caught.value.found == found


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("configuration.json",), "properties-<date>.json"),
        (("conf_x.json", "props_y.json"), "props_x.json"),
    ],
)
def test_a_configuration_without_properties_is_refused(folder, names, expected):
    with pytest.raises(RecordingError, match="without properties") as caught:
        find_parts(folder(*names))
    assert caught.value.expected == expected


def test_all_files_of_an_incomplete_recording_are_found(folder):
    names = ("defaults.json.gz", "properties-2021.json", "props_x.json")

    assert recording_files(folder(*names, "notes.json", "README.md")) == list(names)


@pytest.mark.parametrize("name", ["missing", "file", "nul\0"])
def test_what_is_no_folder_is_refused(tmp_path, name):
    (tmp_path / "file").touch()

    with pytest.raises(RecordingError, match="cannot be read") as caught:
        list_folder(tmp_path / name)
    assert caught.value.expected == "a folder"
