from __future__ import annotations

import json
import shutil
from statistics import median

import pytest

import qhil_fixtures
from qhil.errors import RecordingError
from qhil.recordings import devices, installed, load_recording


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch):
    monkeypatch.setattr(installed, "snapshot_folders", lambda _package: [])


def test_every_bundled_device_is_listed_with_the_medians_of_its_newest_properties():
    listed = devices()

    assert [summary.name for summary in listed] == sorted(qhil_fixtures.device_names())
    for summary in listed:
        recording = load_recording(summary.name)
        newest = recording.properties()
        qubits = newest.qubits
        basis = recording.configuration.basis_gates
        pairs = [g.error for g in newest.gates if len(g.qubits) == 2 and g.gate in basis]
        errors = [error for error in pairs if error is not None]
        assert summary.n_qubits == recording.n_qubits
        assert summary.basis_gates == recording.configuration.basis_gates
        assert summary.dates == tuple(snapshot.date for snapshot in recording.history)
        assert summary.date == newest.date
        assert summary.median_t1 == median(qubit.t1 for qubit in qubits)
        assert summary.median_t2 == median(qubit.t2 for qubit in qubits)
        assert summary.median_readout_error == median(qubit.readout_error for qubit in qubits)
        assert summary.median_two_qubit_error == (median(errors) if errors else None)
        assert (summary.source, summary.also_in) == ("bundled", ())


def test_a_shadowed_recording_is_shown_as_also_available(tmp_path):
    for folder in ("ibmq_armonk", "again"):
        shutil.copytree(
            qhil_fixtures.device_folder("ibmq_armonk"), tmp_path / "recordings" / folder
        )

    (armonk,) = [summary for summary in devices() if summary.name == "ibmq_armonk"]

    here = str(tmp_path / "recordings")
    assert armonk.source == here == load_recording("ibmq_armonk").provenance.source
    assert armonk.also_in == (here, "bundled")


def test_paths_add_recordings(tmp_path, parts, write):
    content = parts("ibmq_armonk")
    for part in content.values():
        part["backend_name"] = "ibm_lab"
    content["properties"]["qubits"] = [[]]
    write(tmp_path / "given" / "lab", **content)

    (lab,) = [summary for summary in devices(tmp_path / "given") if summary.name == "ibm_lab"]

    assert lab.source == str(tmp_path / "given")
    assert lab.median_t1 is None
    assert lab.median_readout_error is None


@pytest.mark.parametrize("part", ["configuration", "properties-0"])
def test_a_broken_recording_is_not_passed_over(tmp_path, parts, write, part):
    write(tmp_path / "recordings" / "x", **parts("ibmq_armonk"))
    file = tmp_path / "recordings" / "x" / f"{part}.json"
    file.write_text(json.dumps({"backend_name": "ibmq_armonk"}))

    with pytest.raises(RecordingError, match="a field is missing") as caught:
        devices()
    assert caught.value.file == str(file)
