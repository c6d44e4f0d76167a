"""Runs circuits and gives the quasi-probability of each bit string."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from qhil_mocks.ready_made.primitive_inputs import (
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
    circuit_indices: Optional[Sequence[int]] = None,
    parameters: Optional[Sequence[Sequence[Any]]] = None,
    parameter_values: Optional[Sequence[Sequence[float]]] = None,
    run_options: Optional[Mapping[str, Any]] = None,
    transpile_options: Optional[Mapping[str, Any]] = None,
    resilience_settings: Optional[Mapping[str, Any]] = None,
    skip_transpilation: bool = False,
) -> Dict[str, Any]:
    """Run the circuits that are asked for. Keys are bit strings; the right-most bit is the first."""
    del user_messenger
    level = resilience_level(resilience_settings)
    shots, options = run_options_of(run_options)
    asked = bound_circuits(circuits, circuit_indices, parameters, parameter_values)
    for circuit in asked:
        if not circuit.num_clbits:
            raise ValueError(f"circuit {circuit.name!r} measures nothing")
    fitting = prepared(backend, asked, transpile_options, skip_transpilation=skip_transpilation)
    found = counts_of(backend, fitting, shots, options)
    return {
        "quasi_dists": _mitigated(backend, fitting, found, shots) if level else _shares(found),
        "metadata": [
            {"shots": shots, "header_metadata": circuit.metadata or {}} for circuit in asked
        ],
    }


def _shares(found: List[Dict[str, int]]) -> List[Dict[str, float]]:
    return [
        {bits: number / sum(counts.values()) for bits, number in counts.items()} for counts in found
    ]


def _mitigated(
    backend: Any, circuits: List[Any], found: List[Dict[str, int]], shots: int
) -> List[Dict[str, float]]:
    mappings = [measured_qubits(circuit) for circuit in circuits]
    flips = calibrated(backend, [qubit for mapping in mappings for qubit in mapping], shots)
    return [
        corrected(counts, [flips[qubit] for qubit in mapping])
        for counts, mapping in zip(found, mappings)
    ]
