from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

import qhil_fixtures
from qhil.errors import RecordingError
from qhil.recordings import Provenance, Recording, load_recording


def _load(name):
    return Recording.from_files(qhil_fixtures.device_folder(name))


@pytest.mark.parametrize("name", qhil_fixtures.device_names())
def test_a_round_trip_loses_nothing(tmp_path, name):
    recording = load_recording(name)

    folder = recording.save(tmp_path / "deep" / "down")
    again = Recording.from_files(folder)

    assert folder == tmp_path / "deep" / "down"
    assert again.digest == recording.digest
    assert again.configuration == recording.configuration
    assert again.configuration.json == recording.configuration.json
    assert again.history == recording.history
    assert [s.json for s in again.history] == [s.json for s in recording.history]
    assert again.defaults_json == recording.defaults_json
    ours, theirs = vars(again.provenance).copy(), vars(recording.provenance).copy()
    assert ours.pop("source") == str(folder)
    theirs.pop("source")
    assert ours == theirs


def test_the_very_bytes_are_kept(tmp_path, parts):
    text = json.dumps(parts("ibmq_armonk")["configuration"], indent=3).encode()
    (tmp_path / "configuration.json.gz").write_bytes(gzip.compress(text))
    (tmp_path / "properties.json").write_text(json.dumps(parts("ibmq_armonk")["properties"]))

    saved = Recording.from_files(tmp_path).save(tmp_path / "saved")

    assert (saved / "configuration.json").read_bytes() == text


def test_files_are_named_by_part_and_utc_date(tmp_path):
    saved = _load("ibm_sherbrooke").save(str(tmp_path))

    assert sorted(path.name for path in saved.iterdir()) == [
        "configuration.json",
        "properties-2023-01-03T144426Z.json",
        "properties-2025-02-26T194310Z.json",
        "recording.json",
    ]


def test_what_is_recorded_in_memory_claims_no_origin(tmp_path, parts):
    Recording.from_json(*parts("ibmq_armonk").values()).save(tmp_path)

    told = json.loads((tmp_path / "recording.json").read_text())
    assert told == {"format": "qhil recording", "version": 1}


def test_provenance_is_kept(tmp_path, parts):
    provenance = Provenance("memory", "ibm_quantum", "CC-BY-4.0", "© someone", {"a.json": "b"})
    Recording.from_json(*parts("ibmq_armonk").values(), provenance=provenance).save(tmp_path)

    again = Recording.from_files(tmp_path).provenance

    assert (again.origin, again.licence) == ("ibm_quantum", "CC-BY-4.0")
    assert (again.copyright, again.parts) == ("© someone", {"a.json": "b"})


def test_an_earlier_state_is_replaced(tmp_path):
    recording = _load("ibm_sherbrooke")
    recording.until("2024-01-01").save(tmp_path)

    recording.save(tmp_path)

    assert Recording.from_files(tmp_path) == recording


def test_dates_that_would_join_the_history_are_not_left_behind(tmp_path):
    recording = _load("ibm_sherbrooke")
    recording.save(tmp_path)

    with pytest.raises(RecordingError, match="2025-02-26T194310Z") as caught:
        recording.until("2024-01-01").save(tmp_path)
    assert caught.value.file == str(tmp_path)
    assert Recording.from_files(tmp_path) == recording


@pytest.mark.parametrize("name", ["defaults.json", "props_x.json", "properties-old.json.gz"])
def test_parts_that_would_be_read_with_it_are_not_left_behind(tmp_path, name):
    (tmp_path / name).touch()

    with pytest.raises(RecordingError, match="parts of a recording") as caught:
        _load("ibm_sherbrooke").save(tmp_path)
    assert caught.value.found == name
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_another_device_is_not_overwritten(tmp_path, parts, write):
    content = parts("ibmq_belem")
    for part in content.values():
        part.update(backend_name="ibmq_twin")
    Recording.from_json(*content.values()).save(tmp_path)

    with pytest.raises(RecordingError, match="another device") as caught:
        _load("ibmq_belem").save(tmp_path)
    assert (caught.value.expected, caught.value.found) == ("ibmq_belem", "ibmq_twin")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(RecordingError, match="cannot be written") as caught:
        _load("ibmq_armonk").save(tmp_path / "file")
    assert caught.value.file == str(tmp_path / "file")


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    before = _load("ibmq_armonk")
    before.save(tmp_path)
    contents = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(_path, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RecordingError, match="No space left on device"):
        before.save(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == contents


def test_an_interrupted_save_leaves_no_recording(tmp_path, monkeypatch):
    replace = Path.replace

    def interrupted(path, target):
        if target.name == "configuration.json":
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _load("ibmq_armonk").save(tmp_path)
    with pytest.raises(RecordingError, match="no recording here"):
        Recording.from_files(tmp_path)


def test_a_copied_folder_is_the_same_recording(tmp_path):
    shutil.copytree(qhil_fixtures.device_folder("ibm_perth"), tmp_path / "copy")

    assert Recording.from_files(tmp_path / "copy") == _load("ibm_perth")
