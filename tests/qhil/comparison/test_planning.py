from __future__ import annotations

import numpy as np
import pytest

from qhil.comparison.distance import excess, tvd
from qhil.comparison.equality import equality
from qhil.comparison.outcomes import exact, pair, sampled
from qhil.comparison.planning import shots_to_agree, shots_to_find

CHANCES = np.array([0.4, 0.3, 0.2, 0.1])
KEYS = ["00", "01", "10", "11"]


@pytest.mark.parametrize("samples", [1, 2])
def test_so_many_shots_find_the_difference(samples):
    """The least favourable of that distance, in 90 % of 200 comparisons, but for chance (three standard errors)."""
    moved = CHANCES + np.array([0.06, 0.0, -0.06, 0.0])
    shots = shots_to_find(4, 0.06, level=0.01, power=0.9, samples=samples)
    generator = np.random.default_rng(samples)
    found = 0
    for _ in range(200):
        first = exact(dict(zip(KEYS, CHANCES)))
        if samples == 2:
            first = sampled(dict(zip(KEYS, map(int, generator.multinomial(shots, CHANCES)))))
        counts = dict(zip(KEYS, map(int, generator.multinomial(shots, moved))))
        found += equality(pair(first, sampled(counts)), 0.01).value <= 0.01

    assert found / 200 >= 0.9 - 3 * np.sqrt(0.09 / 200)


@pytest.mark.parametrize("samples", [1, 2])
def test_so_many_shots_show_agreement(samples):
    shots = shots_to_agree(CHANCES, 0.05, level=0.01, power=0.9, samples=samples)
    generator = np.random.default_rng(samples)
    one = generator.multinomial(shots, CHANCES, size=500) / shots
    other = generator.multinomial(shots, CHANCES, size=500) / shots if samples == 2 else CHANCES
    t = excess((shots, shots if samples == 2 else None), 0.01)

    assert (tvd(one, other) + t <= 0.05).mean() >= 0.9


def test_smaller_differences_take_more_shots():
    assert shots_to_find(4, 0.05, level=0.01, power=0.9) == pytest.approx(
        4 * shots_to_find(4, 0.1, level=0.01, power=0.9), rel=0.01
    )
