from __future__ import annotations

import pytest
from qiskit import QuantumCircuit

import qhil
from qhil.comparison.exact_distribution import (
    device_noise,
    exact_distributions,
    why_not_exact,
)
from qhil.comparison.standard import standard_circuits


@pytest.fixture(scope="module")
def noise(manila):
    return device_noise(manila)


def test_counts_of_the_backend_are_of_that_distribution(manila):
    circuits = standard_circuits(
        manila, kinds=["idle", "ghz", "volume", "qft"], widths=[3], depths=[2], seed=5
    )
    job = qhil.RecordedBackend(manila, seed=11).run(list(circuits), shots=8000)
    noise = device_noise(manila)

    for index, chances in enumerate(exact_distributions(circuits, noise)):
        counts = job.result().get_counts(index)
        qhil.assert_counts_close(counts, chances, false_alarm=1e-3)


@pytest.mark.parametrize("kind", ["ideal", "readout", "gates", "scheduled", "twirled", "faithful"])
def test_it_has_the_noise_that_is_asked_for(manila, kind):
    used = standard_circuits(manila, kinds=["ghz", "idle"], widths=[2], depths=[1], seed=1)
    noise = device_noise(manila, kind)
    result = qhil.RecordedBackend(manila, seed=12, noise=kind).run(used, shots=8000).result()

    for index, chances in enumerate(exact_distributions(used, noise)):
        counts = result.get_counts(index)
        if kind == "ideal":
            assert set(counts) == {key for key, chance in chances.items() if chance > 1e-9}
        qhil.assert_counts_close(counts, chances, false_alarm=1e-3, within=1e-3)


def test_bits_may_be_in_any_order_and_some_unused(noise):
    """Qubit 1 is 1 and goes into bit 3, qubit 0 is 0 and goes into bit 1; bits 0 and 2 stay 0."""
    circuit = QuantumCircuit(5, 4)
    circuit.x(1)
    circuit.measure([1, 0], [3, 1])

    (chances,) = exact_distributions([circuit], noise)

    assert set(chances) == {"0000", "1000", "0010", "1010"}
    assert max(chances, key=chances.get) == "1000"
    assert sum(chances.values()) == pytest.approx(1)


def test_gates_that_are_not_calibrated_are_refused(noise):
    circuit = QuantumCircuit(5, 1)
    circuit.h(0)
    circuit.measure(0, 0)

    with pytest.raises(qhil.CalibrationError, match="h on qubit 0"):
        exact_distributions([circuit], noise)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda one: one.measure([0], [0]) and one.x(0), "goes on after"),
        (lambda one: one.reset(0), "goes on after"),
        (lambda one: one.x(0), "measures nothing"),
        (lambda one: [one.measure(0, 0), one.measure(0, 1)], "twice|goes on after"),
    ],
)
def test_what_has_no_exact_distribution_is_told(make, reason, noise):
    circuit = QuantumCircuit(5, 2, name="odd")
    make(circuit)

    with pytest.raises(qhil.ComparisonError, match=reason):
        exact_distributions([circuit], noise)


def test_wide_circuits_are_sampled_instead():
    circuit = QuantumCircuit(11, 11)
    circuit.measure(range(11), range(11))

    assert "touches 11 qubits; a density matrix is kept of at most 10" in why_not_exact(circuit)


def test_another_calibration_is_as_if_made_from_scratch(manila, twin, circuits, noise):
    """What is taken over from a kept library changes nothing."""
    exact_distributions(circuits, noise)
    fresh = device_noise(twin)

    found = exact_distributions(circuits, noise.under(twin.properties()))

    for one, other in zip(found, exact_distributions(circuits, fresh)):
        assert one == pytest.approx(other, abs=1e-12)
