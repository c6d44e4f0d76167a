from __future__ import annotations

import math
import warnings
from pathlib import Path

import pytest
from qiskit import QuantumCircuit, circuit, transpile
from qiskit.circuit.random import random_circuit
from qiskit.transpiler import Target

import qhil_fixtures
from qhil.errors import RecordingError
from qhil.recordings import Recording
from qhil.stack import stack

if not hasattr(circuit, "SwitchCaseOp"):
    pytest.skip("needs qiskit-terra 0.25, whose Target has all fields", allow_module_level=True)

from qhil.qiskit_objects.target import device_target

TIMING = ("num_qubits", "dt", "granularity", "min_length", "pulse_alignment", "acquire_alignment")
# On Qiskit 1, qiskit-ibm-runtime had measure, delay and reset everywhere, and no instructions of devices' own.
CHANGED_SINCE = (
    {"delay", "reset", "measure_2", "reset_2"} if stack().generation == "qiskit1" else set()
)


@pytest.fixture(scope="module")
def bundled():
    folders = map(qhil_fixtures.device_folder, qhil_fixtures.device_names())
    return {recording.name: recording for recording in map(Recording.from_files, folders)}


@pytest.fixture
def edited():
    """ibmq_manila (5 qubits in a row), its JSON changed before it is read."""

    def make(edit_configuration=None, edit_properties=None):
        configuration = qhil_fixtures.configuration("ibmq_manila")
        properties = qhil_fixtures.properties("ibmq_manila")[-1]
        if edit_configuration:
            edit_configuration(configuration)
        if edit_properties:
            edit_properties(properties)
        return Recording.from_json(configuration, properties)

    return make


def _target(recording):
    return device_target(recording.configuration, recording.properties())


def _content(target):
    """Errors and durations by operation and qubits; None where there are no properties."""
    return {
        name: {
            qubits: known and (known.error, known.duration)
            for qubits, known in target[name].items()
        }
        for name in target.operation_names
    }


def _stock_targets():
    from qiskit_ibm_runtime import fake_provider

    for name in dir(fake_provider):
        kind = getattr(fake_provider, name)
        if getattr(kind, "conf_filename", None):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                device = kind()
                stock = device.target
            folder = Path(device.dirname)
            files = folder / device.conf_filename, folder / device.props_filename
            yield Recording.from_files(*files), stock


@pytest.mark.skipif(
    stack().generation == "terra", reason="qiskit-ibm-runtime is for Qiskit 1 and 2"
)
def test_targets_equal_those_of_all_stock_devices(requires):
    requires("qiskit-ibm-runtime")

    found = {}
    for recording, stock in _stock_targets():
        ours, theirs = _target(recording), stock
        ours_content, theirs_content = _content(ours), _content(theirs)
        names = set(ours_content) | set(theirs_content)
        found[recording.name] = {
            name
            for name in names
            if ours_content.get(name) != theirs_content.get(name)
            and not (name in CHANGED_SINCE and (name in ours_content) != (name in theirs_content))
        }
        found[recording.name] |= {
            name for name in TIMING if getattr(ours, name) != getattr(theirs, name)
        }
        found[recording.name] |= {
            f"qubit {index}"
            for index, (one, other) in enumerate(
                zip(ours.qubit_properties, theirs.qubit_properties)
            )
            if (one.t1, one.t2, one.frequency) != (other.t1, other.t2, other.frequency)
        }

    assert len(found) > 50
    assert {name: parts for name, parts in found.items() if parts} == {}


def test_gates_are_where_the_device_has_them_with_what_was_measured(bundled):
    for recording in bundled.values():
        snapshot, target = recording.properties(), _target(recording)

        for gate in recording.configuration.gates:
            if gate.name in recording.configuration.basis_gates and gate.coupling_map:
                assert set(target[gate.name]) <= set(gate.coupling_map)
        for gate in snapshot.gates:
            if (
                gate.gate in recording.configuration.basis_gates
                and gate.qubits in target[gate.gate]
            ):
                known = target[gate.gate][gate.qubits]
                assert (known.error, known.duration) == (gate.error, gate.length)
        assert set(recording.configuration.basis_gates) <= set(target.operation_names)
        assert "measure" in target.operation_names


def test_measurements_have_the_readout_error_of_their_qubit(bundled):
    recording = bundled["ibmq_manila"]
    target = _target(recording)

    for index, qubit in enumerate(recording.properties().qubits):
        known = target["measure"][(index,)]
        assert (known.error, known.duration) == (qubit.readout_error, qubit.readout_length)
        assert target.qubit_properties[index].t1 == qubit.t1
        assert target.qubit_properties[index].t2 == qubit.t2
        assert target.qubit_properties[index].frequency == qubit.frequency


def test_a_dead_qubit_takes_all_its_gates_with_it(edited):
    def kill(properties):
        properties["qubits"][1].append(
            {"name": "operational", "date": "2021-03-15T00:00:00Z", "unit": "", "value": 0}
        )

    target = _target(edited(None, kill))

    assert target.num_qubits == 5
    assert set(target["cx"]) == {(2, 3), (3, 2), (3, 4), (4, 3)}
    for name in ("x", "sx", "rz", "id", "measure", "delay", "reset"):
        assert set(target[name]) == {(0,), (2,), (3,), (4,)}


def test_a_dead_gate_is_left_out_and_its_qubits_are_not(edited):
    def kill(properties):
        gate = next(gate for gate in properties["gates"] if gate["qubits"] == [1, 2])
        gate["parameters"].append(
            {"name": "operational", "date": "2021-03-15T00:00:00Z", "unit": "", "value": 0}
        )

    target = _target(edited(None, kill))

    assert (1, 2) not in target["cx"]
    assert (2, 1) in target["cx"]
    assert (1,) in target["x"]


def test_a_gate_without_calibration_is_there_without_properties(edited):
    def forget(properties):
        properties["gates"] = [gate for gate in properties["gates"] if gate["qubits"] != [0, 1]]

    target = _target(edited(None, forget))

    assert target["cx"][(0, 1)] is None
    assert target["cx"][(1, 0)].error > 0


def test_delay_reset_and_control_flow_are_there_where_the_device_lists_them(edited):
    def with_list(*names):
        def edit(configuration):
            configuration["basis_gates"].remove("reset")
            configuration["supported_instructions"] = list(names)

        return _target(edited(edit)).operation_names

    def without_list(configuration):
        del configuration["supported_instructions"]

    bare = {"cx", "id", "rz", "sx", "x", "measure"}
    flow = {"if_else", "for_loop", "while_loop", "switch_case"}
    assert set(with_list("cx")) == bare
    assert set(with_list("reset", "play", "measure")) == bare | {"reset"}
    assert set(with_list("delay", *flow, "break_loop", "store")) == bare | {"delay"} | flow
    assert set(_target(edited(without_list)).operation_names) == bare | {"delay", "reset"}


def test_control_flow_in_the_basis_is_no_gate(edited):
    def edit(configuration):
        configuration["basis_gates"].append("if_else")
        configuration["supported_instructions"].append("if_else")

    target = _target(edited(edit))

    assert target.operation_from_name("if_else") is circuit.IfElseOp


def test_a_gate_of_the_devices_own_is_taken_from_its_definition_or_calibration(edited):
    def define(configuration):
        configuration["basis_gates"] += ["half_cx", "spin"]
        configuration["gates"].append(
            {"name": "half_cx", "parameters": ["by"], "qasm_def": "", "coupling_map": [[0, 1]]}
        )

    def calibrate(properties):
        properties["gates"].append({"gate": "spin", "qubits": [3], "parameters": []})

    target = _target(edited(define, calibrate))

    assert target.operation_from_name("half_cx").num_qubits == 2
    assert len(target.operation_from_name("half_cx").params) == 1
    assert list(target["half_cx"]) == [(0, 1)]
    assert target.operation_from_name("spin").num_qubits == 1
    assert list(target["spin"]) == [(3,)]


def test_a_basis_gate_that_nothing_defines_is_an_error(edited):
    recording = edited(lambda configuration: configuration["basis_gates"].append("mystery"))

    with pytest.raises(RecordingError, match="mystery"):
        _target(recording)


def test_instructions_that_newer_devices_declare_are_there(edited):
    def declare(configuration):
        configuration["instruction_signatures"] = [
            {"name": "measure_2", "num_qubits": 1, "num_clbits": 1, "parameters": []},
            {"name": "tune", "num_qubits": 1, "num_clbits": 0, "parameters": ["by"]},
        ]

    def calibrate(properties):
        properties["gates"].append({"gate": "measure_2", "qubits": [3], "parameters": []})

    target = _target(edited(declare, calibrate))

    assert target.operation_from_name("measure_2").num_clbits == 1
    assert list(target["measure_2"]) == [(3,)]
    assert target["tune"] == {None: None}


@pytest.mark.parametrize(
    "signatures", [["measure_2"], [{}], [{"name": "a", "num_qubits": -1, "num_clbits": 0}], 5]
)
def test_declared_instructions_that_make_no_sense_are_an_error(edited, signatures):
    def declare(configuration):
        configuration["instruction_signatures"] = signatures

    with pytest.raises(RecordingError, match="instruction_signatures"):
        _target(edited(declare))


def test_a_gate_on_the_wrong_number_of_qubits_is_an_error(edited):
    def widen(configuration):
        next(gate for gate in configuration["gates"] if gate["name"] == "x")["coupling_map"] = [
            [0, 1]
        ]

    def forget(properties):
        properties["gates"] = [gate for gate in properties["gates"] if gate["gate"] != "x"]

    with pytest.raises(RecordingError, match="'x'"):
        _target(edited(widen, forget))


@pytest.mark.parametrize(
    "name", ["ibmq_armonk", "ibmq_belem", "ibm_perth", "ibm_sherbrooke", "ibm_torino"]
)
def test_transpiled_circuits_respect_basis_coupling_and_direction(bundled, name):
    target = _target(bundled[name])

    for seed in range(3):
        width = min(4, target.num_qubits)
        original = random_circuit(width, 4, max_operands=min(2, width), measure=True, seed=seed)
        fitted = transpile(original, target=target, optimization_level=1, seed_transpiler=seed)

        index = {qubit: position for position, qubit in enumerate(fitted.qubits)}
        for item in fitted.data:
            if item.operation.name != "barrier":
                qubits = tuple(index[qubit] for qubit in item.qubits)
                assert target.instruction_supported(item.operation.name, qubits)


def _with_rzz(configuration):
    configuration["basis_gates"].append("rzz")
    configuration["gates"].append(
        {"name": "rzz", "parameters": ["t"], "qasm_def": "", "coupling_map": [[0, 1], [1, 2]]}
    )


def test_rzz_is_on_the_pairs_that_have_it(edited):
    target = _target(edited(_with_rzz))

    assert dict(target["rzz"]) == {(0, 1): None, (1, 2): None}
    assert "rzz" not in _target(edited()).operation_names


@pytest.mark.skipif(
    not hasattr(Target, "has_angle_bounds"), reason="needs the angle bounds of Qiskit 2.2"
)
def test_the_transpiler_keeps_rzz_to_the_angles_that_devices_have(edited):
    from qiskit.quantum_info import Operator

    target = _target(edited(_with_rzz))
    original = QuantumCircuit(5)
    for angle in (0.3, -0.3, 2.5, -2.5, 7.0):
        original.rzz(angle, 0, 1)
        original.sx(0)

    fitted = transpile(original, target=target, optimization_level=0, initial_layout=range(5))

    angles = [item.operation.params[0] for item in fitted.data if item.operation.name == "rzz"]
    assert angles
    assert all(0 <= angle <= math.pi / 2 for angle in angles)
    assert Operator(fitted) == Operator(original)
