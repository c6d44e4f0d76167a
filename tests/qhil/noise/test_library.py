from __future__ import annotations

import pytest

from qhil.errors import CalibrationError
from qhil.noise.library import ErrorLibrary, require_calibration
from qhil.recordings import Recording, load_recording


def library(name, *, from_target=False):
    recording = load_recording(name)
    return ErrorLibrary(recording.configuration, recording.properties(), from_target=from_target)


def without(recording, *, gate=None, qubit_value=None):
    """The recording with one gate, or one value of qubit 0, left out."""
    properties = recording.properties().json
    if gate is not None:
        name, qubits = gate
        properties["gates"] = [
            entry
            for entry in properties["gates"]
            if (entry["gate"], entry["qubits"]) != (name, list(qubits))
        ]
    if qubit_value is not None:
        properties["qubits"][0] = [
            v for v in properties["qubits"][0] if v["name"] not in qubit_value
        ]
    changed = Recording.from_json(recording.configuration.json, properties)
    return ErrorLibrary(changed.configuration, changed.properties(), from_target=False)


@pytest.mark.parametrize("from_target", [False, True])
def test_errors_are_made_once_and_kept(from_target):
    errors = library("ibmq_manila", from_target=from_target)

    first = errors.gate_errors([("cx", (0, 1)), ("sx", (2,)), ("rz", (0,))])
    again = errors.gate_errors([("cx", (0, 1))])

    assert list(first) == [("cx", (0, 1)), ("sx", (2,))]  # rz is virtual: recorded as free of error
    assert again[("cx", (0, 1))] is first[("cx", (0, 1))]


@pytest.mark.parametrize("from_target", [False, True])
def test_readout_errors_are_by_qubit(from_target):
    errors = library("ibmq_manila", from_target=from_target)

    found = errors.readout_errors([3, 1])

    assert list(found) == [1, 3]
    assert errors.readout_errors([1])[1] is found[1]


def test_a_witness_stands_for_the_whole_device():
    site, non_clifford = library("ibm_washington").witness()

    assert len(site[1]) == 1
    assert non_clifford


def test_a_device_of_clifford_errors_has_a_clifford_witness():
    recording = load_recording("ibmq_manila")
    properties = recording.properties().json
    for values in properties["qubits"]:
        t1 = next(value for value in values if value["name"] == "T1")
        next(value for value in values if value["name"] == "T2")["value"] = t1["value"] / 2
    changed = Recording.from_json(recording.configuration.json, properties)
    errors = ErrorLibrary(changed.configuration, changed.properties(), from_target=False)

    site, non_clifford = errors.witness()

    assert site in errors.gate_errors([site])
    assert not non_clifford


def test_a_device_without_gate_errors_has_no_witness():
    recording = load_recording("ibmq_armonk")
    properties = recording.properties().json
    for gate in properties["gates"]:
        for value in gate["parameters"]:
            value["value"] = 0
    changed = Recording.from_json(recording.configuration.json, properties)

    errors = ErrorLibrary(changed.configuration, changed.properties(), from_target=False)

    assert errors.witness() == (None, False)


def test_missing_calibration_lists_all_of_it():
    recording = load_recording("ibmq_manila")
    errors = without(
        recording, gate=("cx", (0, 1)), qubit_value={"T1", "readout_error", "prob_meas0_prep1"}
    )

    with pytest.raises(CalibrationError) as raised:
        require_calibration(
            errors,
            "ibmq_manila",
            frozenset({("cx", (0, 1)), ("cx", (1, 0)), ("u7", (4,))}),
            frozenset({0, 1}),
            frozenset({0, 2}),
        )

    for part in (
        "cx on qubits [0, 1]",
        "u7 on qubit 4",
        "readout error of qubit 0",
        "T1 and T2 of qubit 0 (delay)",
        "missing='ideal'",
    ):
        assert part in str(raised.value)
    assert "qubits [1, 0]" not in str(raised.value)


def test_a_gate_recorded_without_its_error_is_not_calibrated():
    recording = load_recording("ibmq_manila")
    properties = recording.properties().json
    entry = next(g for g in properties["gates"] if (g["gate"], g["qubits"]) == ("sx", [0]))
    entry["parameters"] = [v for v in entry["parameters"] if v["name"] != "gate_error"]
    changed = Recording.from_json(recording.configuration.json, properties)
    errors = ErrorLibrary(changed.configuration, changed.properties(), from_target=False)

    assert errors.missing([("sx", (0,))], [], []) == ["sx on qubit 0"]
