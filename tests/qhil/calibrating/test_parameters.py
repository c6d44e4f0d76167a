"""What can be fitted, and in which unit."""

from __future__ import annotations

import math

import pytest

from qhil.calibrating.parameters import NAMES, checked_names, noise_at, parameters
from qhil.errors import FitError
from qhil.recordings.fitted_noise import FittedNoise


def test_there_is_one_detuning_for_each_qubit_and_one_of_all_others():
    made = parameters(NAMES, qubits=(4, 2))

    assert [one.name for one in made] == [
        "zz_scale",
        "two_qubit_error_scale",
        "detunings[2]",
        "detunings[4]",
        "dephasing_width",
    ]


@pytest.mark.parametrize("index", range(4))
@pytest.mark.parametrize("x", [-0.7, 0.0, 1.3])
def test_a_value_comes_back_to_its_x(index, x):
    one = parameters(NAMES, qubits=(0,))[index]

    assert one.x(one.value(x)) == pytest.approx(x)


@pytest.mark.parametrize("index", range(4))
def test_an_uncertainty_is_how_the_value_changes(index):
    one = parameters(NAMES, qubits=(0,))[index]

    assert one.uncertainty(0.4, 1e-4) == pytest.approx(one.value(0.4001) - one.value(0.4), rel=1e-3)


def test_at_zero_everything_is_as_recorded():
    made = parameters(NAMES, qubits=(0, 1))

    noise = noise_at(made, [0.0] * len(made), FittedNoise())

    assert noise.zz_scale.value == noise.two_qubit_error_scale.value == 1.0
    assert noise.dephasing_width.value == 0.0
    assert {qubit: one.value for qubit, one in noise.detunings.items()} == {0: 0.0, 1: 0.0}


def test_a_width_is_not_negative_and_a_factor_may_be_any():
    least = {one.kind: one.least_x for one in parameters(NAMES, qubits=(0,))}

    assert least["dephasing_width"] == 0
    assert least["zz_scale"] == -math.inf


@pytest.mark.parametrize(
    ("given", "told"), [(["zz"], "zz_scale"), ([], "readout"), ("t1", "expected")]
)
def test_what_cannot_be_fitted_is_refused_with_the_nearest(given, told):
    with pytest.raises(FitError, match=told):
        checked_names(given)


def test_one_name_may_be_given_by_itself():
    assert checked_names("zz_scale") == ("zz_scale",)
