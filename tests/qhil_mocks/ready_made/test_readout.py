"""Readout errors taken out of counts."""

from __future__ import annotations

import numpy as np
import pytest
from qiskit import QuantumCircuit

import qhil
from qhil_mocks.ready_made.readout import calibrated, corrected, measured_qubits


def test_what_a_bell_pair_loses_to_readout_comes_back():
    """Exact: the counts are what the flips make of 00 and 11, half and half."""
    flips = [(0.02, 0.1), (0.05, 0.2)]
    single = [np.array([[1 - up, down], [up, 1 - down]]) for up, down in flips]
    read = np.kron(single[1], single[0]) @ [0.5, 0, 0, 0.5]
    counts = {f"{index:02b}": share * 1e6 for index, share in enumerate(read)}

    found = corrected(counts, flips)

    assert found == pytest.approx({"00": 0.5, "01": 0, "10": 0, "11": 0.5}, abs=1e-9)


def test_strings_that_were_not_read_stay_out():
    found = corrected({"0": 100}, [(0.1, 0.2)])

    assert found == {"0": pytest.approx(1.0)}


def test_the_qubit_of_each_bit_is_that_which_was_measured_last():
    circuit = QuantumCircuit(3, 2)
    circuit.measure([0, 1], [0, 1])
    circuit.measure(2, 0)

    assert measured_qubits(circuit) == [2, 1]
    circuit = QuantumCircuit(2, 2)
    circuit.measure(0, 0)
    with pytest.raises(ValueError, match=r"and \[1\] are not"):
        measured_qubits(circuit)


def test_a_device_is_calibrated_to_what_its_recording_says():
    backend = qhil.RecordedBackend("ibmq_manila", seed=7)
    properties = backend.properties()

    found = calibrated(backend, [3, 0, 3], 8000)

    assert set(found) == {0, 3}
    for qubit, (up, down) in found.items():
        # Aer for Qiskit 1 and 2 has no more than their mean in its noise model.
        expected = properties.qubit_property(qubit)["readout_error"][0]
        assert (up + down) / 2 == pytest.approx(expected, abs=0.01)
