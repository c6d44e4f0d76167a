import dataclasses

import pytest

import qhil
from qhil.drawing import map_device


def bundled(name):
    return qhil.load_recording(name, source="bundled")


def test_values_are_those_of_the_recording():
    recording = bundled("ibmq_manila")
    properties = recording.properties()

    device = map_device(recording, color_by="t1")

    assert device.qubits == tuple(qubit.t1 for qubit in properties.qubits)
    assert device.pairs[(0, 1)] == properties.gate("cx", (0, 1)).error
    assert list(device.pairs) == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_gates_out_of_order_are_known():
    device = map_device(bundled("ibm_washington"))

    assert device.broken_pairs() == ((9, 10), (12, 17), (96, 109))
    assert all(error < 1 for _, error in device.worst_pairs())


def test_the_worst_come_first():
    device = map_device(bundled("ibm_fez"))

    assert device.worst_qubits(1)[0][1] == max(device.qubits)
    assert device.worst_pairs(2)[0][1] >= device.worst_pairs(2)[1][1]
    assert map_device(bundled("ibm_fez"), color_by="t2").worst_qubits(1)[0][1] < 50e-6


def test_the_gate_is_the_one_that_couples_most():
    assert map_device(bundled("ibm_torino")).gate == "cz"
    assert map_device(bundled("ibm_sherbrooke")).gate == "ecr"


def test_a_single_qubit_has_no_couplings():
    device = map_device(bundled("ibmq_armonk"))

    assert device.cells == ((0, 0),)
    assert device.pairs == {}
    assert device.gate is None


def test_couplings_are_read_off_the_gates_where_there_is_no_map():
    recording = bundled("ibmq_manila")
    plain = dataclasses.replace(recording.configuration, coupling_map=None)

    device = map_device(dataclasses.replace(recording, configuration=plain))

    assert list(device.pairs) == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_a_date_before_the_first_is_an_error():
    with pytest.raises(qhil.QhilError, match="2021"):
        map_device(bundled("ibmq_manila"), at="2001-01-01")
