import numpy as np
import pytest

from qhil.counts.outcomes import read_expected, read_sample
from qhil.counts.pair import paired


def test_outcomes_of_either_side_stand_side_by_side_in_order():
    pair = paired(read_sample({10: 3, 9: 1}, "counts"), read_expected({2: 4, 10: 4}))

    assert pair.labels == ("2", "9", "10")
    assert pair.shots.tolist() == [0, 1, 3]
    assert pair.expected_shots.tolist() == [4, 0, 4]
    assert pair.expected.tolist() == [0.5, 0, 0.5]
    assert (pair.total, pair.expected_total) == (4, 8)
    assert pair.distance == pytest.approx(0.5)


def test_probabilities_have_no_shots(pair_of):
    pair = pair_of([3, 1], [0.5, 0.5])

    assert pair.expected_shots is pair.expected_total is None
    assert pair.distance == pytest.approx(0.25)


@pytest.mark.parametrize(("shots", "other"), [(400, None), (400, 400), (1000, 200)])
def test_the_noise_floor_is_the_mean_distance_of_equal_distributions(pair_of, shots, other):
    generator = np.random.default_rng(7)
    chances = np.array([0.4, 0.3, 0.2, 0.1])
    distances, floors = [], []
    for _ in range(400):
        expected = chances if other is None else generator.multinomial(other, chances)
        pair = pair_of(generator.multinomial(shots, chances), expected)
        distances.append(pair.distance)
        floors.append(pair.noise_floor)

    assert np.mean(floors) == pytest.approx(np.mean(distances), rel=0.06)


def test_the_noise_floor_is_a_distance(pair_of):
    assert pair_of([1] * 64, [1 / 64] * 64).noise_floor <= 1
    assert pair_of([5, 0], [1, 0]).noise_floor == 0
