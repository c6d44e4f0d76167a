"""A report as JUnit's XML, which build servers show: each point is a test, named by its plan.

SweepReport -> <testsuites>
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from qhil.sweeping.verdict import Tried, Verdict

if TYPE_CHECKING:
    from qhil.sweeping.report import SweepReport

# What XML has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(report: SweepReport) -> str:
    """The text of the file."""
    counts = {
        "tests": str(len(report.points)),
        "failures": str(len(report.findings)),
        "errors": str(len(report.missed)),
        "skipped": "0",
    }
    root = ET.Element("testsuites", {"name": "qhil sweep", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": _clean(report.scenario), **counts})
    properties = ET.SubElement(suite, "properties")
    facts = {"seed": str(report.seed), "documented": ", ".join(report.documented)}
    for name, value in facts.items():
        ET.SubElement(properties, "property", {"name": name, "value": _clean(value)})
    for one in report.points:
        _add(suite, one, report.scenario)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text.decode("utf-8") + "\n"


def _add(suite: ET.Element, one: Tried, scenario: str) -> None:
    site = one.faults.faults[0].site
    case = ET.SubElement(
        suite,
        "testcase",
        {"classname": _clean(f"{scenario}.{site}"), "name": _clean(one.plan), "time": "0"},
    )
    told = _clean("\n".join(one.told))
    if one.verdict.passes:
        ET.SubElement(case, "system-out").text = "\n".join(filter(None, (one.verdict.value, told)))
        return
    tag = "error" if one.verdict is Verdict.NOT_REACHED else "failure"
    first = one.told[0] if one.told else one.verdict.value
    failure = ET.SubElement(case, tag, {"type": one.verdict.value, "message": _clean(first)})
    failure.text = f"{_clean(one.reproduced_by)}\n{told}"


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("?", text)
