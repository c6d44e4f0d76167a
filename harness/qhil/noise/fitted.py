"""Fitted numbers where the noise model is made: readout errors for recorded ones, a factor on gate errors."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from typing import Any, Dict, Iterable

from qhil.recordings import CalibrationSnapshot, FittedNoise
from qhil.recordings.json_text import JsonText


def fitted_readout_errors(
    fitted: FittedNoise, measured: Iterable[int], factor: float
) -> Dict[int, Any]:
    """Aer's `ReadoutError` of each measured qubit whose readout was fitted; probabilities times ``factor``."""
    from qiskit_aer.noise import ReadoutError

    found = {}
    for qubit in measured:
        readout = fitted.readout.get(qubit)
        if readout is not None:
            up = min(1.0, factor * readout.prob_meas1_prep0.value)
            down = min(1.0, factor * readout.prob_meas0_prep1.value)
            found[qubit] = ReadoutError([[1 - up, up], [down, 1 - down]])
    return found


@functools.lru_cache(maxsize=64)
def with_two_qubit_errors_scaled(
    snapshot: CalibrationSnapshot, factor: float
) -> CalibrationSnapshot:
    """``snapshot`` with the error of every gate on two qubits multiplied; at most 1, as of a dead gate."""
    if factor == 1.0:
        return snapshot
    recorded = snapshot.json
    for entry in recorded["gates"]:
        for value in entry["parameters"] if len(entry["qubits"]) == 2 else ():
            if value["name"] == "gate_error":
                value["value"] = min(1.0, value["value"] * factor)
    gates = tuple(
        replace(gate, error=min(1.0, gate.error * factor))
        if len(gate.qubits) == 2 and gate.error is not None
        else gate
        for gate in snapshot.gates
    )
    # Not parsed again: a calibration asks for many factors, and nothing else changes.
    return replace(snapshot, gates=gates, text=JsonText(json.dumps(recorded).encode("ascii")))
