"""Quantum hardware in the loop: recorded IBM Quantum devices, as if they were plugged in.

Names are loaded when first used, so that ``import qhil`` costs nothing and imports no Qiskit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, List

from qhil.lazy_names import lazily

if TYPE_CHECKING:
    from qhil.backend import ProgramBackend, RecordedBackend, RecordedJob
    from qhil.calibrating import Calibration, calibrate
    from qhil.comparison import Comparison, assert_agrees, compare
    from qhil.counts import assert_counts_close
    from qhil.errors import (
        CalibrationError,
        ComparisonError,
        FaultError,
        FitError,
        NoiseKindError,
        ProgramError,
        QhilError,
        RecordingError,
        RefusedFitError,
        SimulationError,
        StackError,
        SweepError,
        UnfiredFaultError,
    )
    from qhil.faults import Fault, FaultPlan, Firing, Injection, inject
    from qhil.live.record import record
    from qhil.noise import NoiseKind
    from qhil.program import (
        Message,
        NoMessageError,
        ProgramFailedError,
        ProgramFailure,
        ProgramInputError,
        ProgramJob,
        ProgramRun,
        ResultDecoder,
        UserMessenger,
        run_program,
    )
    from qhil.program.coding import DecodingError, allowed_settings
    from qhil.program.metadata import MetadataError, SchemaError
    from qhil.recordings import Recording, devices, load_recording
    from qhil.service_errors import (
        IBMQBackendApiError,
        IBMQBackendApiProtocolError,
        IBMQBackendError,
        IBMQBackendValueError,
        IBMQError,
    )
    from qhil.sweeping import SweepReport, sweep

_HOME = {
    "Calibration": "qhil.calibrating",
    "CalibrationError": "qhil.errors",
    "Comparison": "qhil.comparison",
    "ComparisonError": "qhil.errors",
    "DecodingError": "qhil.program.coding",
    "Fault": "qhil.faults",
    "FaultError": "qhil.errors",
    "FaultPlan": "qhil.faults",
    "Firing": "qhil.faults",
    "FitError": "qhil.errors",
    "IBMQBackendApiError": "qhil.service_errors",
    "IBMQBackendApiProtocolError": "qhil.service_errors",
    "IBMQBackendError": "qhil.service_errors",
    "IBMQBackendValueError": "qhil.service_errors",
    "IBMQError": "qhil.service_errors",
    "Injection": "qhil.faults",
    "Message": "qhil.program",
    "MetadataError": "qhil.program.metadata",
    "NoMessageError": "qhil.program",
    "NoiseKind": "qhil.noise",
    "NoiseKindError": "qhil.errors",
    "ProgramBackend": "qhil.backend",
    "ProgramError": "qhil.errors",
    "ProgramFailedError": "qhil.program",
    "ProgramFailure": "qhil.program",
    "ProgramInputError": "qhil.program",
    "ProgramJob": "qhil.program",
    "ProgramRun": "qhil.program",
    "QhilError": "qhil.errors",
    "RecordedBackend": "qhil.backend",
    "RecordedJob": "qhil.backend",
    "Recording": "qhil.recordings",
    "RecordingError": "qhil.errors",
    "RefusedFitError": "qhil.errors",
    "ResultDecoder": "qhil.program",
    "SchemaError": "qhil.program.metadata",
    "SimulationError": "qhil.errors",
    "StackError": "qhil.errors",
    "SweepError": "qhil.errors",
    "SweepReport": "qhil.sweeping",
    "UnfiredFaultError": "qhil.errors",
    "UserMessenger": "qhil.program",
    "allowed_settings": "qhil.program.coding",
    "assert_agrees": "qhil.comparison",
    "assert_counts_close": "qhil.counts",
    "calibrate": "qhil.calibrating",
    "compare": "qhil.comparison",
    "devices": "qhil.recordings",
    "inject": "qhil.faults",
    "load_recording": "qhil.recordings",
    "record": "qhil.live.record",
    "run_program": "qhil.program",
    "sweep": "qhil.sweeping",
}

__version__ = "0.1.0"

__all__ = [  # they live in the modules of _HOME
    "Calibration",
    "CalibrationError",
    "Comparison",
    "ComparisonError",
    "DecodingError",
    "Fault",
    "FaultError",
    "FaultPlan",
    "Firing",
    "FitError",
    "IBMQBackendApiError",
    "IBMQBackendApiProtocolError",
    "IBMQBackendError",
    "IBMQBackendValueError",
    "IBMQError",
    "Injection",
    "Message",
    "MetadataError",
    "NoMessageError",
    "NoiseKind",
    "NoiseKindError",
    "ProgramBackend",
    "ProgramError",
    "ProgramFailedError",
    "ProgramFailure",
    "ProgramInputError",
    "ProgramJob",
    "ProgramRun",
    "QhilError",
    "RecordedBackend",
    "RecordedJob",
    "Recording",
    "RecordingError",
    "RefusedFitError",
    "ResultDecoder",
    "SchemaError",
    "SimulationError",
    "StackError",
    "SweepError",
    "SweepReport",
    "UnfiredFaultError",
    "UserMessenger",
    "allowed_settings",
    "assert_agrees",
    "assert_counts_close",
    "calibrate",
    "compare",
    "devices",
    "inject",
    "load_recording",
    "record",
    "run_program",
    "sweep",
]


__getattr__ = lazily(__name__, _HOME)


def __dir__() -> List[str]:
    return sorted(set(globals()) | set(__all__))
