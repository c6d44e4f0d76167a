"""Where recordings are looked for, in which order, and what is said of a place that has none."""

from __future__ import annotations

import os
import shutil

import pytest

import qhil_fixtures
from qhil.errors import RecordingError
from qhil.recordings import installed
from qhil.recordings.sources import Source, sources


@pytest.fixture
def place(tmp_path):
    """``place(path, *devices)``: a folder of recordings below the temporary one."""

    def made(path, *devices):
        for device in devices:
            shutil.copytree(qhil_fixtures.device_folder(device), tmp_path / path / device)
        return tmp_path / path

    return made


def _labels(paths=None):
    return [source.label for source in sources(paths)]


def test_the_order_is_paths_environment_project_bundled_installed(tmp_path, place, monkeypatch):
    given, named = place("given", "ibmq_armonk"), place("named", "ibmq_armonk")
    too = place("named_too", "ibmq_armonk")
    near, far = (
        place("project/sub/recordings", "ibmq_belem"),
        place("project/recordings", "ibmq_belem"),
    )
    monkeypatch.chdir(tmp_path / "project" / "sub")
    monkeypatch.setenv("QHIL_RECORDINGS", f"{named}{os.pathsep}{os.pathsep}{too}")
    monkeypatch.setattr(
        installed,
        "snapshot_folders",
        lambda package: [(package.names[0], "1.2", tmp_path / package.import_name)],
    )

    found = _labels([given])

    assert found[:5] == [str(given), str(named), str(too), str(near), str(far)]
    assert found[-3:] == ["bundled", "qiskit-terra 1.2", "qiskit-ibm-runtime 1.2"]


@pytest.mark.parametrize(
    "many", [str, lambda path: path, lambda path: [path], lambda path: (path,)]
)
def test_paths_can_be_one_or_several(place, many):
    given = place("given", "ibmq_armonk")

    assert _labels(many(given))[0] == str(given)


def test_a_folder_comes_once_even_if_named_twice(tmp_path, place, monkeypatch):
    given = place("recordings", "ibmq_armonk")
    (tmp_path / "link").symlink_to(given)
    monkeypatch.setenv("QHIL_RECORDINGS", str(tmp_path / "link"))

    found = _labels([given])

    assert found.count(str(given)) == 1
    assert str(tmp_path / "link") not in found


def test_a_path_may_be_a_recording_itself(place):
    folder = place("given", "ibmq_armonk") / "ibmq_armonk"

    (parts,) = Source("here", folder).recordings()

    assert parts.folder == folder


def test_recordings_are_sorted_and_other_folders_are_passed_over(tmp_path, place):
    folder = place("given", "ibmq_belem", "ibmq_armonk")
    (folder / "notes").mkdir()
    (folder / "README.md").touch()

    found = Source("here", folder).recordings()

    assert [parts.folder.name for parts in found] == ["ibmq_armonk", "ibmq_belem"]


@pytest.mark.parametrize("by", ["paths", "QHIL_RECORDINGS"])
def test_a_named_folder_without_recordings_is_an_error(tmp_path, monkeypatch, by):
    (tmp_path / "empty").mkdir()
    paths = [tmp_path / "empty"] if by == "paths" else None
    if paths is None:
        monkeypatch.setenv("QHIL_RECORDINGS", str(tmp_path / "empty"))

    with pytest.raises(RecordingError, match=f"which {by} names") as caught:
        list(sources(paths))
    assert caught.value.found == "an empty folder"


def test_a_named_folder_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(RecordingError, match="cannot be read"):
        list(sources([tmp_path / "missing"]))


def test_a_project_folder_without_recordings_is_none(tmp_path):
    (tmp_path / "recordings").mkdir()

    (empty,) = [source for source in sources() if source.folder == tmp_path / "recordings"]
    assert empty.recordings() == ()


def test_a_current_folder_that_was_deleted_has_no_recordings(tmp_path, monkeypatch):
    def gone():
        raise FileNotFoundError

    monkeypatch.setattr("pathlib.Path.cwd", gone)

    assert _labels()[0] == "bundled"


def test_half_a_recording_is_not_passed_over(tmp_path):
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "configuration.json").touch()

    with pytest.raises(RecordingError, match="without properties"):
        Source("here", tmp_path).recordings()


def test_a_source_answers_to_label_package_and_folder(tmp_path):
    terra = Source("qiskit-terra 0.46.3", tmp_path, package="qiskit-terra")

    assert all(map(terra.answers_to, ("qiskit-terra 0.46.3", "qiskit-terra", str(tmp_path), ".")))
    assert not any(map(terra.answers_to, ("qiskit-terra 0.46", "bundled", "qiskit", "")[:3]))


def test_what_is_installed_has_the_licence_of_qiskit(tmp_path):
    terra = Source("qiskit-terra 0.46.3", tmp_path, package="qiskit-terra").provenance()

    assert (terra.origin, terra.licence) == ("qiskit-terra 0.46.3", "Apache-2.0")
    assert Source("here", tmp_path).provenance().licence is None
