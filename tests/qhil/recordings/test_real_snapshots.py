"""Every published snapshot there is, bundled or installed: it loads, and says what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import qhil_fixtures
from qhil.recordings import Recording, devices, installed, load_recording


def _installed():
    for distribution in (installed.TERRA, installed.RUNTIME):
        for name, _version, folder in installed.snapshot_folders(distribution):
            for configuration in sorted(folder.glob("*/conf_*.json")):
                short = configuration.stem[len("conf_") :]
                properties = configuration.with_name(f"props_{short}.json")
                yield pytest.param(configuration, properties, id=f"{name}-{short}")


@pytest.mark.parametrize(("configuration", "properties"), list(_installed()))
def test_an_installed_snapshot_says_what_it_says(configuration, properties, account):
    recording = Recording.from_files(configuration.parent)

    told = json.loads(configuration.read_bytes()), json.loads(properties.read_bytes())
    assert account.legal_configuration(told[0])
    assert account.legal_properties(told[1], told[0]["backend_name"], told[0]["n_qubits"])
    account.check(recording, *told)


@pytest.mark.parametrize("name", qhil_fixtures.device_names())
def test_a_bundled_recording_says_what_it_says(name, account):
    recording = load_recording(name, source="bundled")

    properties = qhil_fixtures.properties(name)
    account.check_configuration(recording.configuration, qhil_fixtures.configuration(name))
    assert len(recording.history) == len(properties)
    for snapshot, told in zip(recording.history, properties):
        account.check_snapshot(snapshot, told)
    assert recording.defaults_json == qhil_fixtures.defaults(name)


def test_every_installed_snapshot_is_listed_under_the_devices_own_name():
    found = {summary.name: summary for summary in devices()}

    for configuration, _ in (parameters.values for parameters in _installed()):
        name = json.loads(configuration.read_bytes())["backend_name"]
        summary = found[name]
        sources = (summary.source, *summary.also_in)
        assert any(_loads_from(name, source, configuration) for source in sources)


def _loads_from(name, source, configuration):
    file = load_recording(name, source=source).configuration.text.file
    return Path(file) == configuration


@pytest.mark.requires("qiskit-ibm-runtime")
def test_a_published_hole_is_kept_as_one():
    """Qubit 146 of ibm_kingston has neither T1 nor T2: newer devices have such qubits."""
    if "ibm_kingston" not in {summary.name for summary in devices()}:
        pytest.skip("this release of qiskit-ibm-runtime has no ibm_kingston yet")

    qubit = load_recording("ibm_kingston").properties().qubits[146]

    assert (qubit.t1, qubit.t2) == (None, None)
    assert qubit.readout_error is not None


def test_published_oddities_are_kept():
    washington = load_recording("ibm_washington", source="bundled").properties()

    assert max(gate.error for gate in washington.gates if gate.error is not None) == 1.0
    assert any(qubit.t2 > 2 * qubit.t1 for qubit in washington.qubits)
