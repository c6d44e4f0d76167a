from __future__ import annotations

import math

import pytest
from device_circuits import bell, changed, flip
from qiskit import QuantumCircuit
from qiskit.circuit import Gate, Parameter

from qhil.backend.limits import Limits
from qhil.deprecations import ignored_deprecations
from qhil.noise import footprint
from qhil.recordings import load_recording
from qhil.service_errors import IBMQBackendValueError
from qhil.stack import stack


def _check(device, circuit, *, strict=True, index=0):
    recording = load_recording(device) if isinstance(device, str) else device
    limits = Limits(recording.configuration)
    limits.check(index, circuit, footprint(circuit), strict=strict)


def _refused(device, circuit, **options):
    with pytest.raises(IBMQBackendValueError) as caught:
        _check(device, circuit, **options)
    return str(caught.value)


def _circuit(*gates, size=5, name="mine"):
    circuit = QuantumCircuit(size, size, name=name)
    for gate, *arguments in gates:
        getattr(circuit, gate)(*arguments)
    return circuit


def test_what_the_device_has_is_taken():
    _check(
        "ibmq_manila",
        _circuit(
            ("rz", 0.1, 0),
            ("sx", 0),
            ("x", 4),
            ("id", 3),
            ("cx", 0, 1),
            ("cx", 1, 0),
            ("reset", 2),
            ("delay", 100, 2),
            ("barrier",),
            ("measure", 0, 0),
        ),
    )


def test_a_circuit_may_have_fewer_qubits_than_the_device_or_none():
    _check("ibmq_manila", flip())
    _check("ibmq_manila", QuantumCircuit())


def test_more_qubits_than_the_device_has_are_refused_also_without_strict():
    for strict in (True, False):
        message = _refused("ibmq_manila", _circuit(size=6), index=3, strict=strict)

        assert "ibmq_manila: circuit 3 ('mine') has 6 qubits, but n_qubits is 5" in message


def test_a_gate_outside_the_basis_is_refused_with_the_nearest_and_a_way_out():
    message = _refused("ibmq_manila", _circuit(("x", 1), ("h", 2)))

    assert "circuit 0 ('mine'): instruction 1, h on qubits [2], is not an instruction" in message
    assert "known: " in message
    assert "rz" in message
    assert "transpile(circuit, backend) makes it fit" in message


def test_the_nearest_instructions_are_named():
    circuit = QuantumCircuit(1)
    circuit.append(Gate("sxx", 1, []), [0])

    assert "nearest: sx" in _refused("ibmq_manila", circuit)


def test_a_gate_of_another_device_is_refused():
    circuit = QuantumCircuit(2)
    circuit.ecr(1, 0)

    _check("ibm_sherbrooke", circuit)
    assert "ecr on qubits [1, 0], is not an instruction" in _refused("ibm_torino", circuit)


def test_what_is_not_coupled_is_refused_with_the_pairs_there_are():
    message = _refused("ibmq_manila", _circuit(("x", 0), ("cx", 0, 4)))

    assert "instruction 1, cx on qubits [0, 4], is not possible there" in message
    assert "the device has cx on [[0, 1], [1, 0]]" in message


def test_the_wrong_direction_is_refused_with_the_right_one():
    message = _refused("ibm_sherbrooke", _circuit(("ecr", 0, 1)))

    assert "ecr on qubits [0, 1], has the wrong direction" in message
    assert "the device has ecr on [1, 0]" in message


def test_a_gate_inside_control_flow_is_checked_where_it_acts():
    circuit = QuantumCircuit(5, 1, name="mine")
    circuit.measure(0, 0)
    with circuit.if_test((0, 1)):
        circuit.cz(1, 4)

    message = _refused("ibm_torino", circuit)

    assert "instruction 1, cz on qubits [1, 4] inside if_else, is not possible there" in message


def test_control_flow_is_taken_where_the_device_has_it_and_refused_elsewhere():
    circuit = QuantumCircuit(2, 1, name="mine")
    circuit.measure(0, 0)
    with circuit.if_test((0, 1)):
        circuit.x(1)

    _check("ibm_torino", circuit)
    assert "if_else on qubits [1], is not an instruction" in _refused("ibmq_manila", circuit)


@pytest.mark.skipif(stack().generation == "qiskit2", reason="Qiskit 2 has no c_if")
def test_conditions_are_taken_where_the_device_has_them_and_refused_elsewhere():
    circuit = QuantumCircuit(2, 1, name="mine")
    circuit.measure(0, 0)
    with ignored_deprecations():
        circuit.x(1).c_if(0, 1)

    _check("ibm_torino", circuit)
    _check(changed("ibmq_manila", conditional=True), circuit)
    assert "('mine') has classical conditions" in _refused("ibmq_manila", circuit)


def test_instructions_beyond_the_basis_are_those_the_device_lists():
    limits = Limits(load_recording("ibmq_armonk").configuration)

    assert {"u1", "x", "measure", "barrier", "delay"} <= limits.instructions
    assert "reset" not in limits.instructions
    assert "reset on qubits [0], is not an instruction" in _refused(
        "ibmq_armonk", _circuit(("reset", 0), size=1)
    )


@pytest.mark.parametrize("strict", [True, False])
def test_unbound_parameters_are_refused_by_name(strict):
    circuit = QuantumCircuit(1, name="mine")
    circuit.rz(Parameter("theta") + Parameter("alpha"), 0)

    message = _refused("ibmq_manila", circuit, strict=strict)

    assert "('mine') has unbound parameters: alpha, theta" in message


@pytest.mark.parametrize("angle", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("strict", [True, False])
def test_a_parameter_that_is_not_finite_is_refused(angle, strict):
    """Aer gives counts that look well for it."""
    message = _refused("ibmq_manila", _circuit(("x", 0), ("rz", angle, 1)), strict=strict)

    assert "('mine'): instruction 1, rz, has a parameter that is not a finite number" in message


def test_a_parameter_inside_control_flow_that_is_not_finite_is_refused():
    circuit = QuantumCircuit(1, 1)
    with circuit.if_test((0, 1)):
        circuit.rz(math.nan, 0)

    assert "instruction 0, if_else, has a parameter" in _refused("ibm_torino", circuit)


@pytest.mark.skipif(stack().generation == "qiskit2", reason="Qiskit 2 has no pulses")
@pytest.mark.parametrize("strict", [True, False])
def test_pulses_that_a_circuit_brings_for_its_gates_are_refused(strict):
    with ignored_deprecations():
        from qiskit import pulse

        circuit = flip("mine")
        circuit.add_calibration("x", [0], pulse.Schedule())

    message = _refused("ibmq_manila", circuit, strict=strict)

    assert "('mine') has pulse calibrations of its own for x" in message
    assert "not simulated yet" in message


def test_without_strict_basis_and_coupling_do_not_matter():
    _check("ibmq_manila", _circuit(("h", 0), ("cx", 0, 4)), strict=False)


def test_a_gate_whose_pairs_are_not_recorded_has_those_of_the_device():
    gates = [
        {"name": "cx", "parameters": [], "qasm_def": ""},
        {"name": "x", "parameters": [], "qasm_def": ""},
    ]
    device = changed("ibmq_manila", gates=gates)

    _check(device, bell())
    _check(device, flip())
    assert "cx on [[0, 1], [1, 0]]" in _refused(device, _circuit(("cx", 0, 4)))


def test_a_gate_of_which_nothing_is_recorded_is_not_restricted():
    device = changed("ibmq_manila", gates=[], coupling_map=None)

    _check(device, _circuit(("cx", 0, 4), ("x", 0)))


def test_an_empty_list_is_refused_also_without_strict():
    limits = Limits(load_recording("ibmq_manila").configuration)

    for strict in (True, False):
        with pytest.raises(IBMQBackendValueError, match="ibmq_manila: an empty list of circuits"):
            limits.check_count([], strict=strict)


def test_more_circuits_than_max_experiments_are_refused():
    limits = Limits(load_recording("ibmq_armonk").configuration)

    limits.check_count([flip()] * 75, strict=True)
    limits.check_count([flip()] * 76, strict=False)
    with pytest.raises(IBMQBackendValueError, match="76 circuits, but max_experiments is 75"):
        limits.check_count([flip()] * 76, strict=True)


def test_a_device_without_max_experiments_takes_any_number():
    device = changed("ibmq_armonk", "max_experiments")

    Limits(device.configuration).check_count([flip()] * 1000, strict=True)
