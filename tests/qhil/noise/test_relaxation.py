from __future__ import annotations

import math

import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Delay

from qhil.errors import CalibrationError
from qhil.noise.relaxation import delay_seconds, twirled_delays
from qhil.recordings import load_recording


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [
        (Delay(100, "dt"), 100 * 2e-9),
        (Delay(3, "us"), 3e-6),
        (Delay(250, "ns"), 250e-9),
        (Delay(1.5, "ms"), 1.5e-3),
        (Delay(2, "s"), 2.0),
    ],
)
def test_lengths_are_in_seconds(delay, seconds):
    assert delay_seconds(delay, 2e-9) == pytest.approx(seconds)


def test_dt_must_be_recorded_to_be_used():
    with pytest.raises(CalibrationError, match="units of dt"):
        delay_seconds(Delay(100, "dt"), None)


def test_a_delay_is_followed_by_its_twirled_relaxation():
    snapshot = load_recording("ibmq_manila").properties()
    circuit = QuantumCircuit(2)
    circuit.delay(10, 1, unit="us")
    circuit.delay(0, 0, unit="us")

    noisy = twirled_delays(circuit, snapshot, None)

    names = [item.operation.name for item in noisy.data]
    assert names.count("quantum_channel") == 1
    channel = next(i.operation for i in noisy.data if i.operation.name == "quantum_channel")
    flips = (1 - math.exp(-10e-6 / snapshot.qubits[1].t1)) / 4
    error = channel._quantum_error
    chances = {
        term.data[0].operation.name: p for term, p in zip(error.circuits, error.probabilities)
    }
    assert chances["x"] == pytest.approx(flips)
    assert chances["y"] == pytest.approx(flips)
