"""A report and its points as JSON, with the version of their form.

SweepReport -> {"format": "qhil.sweep", "version": 1, ...} -> SweepReport
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Dict, Mapping

import msgspec

from qhil.errors import SweepError
from qhil.sweeping.verdict import Tried

if TYPE_CHECKING:
    from qhil.sweeping.report import SweepReport

FORMAT = "qhil.sweep"
VERSION = 1


def to_json(report: SweepReport) -> str:
    """The text of a report."""
    facts = {
        "format": FORMAT,
        "version": VERSION,
        "scenario": report.scenario,
        "seed": report.seed,
        "passed": report.passed,
        "verdicts": {verdict.value: count for verdict, count in report.verdicts.items()},
        "documented": report.documented,
        "calls": dict(report.calls),
        "submissions": report.submissions,
        "points": [point_facts(one) for one in report.points],
        "unpaired": report.unpaired,
    }
    return json.dumps(facts, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> SweepReport:
    """The report behind a text. What follows from the rest (``passed``, ``verdicts``) is not read.

    Raises:
        SweepError: if it is none, or of a later version.
    """
    from qhil.sweeping.report import SweepReport

    facts = checked(text, FORMAT, "a report of a sweep")
    report: SweepReport = converted(facts, SweepReport, "a report of a sweep")
    return report


def point_facts(tried: Tried) -> Dict[str, Any]:
    """One point as plain data."""
    return {
        **asdict(tried),
        "verdict": tried.verdict.value,
        "also": [one.value for one in tried.also],
        "inject": tried.reproduced_by,
    }


def checked(text: str, form: str, what: str) -> Mapping[str, Any]:
    """The JSON object, whose form and version are known."""
    try:
        facts = json.loads(text)
    except json.JSONDecodeError as error:
        raise SweepError(f"this is not {what}: {error}") from None
    found = facts.get("format") if isinstance(facts, dict) else type(facts).__name__
    if found != form:
        raise SweepError(f"this is not {what}: expected format {form!r}, found {found!r}")
    if facts.get("version") != VERSION:
        raise SweepError(
            f"{what} of version {facts.get('version')!r} cannot be read: this qhil knows version {VERSION}"
        )
    return dict(facts)


def converted(facts: Any, kind: Any, what: str) -> Any:
    """The dataclass behind plain data."""
    try:
        return msgspec.convert(facts, kind)
    except msgspec.ValidationError as error:
        raise SweepError(f"this is not {what}: {error}") from None
