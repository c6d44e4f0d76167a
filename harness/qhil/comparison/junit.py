"""A comparison as JUnit's XML, which build servers show: each circuit is a test, and so are all together.

Comparison -> <testsuites>
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from qhil.comparison.verdict import Verdict

if TYPE_CHECKING:
    from qhil.comparison.comparison import Comparison
    from qhil.comparison.judged import JudgedCircuit

SUITE = "all circuits together"


def to_junit(comparison: Comparison) -> str:
    """The text of the file. A circuit that differs fails; one of too few shots is skipped, with their number."""
    differing = [one for one in comparison.circuits if one.differs]
    together = comparison.verdict is Verdict.DRIFTED and not differing
    open_ones = [one for one in comparison.circuits if not one.differs and not one.agrees]
    counts = {
        "tests": str(len(comparison.circuits) + 1),
        "failures": str(len(differing) + together),
        "errors": "0",
        "skipped": str(len(open_ones)),
    }
    root = ET.Element("testsuites", {"name": "qhil compare", **counts})
    name = f"{comparison.first} against {comparison.second}"
    suite = ET.SubElement(root, "testsuite", {"name": name, **counts})
    properties = ET.SubElement(suite, "properties")
    for key, value in (("verdict", comparison.verdict.value), ("seed", str(comparison.seed))):
        ET.SubElement(properties, "property", {"name": key, "value": value})
    for one in comparison.circuits:
        _add(suite, one, name)
    case = ET.SubElement(suite, "testcase", {"classname": name, "name": SUITE, "time": "0"})
    if together:
        ET.SubElement(case, "failure", {"type": "drifted", "message": comparison.told})
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text.decode("utf-8") + "\n"


def _add(suite: ET.Element, one: JudgedCircuit, name: str) -> None:
    case = ET.SubElement(suite, "testcase", {"classname": name, "name": one.name, "time": "0"})
    told = f"distance {one.distance.value:.4f} ({one.distance.low:.4f} to {one.distance.high:.4f})"
    if one.differs:
        p = "" if one.p_holm is None else f", adjusted p = {one.p_holm:.2g}"
        ET.SubElement(case, "failure", {"type": "differs", "message": f"{told}{p}"})
    elif not one.agrees:
        needed = "" if one.shots_needed is None else f"; {one.shots_needed} shots would do"
        ET.SubElement(case, "skipped", {"message": f"{told}: too few shots{needed}"})
    else:
        ET.SubElement(case, "system-out").text = told
