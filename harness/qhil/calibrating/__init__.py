"""From counts that a device gave to a recording that predicts them better."""

from qhil.calibrating.bootstrap import Distance
from qhil.calibrating.calibration import Calibration, calibrate
from qhil.calibrating.parameters import NAMES
from qhil.calibrating.plan import CalibrationPlan, plan
from qhil.calibrating.report import CalibrationReport, FoundParameter, JudgedCircuit

__all__ = [
    "NAMES",
    "Calibration",
    "CalibrationPlan",
    "CalibrationReport",
    "Distance",
    "FoundParameter",
    "JudgedCircuit",
    "calibrate",
    "plan",
]
