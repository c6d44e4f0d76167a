"""A device that is better or worse by a factor: the same calibration with every rate multiplied.

Gate and readout errors are multiplied (and stop at 1, which is what a dead gate records), T1 and T2 divided, so
that relaxation rates are multiplied too. Lengths and frequencies stay.
"""

from __future__ import annotations

from typing import Any, Dict

from qhil.recordings import CalibrationSnapshot, DeviceConfiguration, Recording

_PROBABILITIES = frozenset({"gate_error", "readout_error", "prob_meas0_prep1", "prob_meas1_prep0"})
_TIMES = frozenset({"T1", "T2"})


def scaled(
    configuration: DeviceConfiguration, snapshot: CalibrationSnapshot, factor: float
) -> CalibrationSnapshot:
    """``snapshot`` with every error rate times ``factor``."""
    recorded = snapshot.json
    for values in [*recorded["qubits"], *(gate["parameters"] for gate in recorded["gates"])]:
        for value in values:
            _scale(value, factor)
    return Recording.from_json(configuration.json, recorded).properties()


def _scale(value: Dict[str, Any], factor: float) -> None:
    if value["name"] in _PROBABILITIES:
        value["value"] = min(1.0, value["value"] * factor)
    elif value["name"] in _TIMES:
        value["value"] = value["value"] / factor
