"""Properties that are not what they should be: `BackendProperties` and an effect in, a damaged copy out."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from qhil.faults import Firing


def damaged_properties(properties: Any, firing: Firing) -> Optional[Any]:
    """The properties with the damage of ``firing`` done to them; None if there are none at all.

    ``missing_qubit``, ``missing_gate``, ``missing_parameter``, ``nan`` or ``none``.
    """
    if firing.name == "none":
        return None
    told: Dict[str, Any] = properties.to_dict()
    argument = firing.arguments[0]
    if firing.name == "missing_qubit":
        _drop_qubit(told["qubits"], argument if isinstance(argument, int) else -1)
    elif firing.name == "missing_gate":
        told["gates"] = [gate for gate in told["gates"] if gate["gate"] != argument]
    elif firing.name == "missing_parameter":
        told["qubits"] = [
            [one for one in qubit if one["name"] != argument] for qubit in told["qubits"]
        ]
    else:
        for one in (one for qubit in told["qubits"] for one in qubit):
            if one["name"] == argument:
                one["value"] = float("nan")
    return type(properties).from_dict(told)


def _drop_qubit(qubits: List[Any], index: int) -> None:
    if qubits:
        del qubits[index if -len(qubits) <= index < len(qubits) else -1]
