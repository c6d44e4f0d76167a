"""Recorded devices as plain typed facts, found by the device's own name, without Qiskit."""

from __future__ import annotations

from qhil.recordings.calibration import (
    CalibrationSnapshot,
    GateCalibration,
    GeneralValue,
    QubitCalibration,
)
from qhil.recordings.configuration import DeviceConfiguration, GateDefinition
from qhil.recordings.device_summary import DeviceSummary
from qhil.recordings.fitted_noise import FitSource, FittedNoise, FittedReadout, FittedValue
from qhil.recordings.library import devices, load_recording
from qhil.recordings.provenance import Provenance
from qhil.recordings.recording import Recording

__all__ = [
    "CalibrationSnapshot",
    "DeviceConfiguration",
    "DeviceSummary",
    "FitSource",
    "FittedNoise",
    "FittedReadout",
    "FittedValue",
    "GateCalibration",
    "GateDefinition",
    "GeneralValue",
    "Provenance",
    "QubitCalibration",
    "Recording",
    "devices",
    "load_recording",
]
