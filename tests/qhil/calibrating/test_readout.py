"""Readout errors that are counted."""

from __future__ import annotations

import numpy as np
import pytest

from qhil.calibrating.observed import Observed
from qhil.calibrating.readout import counted_readout, perfect_readout, readout_slopes
from qhil.recordings.fitted_noise import FittedNoise

FALSE_ONE, FALSE_ZERO = (0.02, 0.05), (0.07, 0.03)


def seen(chance_of_one, shots, draw):
    """Counts of two bits whose qubits are one by chance, and are misread then."""
    joint = np.ones(1)
    for bit in range(2):
        one = chance_of_one * (1 - FALSE_ZERO[bit]) + (1 - chance_of_one) * FALSE_ONE[bit]
        joint = np.kron([1 - one, one], joint)
    return Observed("seen", draw.multinomial(shots, joint))


def apart(chance_of_one):
    return np.kron([1 - chance_of_one, chance_of_one], [1 - chance_of_one, chance_of_one])


def test_the_errors_are_found_within_their_doubt_and_a_bad_gate_is_not_counted():
    pulls = []
    for seed in range(60):
        draw = np.random.default_rng(seed)
        found = counted_readout(
            seen(0.0, 1024, draw), seen(0.96, 1024, draw), (apart(0.0), apart(0.96)), (4, 1)
        )
        for bit, qubit in enumerate((4, 1)):
            one, zero = found[qubit].prob_meas1_prep0, found[qubit].prob_meas0_prep1
            pulls += [
                (one.value - FALSE_ONE[bit]) / one.uncertainty,
                (zero.value - FALSE_ZERO[bit]) / zero.uncertainty,
            ]

    # 240 pulls: their standard deviation scatters by 1 / sqrt(480) = 0.046, their mean by 0.065.
    assert np.std(pulls) == pytest.approx(1, abs=0.14)
    assert np.mean(pulls) == pytest.approx(0, abs=0.2)


def test_no_error_in_few_shots_is_no_proof_of_none():
    zeros, ones = Observed("zeros", np.array([50, 0])), Observed("ones", np.array([0, 50]))

    (found,) = counted_readout(zeros, ones, (np.array([1.0, 0]), np.array([0, 1.0])), (0,)).values()

    assert 0 < found.prob_meas1_prep0.value < found.prob_meas1_prep0.uncertainty < 0.03


def test_a_classical_bit_that_nothing_is_measured_into_has_no_readout():
    zeros, ones = (
        Observed("zeros", np.array([50, 0, 0, 0])),
        Observed("ones", np.array([0, 0, 50, 0])),
    )

    found = counted_readout(
        zeros, ones, (np.array([1.0, 0, 0, 0]), np.array([0, 0, 1.0, 0])), (-1, 3)
    )

    assert list(found) == [3]
    assert list(perfect_readout((-1, 3))) == [3]


def test_slopes_are_those_of_the_residuals():
    (found,) = counted_readout(
        Observed("zeros", np.array([98, 2])),
        Observed("ones", np.array([5, 95])),
        (np.array([1.0, 0]), np.array([0, 1.0])),
        (2,),
    ).values()

    def residuals(noise):
        readout = noise.readout[2]
        return np.array([3 * readout.prob_meas1_prep0.value, -2 * readout.prob_meas0_prep1.value])

    slopes, deviations = readout_slopes(residuals, FittedNoise(readout={2: found}))

    assert slopes == pytest.approx(np.diag([3, -2]))
    assert deviations.tolist() == [
        found.prob_meas1_prep0.uncertainty,
        found.prob_meas0_prep1.uncertainty,
    ]
