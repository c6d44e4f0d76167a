"""Observables as Pauli strings, and the circuits that measure them."""

from __future__ import annotations

import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import Pauli, SparsePauliOp, Statevector

from qhil_mocks.ready_made.observables import grouped, measured, moments, terms_of


@pytest.mark.parametrize(
    "observable",
    ["ZX", [("ZX", 1.0)], [["ZX", 1.0]], SparsePauliOp(["ZX"]), Pauli("ZX")],
)
def test_an_observable_may_be_written_in_many_ways(observable):
    assert terms_of(observable) == [("ZX", 1.0)]


@pytest.mark.parametrize(
    ("observable", "why"),
    [
        ("AB", "no Pauli string"), ("", "no Pauli string"), ([("Z", 1), ("ZZ", 1)], "one length"),
        ([("Z", 1j)], "real coefficients"), (Pauli("-Z"), "no Pauli string"), (7, "cannot be a int"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused(observable, why):
    with pytest.raises(ValueError, match=why):
        terms_of(observable)


def test_terms_that_fit_each_other_are_measured_together():
    groups = grouped([("IZ", 1.0), ("XX", 2.0), ("ZI", 3.0), ("IX", 4.0), ("YY", 5.0)])

    assert [(group.basis, len(group.terms)) for group in groups] == [
        ("ZZ", 2),
        ("XX", 2),
        ("YY", 1),
    ]


def test_means_and_variances_are_those_of_the_state():
    """Against the state vector, for a state without symmetries; no shots, so that it is exact."""
    circuit = QuantumCircuit(3)
    for qubit in range(3):
        circuit.ry(0.3 + qubit, qubit)
        circuit.rz(0.7 * qubit, qubit)
    circuit.cx(0, 2)
    circuit.cx(2, 1)
    terms = [("XYI", 0.5), ("IYZ", -1.5), ("XIZ", 0.25)]
    state = Statevector(circuit)
    operator = SparsePauliOp([label for label, _ in terms], [weight for _, weight in terms])
    (group,) = grouped(terms)
    turned = measured(circuit, group.basis).remove_final_measurements(inplace=False)

    mean, variance = moments(group, Statevector(turned).probabilities_dict())

    expected = state.expectation_value(operator).real
    assert mean == pytest.approx(expected)
    square = state.expectation_value((operator @ operator).simplify()).real
    assert variance == pytest.approx(square - expected**2)
