from __future__ import annotations

import doctest
import gzip
import json
import subprocess
import sys
from datetime import datetime, timezone

import pytest

import qhil_fixtures
from qhil_fixtures import recorded_devices

EXPECTED = {
    "ibmq_armonk": 1,
    "ibmq_manila": 5,
    "ibmq_belem": 5,
    "ibm_perth": 7,
    "ibmq_guadalupe": 16,
    "ibmq_montreal": 27,
    "ibm_washington": 127,
    "ibm_sherbrooke": 127,
    "ibm_torino": 133,
    "ibm_fez": 156,
}


def test_a_spread_of_sizes_and_generations_is_there():
    sizes = {name: qhil_fixtures.configuration(name)["n_qubits"] for name in EXPECTED}

    assert sizes == EXPECTED
    assert set(qhil_fixtures.device_names()) == set(EXPECTED)
    gates = {gate for name in EXPECTED for gate in qhil_fixtures.configuration(name)["basis_gates"]}
    assert {"cx", "ecr", "cz"} <= gates


@pytest.mark.parametrize("name", EXPECTED)
def test_parts_belong_to_the_device_and_are_in_order(name):
    history = qhil_fixtures.properties(name)

    assert {part["backend_name"] for part in history} == {name}
    assert qhil_fixtures.configuration(name)["backend_name"] == name
    dates = [datetime.fromisoformat(part["last_update_date"]) for part in history]
    assert dates == sorted(dates)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_is_named_by_the_date_inside(name):
    for path in qhil_fixtures.device_folder(name).glob("properties-*"):
        told = json.loads(qhil_fixtures.read_file(path))["last_update_date"]
        date = datetime.fromisoformat(told).astimezone(timezone.utc)
        assert path.name == f"properties-{date:%Y-%m-%dT%H%M%SZ}.json.gz"


@pytest.mark.parametrize("name", EXPECTED)
def test_source_and_licence_are_told(name):
    told = json.loads(
        qhil_fixtures.read_file(qhil_fixtures.device_folder(name) / "recording.json.gz")
    )

    assert told["licence"] == "Apache-2.0"
    assert told["origin"].startswith("qiskit-")
    assert "IBM" in told["copyright"]
    readme = (qhil_fixtures.devices_folder() / "README.md").read_text(encoding="utf-8")
    assert f"| {name} | {EXPECTED[name]} |" in readme


def test_the_data_is_small_enough_for_a_wheel():
    sizes = [path.stat().st_size for path in qhil_fixtures.devices_folder().glob("*/*")]

    assert sum(sizes) < 600_000


def test_gzip_headers_hold_no_time_and_no_name():
    for path in qhil_fixtures.devices_folder().glob("*/*.gz"):
        flags, time = path.read_bytes()[3], path.read_bytes()[4:8]
        assert (flags, time) == (0, b"\0\0\0\0")


def test_defaults_are_none_where_none_were_published():
    assert qhil_fixtures.defaults("ibm_fez") is None
    assert qhil_fixtures.defaults("ibmq_armonk")["cmd_def"]


def test_an_unknown_device_is_refused_with_those_there_are():
    with pytest.raises(LookupError, match="ibmq_manila"):
        qhil_fixtures.device_folder("ibmq_mars")


def test_plain_and_gzipped_files_are_read(tmp_path):
    (tmp_path / "a.json").write_bytes(b"{}")
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(b"{}"))

    assert {qhil_fixtures.read_file(path) for path in tmp_path.iterdir()} == {b"{}"}


def test_it_knows_nothing_of_qhil_or_qiskit():
    program = (
        "import sys, qhil_fixtures; qhil_fixtures.properties('ibmq_armonk');"
        "print([name for name in sys.modules if name.startswith('qiskit') or name == 'qhil'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60
    )

    assert done.stdout.strip() == "[]"


def test_the_examples_run():
    failed, tried = doctest.testmod(recorded_devices)

    assert tried
    assert not failed
