"""Runs circuits and gives the expectation value of an observable in the state of each."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qhil_mocks.ready_made.observables import Group, Term, grouped, measured, moments, terms_of
from qhil_mocks.ready_made.primitive_inputs import (
    as_list,
    bound_circuits,
    counts_of,
    prepared,
    resilience_level,
    run_options_of,
)
from qhil_mocks.ready_made.readout import calibrated, corrected, measured_qubits


def main(
    backend: Any,
    user_messenger: Any,
    *,
    circuits: Any,
    observables: Any,
    circuit_indices: Optional[Sequence[int]] = None,
    observable_indices: Optional[Sequence[int]] = None,
    parameters: Optional[Sequence[Sequence[Any]]] = None,
    parameter_values: Optional[Sequence[Sequence[float]]] = None,
    run_options: Optional[Mapping[str, Any]] = None,
    transpile_options: Optional[Mapping[str, Any]] = None,
    resilience_settings: Optional[Mapping[str, Any]] = None,
    skip_transpilation: bool = False,
) -> Dict[str, Any]:
    """One value for each pair of a circuit and an observable, and the variance that one shot has."""
    del user_messenger
    level = resilience_level(resilience_settings)
    shots, options = run_options_of(run_options)
    asked = bound_circuits(circuits, circuit_indices, parameters, parameter_values)
    sums = _sums(observables, observable_indices, len(asked))
    plans = [_plan(circuit, terms) for circuit, terms in zip(asked, sums)]
    to_run = [
        measured(circuit, group.basis)
        for circuit, (_, groups) in zip(asked, plans)
        for group in groups
    ]
    fitting = prepared(backend, to_run, transpile_options, skip_transpilation=skip_transpilation)
    shares = iter(_run(backend, fitting, shots, options, mitigated=bool(level)))
    found = []
    for constant, groups in plans:
        each = [moments(group, next(shares)) for group in groups]
        found.append((constant + sum(mean for mean, _ in each), sum(other for _, other in each)))
    return {
        "values": [value for value, _ in found],
        "metadata": [{"variance": variance, "shots": shots} for _, variance in found],
    }


def _sums(observables: Any, indices: Optional[Sequence[int]], number: int) -> List[List[Term]]:
    """The terms that each of so many circuits is asked for."""
    known = [observables] if _is_one(observables) else as_list(observables)
    chosen = list(range(len(known))) if indices is None else [int(index) for index in indices]
    if len(chosen) != number:
        raise ValueError(
            f"{number} circuits and {len(chosen)} observables are asked for: "
            "circuit_indices and observable_indices have to have one length"
        )
    for index in chosen:
        if not 0 <= index < len(known):
            raise ValueError(f"there is no observable {index}: there are {len(known)}, from 0 on")
    return [terms_of(known[index]) for index in chosen]


def _is_one(observables: Any) -> bool:
    """A list of pairs of text and number is one observable."""
    return isinstance(observables, (list, tuple)) and all(
        isinstance(one, (list, tuple))
        and len(one) == 2
        and isinstance(one[0], str)
        and not isinstance(one[1], (str, list, tuple))
        for one in observables
    )


def _plan(circuit: Any, terms: List[Term]) -> Tuple[float, List[Group]]:
    """What needs no measurement, and what is measured together."""
    if circuit.num_clbits:
        raise ValueError(
            f"circuit {circuit.name!r} has classical bits: observables are measured at its end, and nothing before"
        )
    for label, _ in terms:
        if len(label) != circuit.num_qubits:
            raise ValueError(
                f"circuit {circuit.name!r} has {circuit.num_qubits} qubits, and {label} is of {len(label)}"
            )
    constant = sum(weight for label, weight in terms if not set(label) - {"I"})
    return constant, grouped([term for term in terms if set(term[0]) - {"I"}])


def _run(
    backend: Any, circuits: List[Any], shots: int, options: Dict[str, Any], *, mitigated: bool
) -> List[Dict[str, float]]:
    """The probability of each bit string that was read, for each circuit."""
    if not circuits:
        return []
    counts = counts_of(backend, circuits, shots, options)
    if not mitigated:
        return [
            {bits: number / sum(one.values()) for bits, number in one.items()} for one in counts
        ]
    mappings = [measured_qubits(circuit) for circuit in circuits]
    flips = calibrated(backend, [qubit for mapping in mappings for qubit in mapping], shots)
    return [
        corrected(one, [flips[qubit] for qubit in mapping])
        for one, mapping in zip(counts, mappings)
    ]
