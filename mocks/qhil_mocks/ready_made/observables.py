"""Observables as sums of Pauli strings, and how these are measured together.

A string has one letter for each qubit; the right-most is of qubit 0.

>>> [group.basis for group in grouped([("ZZ", 1.0), ("ZI", 0.5), ("XX", 0.2)])]
['ZZ', 'XX']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Sequence, Tuple

Term = Tuple[str, float]
_LETTERS = frozenset("IXYZ")


@dataclass
class Group:
    """Terms that one circuit measures: where they have a letter, it is that of ``basis``."""

    basis: str
    terms: List[Term]


def terms_of(observable: Any) -> List[Term]:
    """The terms of an observable: a Pauli string, pairs of string and coefficient, or an operator of Qiskit's.

    Raises:
        ValueError: for anything else, or coefficients that are not real.
    """
    found = [(str(label), complex(weight)) for label, weight in _pairs(observable)]
    for label, weight in found:
        if not label or set(label) - _LETTERS:
            raise ValueError(f"{label!r} is no Pauli string of the letters I, X, Y and Z")
        if abs(weight.imag) > 1e-12 * max(abs(weight), 1.0):
            raise ValueError(f"an observable has real coefficients, and {label} has {weight}")
    if len({len(label) for label, _ in found}) != 1:
        raise ValueError("the Pauli strings of an observable have to have one length")
    return [(label, weight.real) for label, weight in found]


def grouped(terms: Sequence[Term]) -> List[Group]:
    """Terms gathered so that those of a group are measured by one circuit; each joins the first that it fits."""
    groups: List[Group] = []
    for label, weight in terms:
        for group in groups:
            if all("I" in pair or pair[0] == pair[1] for pair in zip(label, group.basis)):
                group.basis = "".join(
                    own if letter == "I" else letter for letter, own in zip(label, group.basis)
                )
                group.terms.append((label, weight))
                break
        else:
            groups.append(Group(label, [(label, weight)]))
    return groups


def measured(circuit: Any, basis: str) -> Any:
    """``circuit`` with every qubit that has a letter in ``basis`` measured there, in order of the qubits."""
    from qiskit import ClassicalRegister

    letters = [(qubit, letter) for qubit, letter in enumerate(reversed(basis)) if letter != "I"]
    turned = circuit.copy()
    turned.add_register(ClassicalRegister(len(letters), "pauli"))
    first = turned.num_clbits - len(letters)
    for place, (qubit, letter) in enumerate(letters):
        if letter == "Y":
            turned.sdg(qubit)
        if letter in "XY":
            turned.h(qubit)
        turned.measure(qubit, first + place)
    return turned


def moments(group: Group, shares: Mapping[str, float]) -> Tuple[float, float]:
    """Mean, and variance of one shot, of the sum of a group's terms, from the probability of each bit string."""
    places = {
        qubit: place
        for place, qubit in enumerate(
            qubit for qubit, letter in enumerate(reversed(group.basis)) if letter != "I"
        )
    }
    mean = square = 0.0
    for bits, share in shares.items():
        value = sum(weight * _sign(label, bits, places) for label, weight in group.terms)
        mean += share * value
        square += share * value**2
    return mean, max(square - mean**2, 0.0)


def _sign(label: str, bits: str, places: Dict[int, int]) -> int:
    ones = sum(
        bits[-1 - places[qubit]] == "1"
        for qubit, letter in enumerate(reversed(label))
        if letter != "I"
    )
    return -1 if ones % 2 else 1


def _pairs(observable: Any) -> List[Tuple[Any, Any]]:
    if isinstance(observable, str):
        return [(observable, 1.0)]
    if isinstance(observable, (list, tuple)):
        return [(label, weight) for label, weight in observable]
    whole: complex = 1.0
    if hasattr(observable, "primitive"):  # a sum or product of terra's opflow
        whole, observable = complex(observable.coeff), observable.primitive
    if hasattr(observable, "to_list"):
        return [(label, whole * weight) for label, weight in observable.to_list()]
    if hasattr(observable, "to_label"):
        # Of a single Pauli: its phase stands before the letters, and an observable has none.
        return [(observable.to_label(), whole)]
    raise ValueError(f"an observable cannot be a {type(observable).__name__}")
