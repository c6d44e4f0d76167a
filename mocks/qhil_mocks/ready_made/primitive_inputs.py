"""What sampler and estimator have in common: which circuit is run with which values, and how it is prepared."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qiskit import transpile

# Shots if nothing is said.
SHOTS = 4000


def as_list(given: Any) -> List[Any]:
    """One thing, or several."""
    return list(given) if isinstance(given, (list, tuple)) else [given]


def bound_circuits(
    circuits: Any,
    indices: Optional[Sequence[int]],
    parameters: Optional[Sequence[Sequence[Any]]],
    values: Optional[Sequence[Sequence[float]]],
) -> List[Any]:
    """The circuits to run, with values for their parameters.

    Args:
        circuits: one or several.
        indices: which of them, in order; by default each once.
        parameters: of each circuit, in the order of the values; by default as the circuit has them.
        values: one list for each index; None where no circuit has parameters.

    Raises:
        ValueError: if these do not fit each other.
    """
    known = as_list(circuits)
    chosen = list(range(len(known))) if indices is None else [int(index) for index in indices]
    lists: Sequence[Sequence[float]] = [()] * len(chosen)
    if values is not None and len(values):  # an array of numpy's is neither true nor false
        lists = values
    if len(lists) != len(chosen):
        raise ValueError(
            f"parameter_values has {len(lists)} lists and circuit_indices {len(chosen)} numbers: "
            "one list is needed for each"
        )
    return [
        _bound(index, _chosen(known, index), parameters, list(numbers))
        for index, numbers in zip(chosen, lists)
    ]


def _chosen(circuits: Sequence[Any], index: int) -> Any:
    if not 0 <= index < len(circuits):
        raise ValueError(f"there is no circuit {index}: there are {len(circuits)}, from 0 on")
    return circuits[index]


def _bound(
    index: int, circuit: Any, parameters: Optional[Sequence[Sequence[Any]]], numbers: List[float]
) -> Any:
    own = list(circuit.parameters)
    if parameters:
        # They travel by themselves, and come as others of the same names.
        by_name = {parameter.name: parameter for parameter in own}
        names = [getattr(one, "name", str(one)) for one in parameters[index]]
        if set(names) != set(by_name):
            raise ValueError(
                f"circuit {index} has the parameters {sorted(by_name)}, not {sorted(names)}"
            )
        own = [by_name[name] for name in names]
    if len(own) != len(numbers):
        raise ValueError(
            f"circuit {index} has {len(own)} parameters, and {len(numbers)} values are given"
        )
    return circuit.assign_parameters(dict(zip(own, numbers))) if own else circuit


def prepared(
    backend: Any,
    circuits: List[Any],
    options: Optional[Mapping[str, Any]],
    *,
    skip_transpilation: bool,
) -> List[Any]:
    """The circuits as the device takes them. ``options``: of `qiskit.transpile`."""
    if skip_transpilation:
        return circuits
    given: Dict[str, Any] = {"seed_transpiler": 0, **(options or {})}
    transpiled: List[Any] = transpile(circuits, backend, **given)
    return transpiled


def run_options_of(given: Optional[Mapping[str, Any]]) -> Tuple[int, Dict[str, Any]]:
    """Shots, and the rest of the options."""
    options = dict(given or {})
    shots = options.pop("shots", None)
    return (SHOTS if shots is None else int(shots)), options


def counts_of(
    backend: Any, circuits: Sequence[Any], shots: int, options: Mapping[str, Any]
) -> List[Dict[str, int]]:
    """How often each bit string was read, of all registers together; in as many jobs as the device needs."""
    at_once = getattr(backend.configuration(), "max_experiments", None) or len(circuits)
    found = []
    for first in range(0, len(circuits), at_once):
        part = list(circuits[first : first + at_once])
        result = backend.run(part, shots=shots, **options).result()
        found += [
            {bits.replace(" ", ""): number for bits, number in result.get_counts(index).items()}
            for index in range(len(part))
        ]
    return found


def resilience_level(settings: Optional[Mapping[str, Any]]) -> int:
    """0: as it was read; 1: readout errors are taken out.

    Raises:
        ValueError: for another.
    """
    level = dict(settings or {}).get("level", 0)
    if level not in (0, 1):
        raise ValueError(f"resilience_settings.level can be 0 or 1 here, not {level!r}")
    return int(level)
