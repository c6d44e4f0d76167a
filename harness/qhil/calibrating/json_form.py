"""A report as JSON, with the version of its form.

CalibrationReport -> {"format": "qhil.calibration_report", "version": 1, ...} -> CalibrationReport
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from qhil.errors import FitError

if TYPE_CHECKING:
    from qhil.calibrating.report import CalibrationReport

FORMAT = "qhil.calibration_report"
VERSION = 1


def to_json(report: CalibrationReport) -> str:
    """The text of a report."""
    facts = msgspec.to_builtins(report)
    head = {"format": FORMAT, "version": VERSION, "accepted": report.accepted}
    return json.dumps({**head, **facts}, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> CalibrationReport:
    """The report behind a text; ``accepted`` follows from the rest and is not read.

    Raises:
        FitError: if it is none, or of another version.
    """
    from qhil.calibrating.report import CalibrationReport

    what = "a report of a calibration"
    try:
        facts = json.loads(text)
    except json.JSONDecodeError as error:
        raise FitError(f"this is not {what}: {error}") from None
    found = (facts.get("format"), facts.get("version")) if isinstance(facts, dict) else None
    if found != (FORMAT, VERSION):
        raise FitError(f"this is not {what}: expected {FORMAT} {VERSION}, found {found}")
    try:
        report: CalibrationReport = msgspec.convert(facts, CalibrationReport)
    except msgspec.ValidationError as error:
        raise FitError(f"this is not {what}: {error}") from None
    return report
