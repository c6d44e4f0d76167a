"""A report as JUnit's XML, which build servers show: each point is a test, named by its plan.

SweepReport -> <testsuites>
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

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
    root = Xml.Element("testsuites", {"name": "qhil sweep", **counts})
    suite = Xml.SubElement(root, "testsuite", {"name": _clean(report.scenario), **counts})
    properties = Xml.SubElement(suite, "properties")
    facts = {"seed": str(report.seed), "documented": ", ".join(report.documented)}
    for name, value in facts.items():
        Xml.SubElement(properties, "property", {"name": name, "value": _clean(value)})
    for one in report.points:
        _add(suite, one, report.scenario)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True).decode("utf-8") + "\n"


def _add(suite: Xml.Element, one: Tried, scenario: str) -> None:
    site = one.faults.faults[0].site
    case = Xml.SubElement(
        suite,
        "testcase",
        {"classname": _clean(f"{scenario}.{site}"), "name": _clean(one.plan), "time": "0"},
    )
    told = _clean("\n".join(one.told))
    if one.verdict.passes:
        Xml.SubElement(case, "system-out").text = "\n".join(filter(None, (one.verdict.value, told)))
        return
    tag = "error" if one.verdict is Verdict.NOT_REACHED else "failure"
    first = one.told[0] if one.told else one.verdict.value
    failure = Xml.SubElement(case, tag, {"type": one.verdict.value, "message": _clean(first)})
    failure.text = f"{_clean(one.reproduced_by)}\n{told}"


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("?", text)
