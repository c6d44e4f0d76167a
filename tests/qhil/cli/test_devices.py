import json
import re
import shutil

import pytest
from rich.console import Console

import qhil
import qhil_fixtures
from qhil.cli import devices as command


@pytest.fixture
def terminal(monkeypatch):
    """As if standard output were a terminal of 80 columns."""
    monkeypatch.setattr(command, "console", lambda: Console(force_terminal=True, width=80))


def test_every_device_has_its_line_with_the_full_source(qhil_command):
    done = qhil_command("devices")
    heading, *lines = done.stdout.splitlines()
    rows = {line.split()[0]: line for line in lines}

    assert heading.split()[:2] == ["device", "qubits"]
    assert len(rows) == len(qhil.devices())
    assert rows["ibm_fez"].split()[1] == "156"
    assert "cz rz sx x" in rows["ibm_fez"]
    assert "2025-02-26" in rows["ibm_fez"]
    assert "bundled" in rows["ibm_fez"]


def test_numbers_are_the_medians(qhil_command):
    (manila,) = (device for device in qhil.devices() if device.name == "ibmq_manila")
    line = next(
        line for line in qhil_command("devices").stdout.splitlines() if "ibmq_manila" in line
    )

    assert f"{manila.median_t1 * 1e6:.0f}" in line.split()
    assert f"{manila.median_readout_error * 100:.2f}" in line.split()
    assert f"{manila.median_two_qubit_error * 100:.2f}" in line.split()


def test_a_device_without_two_qubit_gates_has_a_dash(qhil_command):
    line = next(line for line in qhil_command("devices").stdout.splitlines() if "armonk" in line)

    assert " - " in line


def test_json_has_all_facts_in_si_units(qhil_command):
    found = {
        device["name"]: device for device in json.loads(qhil_command("devices", "--json").stdout)
    }
    (manila,) = (device for device in qhil.devices() if device.name == "ibmq_manila")

    assert set(found) == {device.name for device in qhil.devices()}
    assert found["ibmq_manila"]["median_t1"] == manila.median_t1
    assert found["ibmq_manila"]["basis_gates"] == list(manila.basis_gates)
    assert found["ibmq_manila"]["date"] == manila.date.isoformat()
    assert found["ibmq_manila"]["also_in"] == list(manila.also_in)
    assert len(found["ibm_sherbrooke"]["dates"]) == 2


def test_a_folder_of_ones_own_shadows_and_both_are_shown(qhil_command, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(qhil_fixtures.devices_folder() / "ibmq_belem", folder / "ibmq_belem")

    done = qhil_command("devices", "--recordings", folder)
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("ibmq_belem"))

    assert f"{folder} (bundled" in line


def test_a_folder_that_is_not_there_is_a_usage_error(qhil_command, tmp_path):
    done = qhil_command("devices", "--recordings", tmp_path / "nowhere")

    assert done.exit_code == 2
    assert "nowhere" in done.stderr


def test_on_a_terminal_the_table_fits_and_sources_are_numbered(qhil_command, terminal, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(qhil_fixtures.devices_folder() / "ibmq_belem", folder / "ibmq_belem")

    lines = qhil_command("devices", "--recordings", folder).stdout.splitlines()
    (belem,) = (line for line in lines if line.startswith("ibmq_belem"))

    assert max(len(line) for line in lines[1:-4]) <= 80
    assert belem.split(" 1 (2")[1:]
    key = "".join(re.sub(r"\x1b\[\d*m", "", line) for line in lines[-4:]).replace(" ", "")
    assert f"1={folder};2=bundled" in key
