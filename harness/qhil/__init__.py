"""Quantum hardware in the loop: recorded IBM Quantum devices, as if they were plugged in.

Names are loaded when first used, so that ``import qhil`` costs nothing and imports no Qiskit.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, List

if TYPE_CHECKING:
    from qhil.backend import ProgramBackend, RecordedBackend, RecordedJob
    from qhil.errors import (
        CalibrationError,
        NoiseKindError,
        ProgramError,
        QhilError,
        RecordingError,
        SimulationError,
        StackError,
    )
    from qhil.noise import NoiseKind
    from qhil.program import ResultDecoder, UserMessenger
    from qhil.recordings import Recording, devices, load_recording
    from qhil.service_errors import (
        IBMQBackendApiError,
        IBMQBackendApiProtocolError,
        IBMQBackendError,
        IBMQBackendValueError,
        IBMQError,
    )

_HOME = {
    "CalibrationError": "qhil.errors",
    "IBMQBackendApiError": "qhil.service_errors",
    "IBMQBackendApiProtocolError": "qhil.service_errors",
    "IBMQBackendError": "qhil.service_errors",
    "IBMQBackendValueError": "qhil.service_errors",
    "IBMQError": "qhil.service_errors",
    "NoiseKind": "qhil.noise",
    "NoiseKindError": "qhil.errors",
    "ProgramBackend": "qhil.backend",
    "ProgramError": "qhil.errors",
    "QhilError": "qhil.errors",
    "RecordedBackend": "qhil.backend",
    "RecordedJob": "qhil.backend",
    "Recording": "qhil.recordings",
    "RecordingError": "qhil.errors",
    "ResultDecoder": "qhil.program",
    "SimulationError": "qhil.errors",
    "StackError": "qhil.errors",
    "UserMessenger": "qhil.program",
    "devices": "qhil.recordings",
    "load_recording": "qhil.recordings",
}

__version__ = "0.1.0"

__all__ = [  # they live in the modules of _HOME
    "CalibrationError",
    "IBMQBackendApiError",
    "IBMQBackendApiProtocolError",
    "IBMQBackendError",
    "IBMQBackendValueError",
    "IBMQError",
    "NoiseKind",
    "NoiseKindError",
    "ProgramBackend",
    "ProgramError",
    "QhilError",
    "RecordedBackend",
    "RecordedJob",
    "Recording",
    "RecordingError",
    "ResultDecoder",
    "SimulationError",
    "StackError",
    "UserMessenger",
    "devices",
    "load_recording",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'qhil' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> List[str]:
    return sorted(set(globals()) | set(__all__))
