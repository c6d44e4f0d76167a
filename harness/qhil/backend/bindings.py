"""Values for the parameters of circuits: `parameter_binds` of a run.

Enters: circuits and a list of bindings. Leaves: circuits without free parameters, or a refusal.
"""

from __future__ import annotations

import numbers
from typing import Any, Dict, List, Mapping, Optional, Sequence

import numpy as np

from qhil.backend.refusal import circuit_label, refusal


def bind(
    device: str, circuits: Sequence[Any], binds: Optional[List[Mapping[Any, Any]]]
) -> List[Any]:
    """Every circuit under every binding, as ``assemble`` orders them: all bindings of the first circuit first.

    Raises:
        IBMQBackendValueError: if a binding names a parameter that a circuit lacks, leaves one free, or gives
            what is no number.
    """
    if not binds:
        return list(circuits)
    return [
        _bound(device, circuit_label(index, circuit), circuit, values)
        for index, circuit in enumerate(circuits)
        for values in binds
    ]


def _bound(device: str, where: str, circuit: Any, binding: Mapping[Any, Any]) -> Any:
    from qiskit.exceptions import QiskitError

    values = _single_values(device, where, binding)
    known = {parameter.name: parameter for parameter in circuit.parameters}
    # A parameter is itself, or in place of it its name; another one of the same name is not it.
    strangers = [key for key in values if key not in known and key not in known.values()]
    missing = known.keys() - {getattr(key, "name", key) for key in values}
    if strangers or missing:
        raise refusal(
            device,
            f"{where} has parameters {sorted(known)}, "
            f"but parameter_binds gives {sorted(map(str, values))}",
        )
    try:
        return circuit.assign_parameters(
            {known[getattr(key, "name", key)]: value for key, value in values.items()}
        )
    except (QiskitError, ArithmeticError, TypeError, ValueError) as error:
        raise refusal(device, f"{where} cannot take the parameter_binds: {error}") from error


def _single_values(device: str, where: str, binding: Mapping[Any, Any]) -> Dict[Any, Any]:
    """The binding with vectors taken apart."""
    from qiskit.circuit import ParameterVector

    values: Dict[Any, Any] = {}
    for key, value in binding.items():
        if not isinstance(key, ParameterVector):
            values[key] = value
            continue
        elements = value if isinstance(value, (Sequence, np.ndarray)) else [value]
        if len(key) != len(elements):
            raise refusal(
                device, f"{where}: {key.name} has {len(key)} elements, not {len(elements)}"
            )
        values.update(zip(key, elements))
    for key, value in values.items():
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            raise refusal(device, f"{where}: the value of {key} must be a number, not {value!r}")
    return values
