"""Fits of a toy device whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from toy_device import ToyDevice

from qhil.calibrating.fit import fit
from qhil.calibrating.observed import Observed
from qhil.calibrating.parameters import noise_at, parameters
from qhil.recordings.fitted_noise import FittedNoise, FittedReadout, FittedValue

ALL = ("zz_scale", "two_qubit_error_scale", "detunings", "dephasing_width")
CIRCUITS = range(8)


def counts_of(device, truth, *, shots=1024, seed=0):
    draw = np.random.default_rng(seed)
    return [
        Observed(str(index), draw.multinomial(shots, chances))
        for index, chances in enumerate(device(truth, CIRCUITS))
    ]


def test_scales_are_found_within_their_uncertainty():
    device = ToyDevice(8, seed=1)
    truth = FittedNoise(zz_scale=FittedValue(1.3), two_qubit_error_scale=FittedValue(0.7))

    found = fit(
        parameters(ALL[:2], qubits=()), FittedNoise(), device, counts_of(device, truth), CIRCUITS
    )

    zz, error = found.noise.zz_scale, found.noise.two_qubit_error_scale
    assert zz.uncertainty < 0.02
    assert abs(zz.value - 1.3) < 3 * zz.uncertainty
    assert abs(error.value - 0.7) < 3 * error.uncertainty
    assert found.misfit == pytest.approx(1, abs=0.5)
    assert found.noise.undetermined == ()


def test_the_stated_uncertainty_is_kept_at_the_stated_rate():
    pulls = []
    made = parameters(ALL[1:], qubits=(0, 1, 2))
    for seed in range(40):
        device = ToyDevice(8, seed=seed)
        x = np.random.default_rng([7, seed]).normal(size=len(made))
        x[-1] = abs(x[-1])
        truth = noise_at(made, x.tolist(), FittedNoise())
        found = fit(made, FittedNoise(), device, counts_of(device, truth, seed=seed), CIRCUITS)
        for one, told in enumerate(found.told):
            if told:
                pulls.append((found.x[one] - x[one]) / found.deviations[one])

    # Some 200 pulls of five parameters: a rate of 68 or 95 % scatters by 3 and 1.5 %.
    assert np.mean(np.abs(pulls) < 1) == pytest.approx(0.68, abs=0.09)
    assert np.mean(np.abs(pulls) < 2) == pytest.approx(0.954, abs=0.045)


def test_a_detuning_whose_sign_shows_only_far_off_is_found():
    device = ToyDevice(8, qubits=(0,), seed=3)
    device.angles[:] = -2 * np.pi * 60e3 * device.times  # a small detuning changes nothing at first
    device.angles[0] += 0.3
    truth = FittedNoise(detunings={0: FittedValue(-15e3)})

    found = fit(
        parameters(["detunings"], qubits=(0,)),
        FittedNoise(),
        device,
        counts_of(device, truth),
        CIRCUITS,
    )

    assert found.noise.detunings[0].value == pytest.approx(-15e3, rel=0.1)


def test_what_the_data_cannot_tell_stays_as_recorded_and_is_named():
    device = ToyDevice(8, qubits=(0, 1), seed=2)
    truth = FittedNoise(two_qubit_error_scale=FittedValue(1.5))

    found = fit(
        parameters(("two_qubit_error_scale", "detunings"), qubits=(0, 1, 9)),
        FittedNoise(),
        device,
        counts_of(device, truth),
        CIRCUITS,
    )

    assert found.noise.undetermined == ("detunings[9]",)
    assert list(found.noise.detunings) == [0, 1]
    assert found.x[-1] == 0
    assert found.deviations[-1] == pytest.approx(1)
    assert found.noise.two_qubit_error_scale.value == pytest.approx(1.5, rel=0.2)


def test_where_the_model_is_wrong_the_uncertainty_is_larger():
    device = ToyDevice(8, seed=4)
    truth = FittedNoise(zz_scale=FittedValue(1.2))
    made = parameters(("two_qubit_error_scale",), qubits=())

    right = fit(made, FittedNoise(), device, counts_of(device, FittedNoise()), CIRCUITS)
    wrong = fit(made, FittedNoise(), device, counts_of(device, truth), CIRCUITS)

    assert wrong.misfit > 4 * right.misfit
    assert wrong.deviations[0] > 1.7 * right.deviations[0]


def test_the_doubt_of_the_readout_is_carried_on():
    device = ToyDevice(8, seed=5)
    made = parameters(("two_qubit_error_scale",), qubits=())

    def found(doubt):
        readout = FittedReadout(FittedValue(0.03, doubt), FittedValue(0.05, doubt))
        base = FittedNoise(readout=dict.fromkeys(device.qubits, readout))
        return fit(made, base, device, counts_of(device, base), CIRCUITS)

    sure, unsure = found(1e-9), found(0.02)
    assert unsure.x == pytest.approx(sure.x, abs=1e-6)
    assert unsure.deviations[0] > 1.2 * sure.deviations[0]


def test_only_the_circuits_that_are_named_are_fitted():
    device = ToyDevice(8, seed=6)
    seen = counts_of(device, FittedNoise())
    spoilt = [*seen[:4], *(Observed(one.name, one.counts[::-1]) for one in seen[4:])]
    made = parameters(("zz_scale",), qubits=())

    assert (
        fit(made, FittedNoise(), device, seen, range(4)).x
        == fit(made, FittedNoise(), device, spoilt, range(4)).x
    )


def test_parameters_that_look_alike_are_named():
    """Of the toy device ZZ is the same as a detuning of all qubits at once."""
    device = ToyDevice(8, qubits=(0,), seed=7)
    seen = counts_of(device, FittedNoise())

    alike = fit(
        parameters(("zz_scale", "detunings"), qubits=(0,)), FittedNoise(), device, seen, CIRCUITS
    )
    apart = fit(
        parameters(("zz_scale", "two_qubit_error_scale"), qubits=()),
        FittedNoise(),
        device,
        seen,
        CIRCUITS,
    )

    ((first, second, correlation),) = alike.together
    assert (first, second) == ("zz_scale", "detunings[0]")
    assert correlation < -0.95
    assert apart.together == ()
