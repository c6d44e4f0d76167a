from __future__ import annotations

import numpy as np
import pytest

from qhil.comparison.distance import distances, excess, hellinger_fidelity, noise_floor, tvd
from qhil.comparison.outcomes import exact, sampled

P = {"00": 0.7, "01": 0.15, "10": 0.1, "11": 0.05}
Q = {"00": 0.6, "01": 0.2, "10": 0.1, "11": 0.1}


def draw(chances, shots, generator):
    numbers = generator.multinomial(shots, list(chances.values()))
    return sampled({key: int(number) for key, number in zip(chances, numbers)})


def test_of_known_distributions():
    one, other = np.array(list(P.values())), np.array(list(Q.values()))

    assert tvd(one, other) == pytest.approx(0.1)
    assert hellinger_fidelity(one, one) == pytest.approx(1)
    assert hellinger_fidelity(np.array([1.0, 0]), np.array([0, 1.0])) == 0


def test_exact_sides_have_no_interval():
    found = distances(exact(P), exact(Q))

    assert (found.distance.low, found.distance.high, found.distance.floor) == (
        pytest.approx(0.1),
        pytest.approx(0.1),
        0,
    )


@pytest.mark.parametrize("shots", [50, 1000])
@pytest.mark.parametrize("truth", [(P, P), (P, Q)], ids=["equal", "apart"])
@pytest.mark.parametrize("against", ["exact", "counts"])
def test_the_truth_is_within_the_intervals(truth, shots, against):
    """In 95 % of 150 samples at least, but for chance (binomial, 1 in 10,000); both numbers, both sides."""
    from scipy.stats import binom

    one, other = (np.array(list(side.values())) for side in truth)
    d, f = float(tvd(one, other)), float(hellinger_fidelity(one, other))
    generator = np.random.default_rng([shots, len(against)])
    missed_d = missed_f = 0
    for _ in range(150):
        first = exact(truth[0]) if against == "exact" else draw(truth[0], shots, generator)
        found = distances(first, draw(truth[1], shots, generator), draws=100)
        missed_d += not found.distance.low - 1e-9 <= d <= found.distance.high
        missed_f += not found.fidelity.low <= f <= found.fidelity.high + 1e-9

    most = binom.ppf(1 - 1e-4, 150, 0.05)
    assert missed_d <= most
    assert missed_f <= most


def test_the_floor_is_no_less_than_what_shot_noise_gives():
    generator = np.random.default_rng(4)
    p = np.array(list(P.values()))
    drawn = generator.multinomial(200, p, size=2000) / 200
    second = generator.multinomial(50, p, size=2000) / 50

    assert tvd(drawn, p).mean() <= noise_floor((p, p), (200, None))
    assert tvd(drawn, second).mean() <= noise_floor((p, p), (200, 50))
    assert noise_floor((p, p), (None, None)) == 0


def test_the_bound_for_the_verdict_holds():
    """McDiarmid's: the truth exceeds the samples' distance by more than t in at most that share."""
    generator = np.random.default_rng(5)
    p, q = np.array(list(P.values())), np.array(list(Q.values()))
    one = generator.multinomial(100, p, size=4000) / 100
    other = generator.multinomial(300, q, size=4000) / 300
    beyond = tvd(p, q) > tvd(one, other) + excess((100, 300), 0.05)

    assert beyond.mean() <= 0.05


def test_the_same_data_get_the_same_interval():
    counts = sampled({"0": 40, "1": 60})

    assert distances(counts, exact({"0": 0.5, "1": 0.5})) == distances(
        counts, exact({"0": 0.5, "1": 0.5})
    )
