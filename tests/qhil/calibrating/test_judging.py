"""A fit is judged by what it has not seen."""

from __future__ import annotations

import numpy as np
import pytest
from toy_device import ToyDevice

from qhil.calibrating.bootstrap import distances
from qhil.calibrating.judging import judge
from qhil.calibrating.observed import Observed
from qhil.calibrating.parameters import parameters
from qhil.calibrating.references import best_share, mixed
from qhil.recordings.fitted_noise import FittedNoise, FittedValue

TRUTH = FittedNoise(zz_scale=FittedValue(1.4), two_qubit_error_scale=FittedValue(1.4))


@pytest.fixture
def device():
    return ToyDevice(6, seed=8)


def judged(device, observed, folds, kinds=("zz_scale", "two_qubit_error_scale")):
    ideal = device(FittedNoise(two_qubit_error_scale=FittedValue(1e-12)), range(6))
    return judge(
        parameters(kinds, qubits=()),
        FittedNoise(),
        before=FittedNoise(),
        predict=device,
        ideal=ideal,
        observed=observed,
        which=range(6),
        folds=folds,
    )


def counts_of(device, truth=TRUTH):
    draw = np.random.default_rng(9)
    return [
        Observed(str(index), draw.multinomial(2048, chances))
        for index, chances in enumerate(device(truth, range(6)))
    ]


def test_a_circuit_is_predicted_without_its_own_counts(device):
    observed = counts_of(device)
    first = judged(device, observed, 3)
    observed[4] = Observed("4", observed[4].counts[::-1].copy())
    second = judged(device, observed, 3)

    # Circuit 4 is in the fold of circuit 1: only these two are predicted without it.
    same = [
        np.array_equal(one, other)
        for one, other in zip(first.predictions["after"], second.predictions["after"])
    ]
    assert same == [False, True, False, False, True, False]
    assert len(first.held_out) == 3


def test_held_out_circuits_are_predicted_better_where_the_model_is_right(device):
    observed = counts_of(device)
    found = judged(device, observed, 2)

    means = {
        name: np.mean([one.distance(p) for one, p in zip(observed, predicted)])
        for name, predicted in found.predictions.items()
    }
    assert means["after"] < 0.5 * means["before"]
    assert means["after"] < min(means["mix"], means["ideal"], means["uniform"])


def test_the_share_of_a_mix_is_found():
    ideal = [np.array([0.7, 0.1, 0.2, 0.0]), np.array([0.0, 0.5, 0.5, 0.0])]
    draw = np.random.default_rng(10)
    observed = [
        Observed(str(index), draw.multinomial(20000, mixed(one, 0.3)))
        for index, one in enumerate(ideal)
    ]

    assert best_share(observed, ideal) == pytest.approx(0.3, abs=0.02)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    chances, predicted = np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.3, 0.2, 0.3, 0.2])
    draw = np.random.default_rng(11)
    held = 0
    for seed in range(100):
        observed = [Observed("one", draw.multinomial(1000, chances))]
        ((only,),) = [one.each() for one in distances(observed, [[predicted]], seed=seed)]
        held += only.low <= 0.2 <= only.high

    # 95 of 100, which scatters by 2.2.
    assert held >= 88


def test_a_mean_is_less_sure_where_circuits_differ_and_a_seed_fixes_it():
    draw = np.random.default_rng(12)
    predicted = [np.array([0.5, 0.5])] * 6
    alike = [Observed(str(i), draw.multinomial(1000, [0.6, 0.4])) for i in range(6)]
    unlike = [
        Observed(str(i), draw.multinomial(1000, [0.5 + i / 20, 0.5 - i / 20])) for i in range(6)
    ]

    def width(observed):
        (found,) = distances(observed, [predicted], seed=3)
        return found.mean().high - found.mean().low

    assert width(unlike) > 2 * width(alike)
    assert width(unlike) == width(unlike)


def test_the_difference_of_means_is_surer_than_each():
    draw = np.random.default_rng(13)
    observed = [
        Observed(str(i), draw.multinomial(1000, [0.5 + i / 20, 0.5 - i / 20])) for i in range(6)
    ]
    near, far = distances(
        observed, [[np.array([0.5, 0.5])] * 6, [np.array([0.45, 0.55])] * 6], seed=4
    )

    gain = far.less(near)
    assert gain.value == pytest.approx(far.mean().value - near.mean().value)
    assert gain.high - gain.low < 0.5 * (far.mean().high - far.mean().low)
