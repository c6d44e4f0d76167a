from __future__ import annotations

import numpy as np
import pytest

from qhil.comparison.attribution import attribute
from qhil.comparison.circuit_model import CircuitModel
from qhil.comparison.exact_distribution import device_noise, exact_distributions
from qhil.comparison.hybrid import changed_parts, with_part
from qhil.comparison.outcomes import exact, sampled
from qhil.comparison.standard import standard_circuits
from qhil.comparison.suspicion import Suspicion
from qhil.recordings.drifted import Drift, drifted


@pytest.fixture(scope="module")
def wide(manila):
    """On three qubits in a row, with waits, so that all kinds of drift show."""
    return standard_circuits(
        manila, kinds=["readout", "idle", "ghz", "clifford", "mirror"], widths=[3], seed=2
    )


@pytest.fixture(scope="module")
def used(wide):
    from qhil.noise import footprint

    return sorted({qubit for one in wide for qubit in footprint(one).qubits})


@pytest.fixture(scope="module")
def suspicion(manila, wide):
    model = CircuitModel(manila, wide, "recorded")
    return model, Suspicion(model, manila)


def chances_of(recording, circuits):
    noise = device_noise(recording)
    return exact_distributions(circuits, noise)


def seen_of(recording, circuits, shots, seed):
    return drawn(chances_of(recording, circuits), shots, seed)


def drawn(distributions, shots, seed):
    generator = np.random.default_rng(seed)
    found = []
    for chances in distributions:
        p = np.array(list(chances.values()))
        numbers = generator.multinomial(shots, p / p.sum())
        found.append(sampled({key: int(number) for key, number in zip(chances, numbers)}))
    return found


def drifts(used):
    first, middle, last = used
    return [
        (Drift(readout={last: 0.03}), (last,), "readout"),
        (Drift(t1={first: 0.5}), (first,), "relaxation"),
        (Drift(couplings={(first, middle): 3.0}), tuple(sorted((first, middle))), "gate error"),
        (Drift(dead=(middle,)), (middle,), "dead"),
    ]


@pytest.mark.parametrize("index", range(4), ids=["readout", "T1", "coupling", "dead"])
def test_the_first_suspect_is_what_drifted(manila, wide, used, suspicion, index):
    drift, place, what = drifts(used)[index]
    model, suspects = suspicion
    seen = seen_of(drifted(manila, drift), wide, 4000, index)

    first = suspects.find(model.shots(seen))[0]

    assert (first.part.qubits, first.part.what) == (place, what)


def test_nobody_is_suspected_of_shot_noise(manila, wide, suspicion):
    """At 1 % each, in 40 samples: two at most, but for a chance of 1 in 100."""
    model, suspects = suspicion
    base = chances_of(manila, wide)
    named = [suspects.find(model.shots(drawn(base, 1000, seed)), most=1) for seed in range(40)]

    assert sum(bool(one) for one in named) <= 2


def test_two_causes_are_both_named(manila, wide, used, suspicion):
    drift = Drift(readout={used[0]: 0.05}, couplings={(used[1], used[2]): 4.0})
    model, suspects = suspicion
    found = suspects.find(model.shots(seen_of(drifted(manila, drift), wide, 8000, 1)))

    assert {one.part.qubits for one in found[:2]} == {(used[0],), tuple(sorted(used[1:]))}


def test_the_newer_calibration_explains_what_it_explains(manila, wide, used):
    twin = drifted(manila, Drift(readout={used[0]: 0.05}))
    found = attribute(manila, twin, wide, seen_of(twin, wide, 4000, 5))

    assert found.explained > 0.8
    assert found.under_new < found.distance
    assert [one.place for one in found.calibration] == [f"qubit {used[0]}"]
    assert found.calibration[0].share == pytest.approx(1)
    assert "readout error up by" in found.suspects[0].amount


def test_a_calibration_that_did_not_change_explains_nothing(manila, wide, used):
    twin = drifted(manila, Drift(readout={used[0]: 0.05}))
    found = attribute(manila, manila, wide, seen_of(twin, wide, 4000, 6))

    assert found.explained is None
    assert found.calibration == ()
    assert found.suspects[0].qubits == (used[0],)


def test_one_part_after_the_other_makes_the_newer_calibration(manila, used):
    twin = drifted(manila, Drift(readout={used[0]: 0.05}, couplings={(used[1], used[2]): 2.0}))
    parts = list(changed_parts(manila.properties(), twin.properties()))
    hybrid = with_part(manila, twin.properties(), parts[0])

    assert [part.qubits for part in parts] == [(used[0],), tuple(sorted(used[1:]))]
    assert list(changed_parts(manila.properties(), hybrid)) == [parts[0]]


def test_exact_distributions_can_be_explained_too(manila, wide, used):
    twin = drifted(manila, Drift(readout={used[0]: 0.05}))
    found = attribute(manila, twin, wide, [exact(one) for one in chances_of(twin, wide)])

    assert found.explained == pytest.approx(1)
    assert found.floor == 0
    assert found.under_new == pytest.approx(0, abs=1e-9)


def test_circuits_too_large_are_left_out(manila):
    from qiskit import QuantumCircuit

    middle = QuantumCircuit(5, 2, name="middle")
    middle.measure(0, 0)
    middle.x(0)
    middle.measure(0, 1)

    assert attribute(manila, None, [middle], [sampled({"00": 5})]) is None
