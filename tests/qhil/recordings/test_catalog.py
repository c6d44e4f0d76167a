"""Loading by name: which of several, what if none, and that the same files are loaded once."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

import qhil_fixtures
from qhil.errors import MissingDateError, RecordingError, UnknownDeviceError
from qhil.recordings import Recording, catalog, installed, load_recording


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch):
    monkeypatch.setattr(installed, "snapshot_folders", lambda _package: [])


@pytest.fixture
def copied(tmp_path):
    """``copied(device, to)``: a bundled recording copied into a folder below the temporary one."""

    def made(device, to):
        return shutil.copytree(qhil_fixtures.device_folder(device), tmp_path / to)

    return made


@pytest.mark.parametrize("name", qhil_fixtures.device_names())
def test_every_bundled_device_loads_by_name(name):
    recording = load_recording(name)

    assert recording.name == name
    assert recording.provenance.source == "bundled"


def test_time_travel_is_told_at_loading():
    old = load_recording("ibm_sherbrooke", at="2024-01-01")

    assert old.properties().date.year == 2023
    assert load_recording("ibm_sherbrooke", "2025-12-31") is load_recording("ibm_sherbrooke")
    with pytest.raises(MissingDateError, match="2023-01-03"):
        load_recording("ibm_sherbrooke", at="2022-01-01")


def test_the_same_files_give_the_same_object():
    one = load_recording("ibmq_manila")

    assert load_recording("ibmq_manila") is one
    past = load_recording("ibm_sherbrooke", at="2024-01-01")
    assert load_recording("ibm_sherbrooke", at="2024-02-01") is past


def test_files_that_changed_are_loaded_anew(copied):
    folder = copied("ibmq_armonk", "recordings/mine")
    one = load_recording("ibmq_armonk")
    os.utime(folder / "configuration.json.gz", ns=(1, 1))

    other = load_recording("ibmq_armonk")

    assert one is not other
    assert one == other


def test_the_first_source_wins_and_the_others_are_reached_by_name(tmp_path, copied, monkeypatch):
    copied("ibmq_armonk", "recordings/a")
    given = copied("ibmq_armonk", "given/b").parent

    def source(**options):
        return load_recording("ibmq_armonk", **options).provenance.source

    assert source() == str(tmp_path / "recordings")
    assert source(paths=given) == str(given)
    assert source(paths=given, source="recordings") == str(tmp_path / "recordings")
    assert source(paths=given, source="bundled") == "bundled"


def test_in_one_source_a_folder_named_as_the_device_wins(copied):
    for folder in ("a", "armonk", "ibmq_armonk"):
        copied("ibmq_armonk", f"recordings/{folder}")

    def file():
        return Path(load_recording("ibmq_armonk").configuration.text.file).parent.name

    assert file() == "ibmq_armonk"
    shutil.rmtree("recordings/ibmq_armonk")
    assert file() == "armonk"
    shutil.rmtree("recordings/armonk")
    assert file() == "a"


def test_a_folders_name_does_not_make_the_device(copied):
    copied("ibmq_armonk", "recordings/ibmq_belem")

    assert load_recording("ibmq_belem").provenance.source == "bundled"
    assert load_recording("ibmq_armonk").provenance.source != "bundled"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("manila", "ibmq_manila"), ("ibm_washingtno", "ibm_washington"), ("FakeBelem", "ibmq_belem")],
)
def test_a_misspelt_name_brings_the_nearest(name, nearest):
    with pytest.raises(UnknownDeviceError) as caught:
        load_recording(name)
    assert nearest in caught.value.expected
    assert caught.value.found == repr(name)


@pytest.mark.parametrize("name", ["", "?", None])
def test_a_name_that_is_near_to_none_brings_all(name):
    with pytest.raises(UnknownDeviceError) as caught:
        load_recording(name)
    assert all(device in str(caught.value) for device in qhil_fixtures.device_names())


def test_a_device_that_another_source_has_is_not_taken_from_there(copied):
    copied("ibmq_armonk", "recordings/ibmq_armonk")

    with pytest.raises(UnknownDeviceError, match="in recordings"):
        load_recording("ibmq_belem", source="recordings")


def test_an_unknown_source_is_refused_with_those_there_are(copied):
    copied("ibmq_armonk", "recordings/ibmq_armonk")

    with pytest.raises(UnknownDeviceError, match="no such source") as caught:
        load_recording("ibmq_armonk", source="qiskit-terra")
    assert "bundled" in caught.value.expected
    assert "recordings" in caught.value.expected


def test_a_broken_recording_of_the_user_is_not_passed_over(copied):
    folder = copied("ibmq_armonk", "recordings/ibmq_armonk")
    (folder / "configuration.json.gz").write_bytes(b"broken")

    for name in ("ibmq_armonk", "ibmq_belem"):
        with pytest.raises(RecordingError, match="not gzip"):
            load_recording(name)


def test_a_link_to_nowhere_is_not_passed_over(tmp_path, copied):
    folder = copied("ibmq_armonk", "recordings/ibmq_armonk")
    (folder / "configuration.json.gz").unlink()
    (folder / "configuration.json.gz").symlink_to(tmp_path / "nowhere")

    with pytest.raises(RecordingError, match="cannot be read"):
        load_recording("ibmq_armonk")


def test_a_snapshot_is_found_by_the_devices_own_name(tmp_path, parts, monkeypatch):
    folder = tmp_path / "site" / "yorktown"
    folder.mkdir(parents=True)
    content = parts("ibmq_belem")
    for prefix, part in (("conf", "configuration"), ("props", "properties")):
        renamed = dict(content[part], backend_name="ibmqx2")
        (folder / f"{prefix}_yorktown.json").write_text(json.dumps(renamed))
    monkeypatch.setattr(
        installed,
        "snapshot_folders",
        lambda package: [(package.names[0], "0.46.3", tmp_path / "site")],
    )

    recording = load_recording("ibmqx2")

    assert recording.provenance.source == recording.provenance.origin == "qiskit-terra 0.46.3"
    assert recording.provenance.licence == "Apache-2.0"
    assert load_recording("ibmqx2", source="qiskit-terra") is recording


def test_what_was_saved_into_the_project_is_found(tmp_path):
    load_recording("ibm_perth").save(tmp_path / "recordings" / "ibm_perth")

    found = load_recording("ibm_perth")

    assert found.provenance.source == str(tmp_path / "recordings")
    assert found == Recording.from_files(qhil_fixtures.device_folder("ibm_perth"))


def test_names_are_remembered_by_file_and_time(copied):
    folder = copied("ibmq_armonk", "recordings/x")
    (parts,) = catalog.sources().__next__().recordings()
    assert catalog.device_name(parts) == "ibmq_armonk"
    shutil.copy(
        qhil_fixtures.device_folder("ibmq_belem") / "configuration.json.gz",
        folder / "configuration.json.gz",
    )

    assert catalog.device_name(parts) == "ibmq_belem"
