"""Transpiles circuits for the device, runs them, and gives their result as a plain dictionary.

It stands behind `provider.run_circuits` of the legacy client, which makes a `Result` of what it is given.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

from qiskit import transpile

from qhil_mocks.ready_made.readout import calibrated, corrected, measured_qubits


def main(
    backend: Any,
    user_messenger: Any,
    *,
    circuits: Any,
    initial_layout: Any = None,
    seed_transpiler: Optional[int] = None,
    optimization_level: Optional[int] = None,
    layout_method: Optional[str] = None,
    routing_method: Optional[str] = None,
    translation_method: Optional[str] = None,
    transpiler_options: Optional[Dict[str, Any]] = None,
    skip_transpilation: bool = False,
    measurement_error_mitigation: bool = False,
    **run_options: Any,
) -> Dict[str, Any]:
    """Run ``circuits``; ``run_options`` go to the device as they are."""
    del user_messenger
    wanted: List[Any] = list(circuits) if isinstance(circuits, (list, tuple)) else [circuits]
    if not skip_transpilation:
        wanted = transpile(
            wanted,
            backend,
            initial_layout=initial_layout,
            seed_transpiler=seed_transpiler,
            # What the client's documentation has for None.
            optimization_level=1 if optimization_level is None else optimization_level,
            layout_method=layout_method,
            routing_method=routing_method,
            translation_method=translation_method,
            **(transpiler_options or {}),
        )
    # The client sends null for what its user has not set.
    given = {name: value for name, value in run_options.items() if value is not None}
    result = backend.run(wanted, **given).result()
    told: Dict[str, Any] = result.to_dict()
    if measurement_error_mitigation:
        _mitigate(backend, wanted, told)
    # The client reads plain JSON: a date is to be a text, and a number of numpy's a number.
    plain: Dict[str, Any] = json.loads(json.dumps(told, default=_plain))
    return plain


def _mitigate(backend: Any, circuits: List[Any], told: Dict[str, Any]) -> None:
    """Add quasi-probabilities to what is told of each circuit, where the client looks for them."""
    mappings = [measured_qubits(circuit) for circuit in circuits]
    used = [qubit for mapping in mappings for qubit in mapping]
    flips = calibrated(backend, used, told["results"][0]["shots"])
    for one, mapping in zip(told["results"], mappings):
        counts = {
            f"{int(key, 16):0{len(mapping)}b}": number
            for key, number in one["data"]["counts"].items()
        }
        found = corrected(counts, [flips[qubit] for qubit in mapping])
        one["data"]["quasiprobabilities"] = {
            hex(int(bits, 2)): value for bits, value in found.items()
        }
        one["header"]["final_measurement_mapping"] = {
            str(bit): qubit for bit, qubit in enumerate(mapping)
        }


def _plain(value: Any) -> Any:
    if isinstance(value, complex):
        return [value.real, value.imag]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "to_dict"):
        return value.to_dict()
    raise TypeError(f"a result has a {type(value).__name__}, which is not sent")
