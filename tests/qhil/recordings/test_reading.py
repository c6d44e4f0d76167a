"""From folders, files and dicts to recordings; what does not make one recording is refused."""

from __future__ import annotations

import copy
import gzip
import json

import pytest

import qhil_fixtures
from qhil.errors import RecordingError
from qhil.recordings import Recording

BELEM = "ibmq_belem"
MARCH, APRIL = "2021-03-15T00:49:04-04:00", "2021-04-15T00:49:04-04:00"


@pytest.fixture
def armonk(tmp_path, parts, write):
    """ibmq_armonk's files in a folder."""
    return write(tmp_path, **parts("ibmq_armonk"))


def test_a_folder_of_ours_has_its_provenance():
    recording = Recording.from_files(qhil_fixtures.device_folder("ibm_sherbrooke"))

    provenance = recording.provenance
    assert provenance.source == str(qhil_fixtures.device_folder("ibm_sherbrooke"))
    assert provenance.origin == "qiskit-ibm-runtime 0.51.0"
    assert provenance.licence == "Apache-2.0"
    assert "IBM" in provenance.copyright
    assert provenance.parts["properties-2023-01-03T144426Z.json"] == "qiskit-terra 0.46.3"


def test_a_folder_with_qiskits_names_is_a_recording(tmp_path, parts):
    for prefix, part in (("conf", "configuration"), ("props", "properties"), ("defs", "defaults")):
        content = json.dumps(parts(BELEM)[part])
        (tmp_path / f"{prefix}_belem.json").write_text(content)

    recording = Recording.from_files(tmp_path)

    assert recording == Recording.from_files(qhil_fixtures.device_folder(BELEM))
    assert recording.provenance.origin is None


def test_files_are_known_by_what_they_say_in_any_order_and_name(tmp_path, parts, account, dated):
    content = parts(BELEM)
    april, march = dated(APRIL, MARCH)
    for name, part in (("1", april), ("2", content["defaults"]), ("3", content["configuration"])):
        (tmp_path / name).write_text(json.dumps(part))
    (tmp_path / "4.gz").write_bytes(gzip.compress(json.dumps(march).encode()))
    (tmp_path / "5").write_text('{"format": "qhil recording", "version": 1, "origin": "here"}')

    recording = Recording.from_files(*(tmp_path / name for name in ("1", "2", "3", "4.gz", "5")))

    account.check(recording, content["configuration"], april)
    account.check_snapshot(recording.history[0], march)
    assert recording.defaults_json == content["defaults"]
    assert recording.provenance.origin == "here"
    assert recording.provenance.source == str(tmp_path)


def test_dicts_are_copied(parts, account):
    content = parts("ibmq_manila")
    before = copy.deepcopy(content)

    recording = Recording.from_json(*content.values())
    content["configuration"]["n_qubits"] = 6
    content["properties"]["qubits"].clear()

    account.check(recording, before["configuration"], before["properties"])
    assert recording.defaults_json == before["defaults"]
    assert recording.provenance.source == "memory"


def test_a_history_is_sorted_by_moment_whatever_the_offset(parts, dated):
    later, earlier = dated("2021-03-15T00:30:00+02:00", "2021-03-14T20:00:00-01:00")

    recording = Recording.from_json(parts(BELEM)["configuration"], [later, earlier])

    assert [snapshot.json for snapshot in recording.history] == [earlier, later]


def test_two_properties_of_one_moment_are_refused(parts, dated):
    configuration = parts(BELEM)["configuration"]

    with pytest.raises(RecordingError, match="of one date") as caught:
        Recording.from_json(
            configuration, dated("2021-03-15T00:00:00Z", "2021-03-15T02:00:00+02:00")
        )
    error = caught.value
    assert (error.file, error.path) == ("properties[1]", "$.last_update_date")
    assert error.expected == "another date than in properties[0]"


@pytest.mark.parametrize("none", [[], ()])
def test_properties_are_needed(parts, none):
    with pytest.raises(RecordingError, match="without properties"):
        Recording.from_json(parts(BELEM)["configuration"], none)


@pytest.mark.parametrize("wrong", [None, 5, "text", [None], [[]]])
def test_what_is_no_dict_is_refused(parts, wrong):
    content = parts(BELEM)

    with pytest.raises(RecordingError, match="expected object"):
        Recording.from_json(content["configuration"], wrong)
    with pytest.raises(RecordingError, match="expected object"):
        Recording.from_json(wrong, content["properties"])
    with pytest.raises(RecordingError, match="expected object"):
        Recording.from_json(content["configuration"], content["properties"], wrong or [])


@pytest.mark.parametrize(
    ("change", "path", "expected"),
    [
        (lambda d: d["qubit_freq_est"].pop(), "$.qubit_freq_est", "5 frequencies"),
        (lambda d: d["meas_freq_est"].append(6.5), "$.meas_freq_est", "5 frequencies"),
        (lambda d: d["cmd_def"].append(d["cmd_def"][0]), "$.cmd_def[49]", "another than at"),
        (lambda d: d["cmd_def"][0].update(qubits=[9]), "$.cmd_def[0].qubits[0]", "n_qubits = 5"),
        (lambda d: d.pop("pulse_library"), "$.pulse_library", "a field pulse_library"),
    ],
)
def test_pulse_defaults_have_to_fit(parts, change, path, expected):
    content = parts(BELEM)
    change(content["defaults"])

    with pytest.raises(RecordingError) as caught:
        Recording.from_json(*content.values())
    assert (caught.value.file, caught.value.path) == ("defaults", path)
    assert expected in caught.value.expected


def test_a_number_that_no_double_holds_in_the_pulses_is_refused_when_they_are_asked_for(
    tmp_path, parts, write
):
    content = parts(BELEM)
    content["defaults"]["buffer_too"] = "HUGE"
    write(tmp_path, **content)
    file = tmp_path / "defaults.json"
    file.write_text(file.read_text().replace('"HUGE"', "1e999"))
    recording = Recording.from_files(tmp_path)

    with pytest.raises(RecordingError, match=r"defaults\.json at \$\.buffer_too"):
        recording.defaults_json  # noqa: B018


@pytest.mark.parametrize(
    ("fields", "message", "path"),
    [
        ({"version": 2}, "another format", "$.format"),
        ({"format": "mp3"}, "another format", "$.format"),
        ({"version": None}, "wrong type", "$.version"),
        ({"license": "MIT"}, "unknown field", "$.license"),
        ({"parts": {"a": 1}}, "wrong type", "$.parts"),
    ],
)
def test_a_strange_provenance_is_refused(armonk, fields, message, path):
    told = {"format": "qhil recording", "version": 1, **fields}
    (armonk / "recording.json").write_text(json.dumps(told))

    with pytest.raises(RecordingError, match=message) as caught:
        Recording.from_files(armonk)
    assert caught.value.file.endswith("recording.json")
    assert caught.value.path.startswith(path)


def test_a_folder_without_a_recording_is_refused(tmp_path):
    with pytest.raises(RecordingError, match="no recording here"):
        Recording.from_files(tmp_path)


def test_a_file_that_is_no_part_of_a_recording_is_refused(tmp_path):
    (tmp_path / "package.json").write_text('{"name": "left-pad"}')

    with pytest.raises(RecordingError, match="not part of a recording") as caught:
        Recording.from_files(tmp_path / "package.json")
    assert "basis_gates (configuration)" in caught.value.expected
    assert caught.value.found == "none of them"


def test_a_file_that_could_be_two_parts_is_refused(tmp_path):
    (tmp_path / "both.json").write_text('{"basis_gates": [], "cmd_def": []}')

    with pytest.raises(RecordingError, match="basis_gates and cmd_def"):
        Recording.from_files(tmp_path / "both.json")


def test_two_files_of_one_part_are_refused(tmp_path, parts, write):
    write(tmp_path, **parts("ibmq_armonk"))
    file = tmp_path / "configuration.json"

    with pytest.raises(RecordingError, match="two files of configuration"):
        Recording.from_files(file, file, tmp_path / "properties-0.json")


@pytest.mark.parametrize("names", [(), ("properties-0.json",)])
def test_files_without_a_configuration_are_refused(tmp_path, parts, write, names):
    write(tmp_path, **parts("ibmq_armonk"))

    with pytest.raises(RecordingError, match="without configuration"):
        Recording.from_files(*(tmp_path / name for name in names))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RecordingError, match="cannot be read"):
        Recording.from_files(tmp_path / "conf_nowhere.json")
