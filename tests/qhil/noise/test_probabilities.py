from __future__ import annotations

import doctest

import numpy as np
import pytest
from qiskit import QuantumCircuit

from qhil import RecordedBackend
from qhil.errors import CalibrationError, SimulationError
from qhil.noise import exact_probabilities, probabilities
from qhil.recordings import FittedNoise, FittedReadout, FittedValue, load_recording

P10, P01 = FittedValue(0.02), FittedValue(0.1)


def ramsey(qubits=3):
    circuit = QuantumCircuit(qubits, qubits)
    circuit.sx(range(qubits))
    circuit.cx(0, 1)
    circuit.delay(2000, range(qubits), unit="ns")
    circuit.sx(range(qubits))
    circuit.barrier()
    circuit.measure(range(qubits), range(qubits))
    return circuit


def test_the_example_of_the_module_is_true():
    assert doctest.testmod(probabilities).failed == 0


@pytest.mark.parametrize("noise", ["ideal", "readout", "recorded", "scheduled", "faithful"])
def test_counts_of_a_run_are_drawn_from_them(noise):
    """Pearson's statistic, of seven degrees of freedom at most, over 30 once in 10,000 seeds."""
    shots = 8192
    (expected,) = exact_probabilities([ramsey()], "ibmq_manila", noise)
    job = RecordedBackend("ibmq_manila", noise=noise, seed=11).run(ramsey(), shots=shots)
    counts = job.result().get_counts()
    found = np.array([counts.get(format(outcome, "03b"), 0) for outcome in range(8)])

    possible = expected > 1e-12
    assert not found[~possible].any()
    wanted = expected[possible] * shots
    assert ((found[possible] - wanted) ** 2 / wanted).sum() < 30


def test_classical_bits_are_bits_of_the_index():
    circuit = QuantumCircuit(3, 4)
    circuit.x(2)
    circuit.measure(2, 3)
    circuit.measure(0, 1)
    (found,) = exact_probabilities([circuit], "ibmq_manila", "ideal")

    assert found.shape == (16,)
    assert found[0b1000] == 1


def test_fitted_readout_takes_the_place_of_the_recorded():
    fitted = FittedNoise(readout={0: FittedReadout(P10, P01)})
    recording = load_recording("ibmq_manila").with_fitted(fitted)
    zero, one = QuantumCircuit(1, 1), QuantumCircuit(1, 1)
    zero.measure(0, 0)
    one.x(0)
    one.measure(0, 0)

    (untouched, _), (at_zero, at_one) = (
        exact_probabilities([zero, one], recording, kind) for kind in ("readout", "faithful")
    )
    (half,) = exact_probabilities([zero], recording, "faithful*0.5")

    assert untouched[1] != pytest.approx(0.02, abs=1e-4)
    assert at_zero[1] == pytest.approx(0.02)
    assert half[1] == pytest.approx(0.01)
    assert at_one[0] == pytest.approx(0.1, abs=1e-2)


def test_many_circuits_are_as_each_alone():
    circuits = [ramsey(2), ramsey(3), ramsey(4)]
    together = exact_probabilities(circuits, "ibmq_manila")

    for circuit, found in zip(circuits, together):
        assert found == pytest.approx(exact_probabilities([circuit], "ibmq_manila")[0], abs=1e-12)
    assert exact_probabilities([], "ibmq_manila") == []


def test_what_has_no_one_final_state_is_refused():
    circuit = QuantumCircuit(1, 1)
    circuit.measure(0, 0)
    circuit.x(0)
    with pytest.raises(SimulationError, match="goes on after a measurement"):
        exact_probabilities([circuit], "ibmq_manila")
    with pytest.raises(SimulationError, match="measures nothing"):
        exact_probabilities([QuantumCircuit(1, 1)], "ibmq_manila")
    with pytest.raises(SimulationError, match="touches 13 qubits"):
        exact_probabilities([ramsey(13)], "ibm_washington")
    wide = QuantumCircuit(1, 21)
    wide.measure(0, 20)
    with pytest.raises(SimulationError, match="21 classical bits"):
        exact_probabilities([wide], "ibmq_manila")


def test_what_is_not_calibrated_is_refused_as_in_a_run():
    circuit = QuantumCircuit(1, 1)
    circuit.h(0)
    circuit.measure(0, 0)
    with pytest.raises(CalibrationError, match="h on qubit 0"):
        exact_probabilities([circuit], "ibmq_manila")
