from __future__ import annotations

import pytest

from qhil.noise.scaling import scaled
from qhil.recordings import load_recording


def test_every_rate_is_multiplied():
    recording = load_recording("ibmq_manila")
    before = recording.properties()

    after = scaled(recording.configuration, before, 2.0)

    for old, new in zip(before.qubits, after.qubits):
        assert new.t1 == pytest.approx(old.t1 / 2)
        assert new.t2 == pytest.approx(old.t2 / 2)
        assert new.readout_error == pytest.approx(old.readout_error * 2)
        assert new.prob_meas0_prep1 == pytest.approx(old.prob_meas0_prep1 * 2)
        assert new.frequency == old.frequency
    for old, new in zip(before.gates, after.gates):
        assert new.length == old.length
        assert new.error == pytest.approx(None if old.error is None else old.error * 2)
    assert after.date == before.date


def test_a_probability_stops_at_one():
    recording = load_recording("ibmq_manila")

    after = scaled(recording.configuration, recording.properties(), 1e4)

    assert {qubit.readout_error for qubit in after.qubits} == {1.0}


def test_the_recording_stays_as_it_is():
    recording = load_recording("ibmq_manila")
    before = recording.properties().json

    scaled(recording.configuration, recording.properties(), 3.0)

    assert recording.properties().json == before
