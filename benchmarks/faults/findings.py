"""Reports of sweeps in; one page of Markdown out: what happens when things go wrong, finding by finding."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Dict, Iterator, List, Sequence, Tuple

from qhil.sweeping import SweepReport, Tried, Verdict

# Told apart by what happens, not by where in the text an error is or how often a socket was left.
_DETAIL = re.compile(r": line \d+ column.*| \(.*\)$|<ssl\.SSLSocket.*|0x[0-9a-f]+")


def page(reports: Sequence[Tuple[str, SweepReport]]) -> Iterator[str]:
    """The lines of tables: one of verdicts, one of findings for each scenario."""
    yield "| scenario | points | " + " | ".join(one.value for one in Verdict) + " |"
    yield "| --- " * (2 + len(Verdict)) + "|"
    for name, report in reports:
        counts = [str(report.verdicts.get(verdict, 0)) for verdict in Verdict]
        yield f"| {name} | {len(report.points)} | " + " | ".join(counts) + " |"
    for name, report in reports:
        yield from [
            "",
            f"## {name}",
            "",
            "| finding | points | at | for example |",
            "| --- | --- | --- | --- |",
        ]
        yield from _rows(report)


def _rows(report: SweepReport) -> Iterator[str]:
    groups: Dict[Tuple[Verdict, str], List[Tried]] = defaultdict(list)
    for one in report.findings:
        groups[one.verdict, _kind(one)].append(one)
    order = list(Verdict)
    for (verdict, kind), found in sorted(
        groups.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]))
    ):
        sites = sorted({one.faults.faults[0].site for one in found})
        told = ", ".join(f"`{site}`" for site in sites)
        text = f"{verdict.value}: {kind}".replace("|", "\\|")
        yield f"| {text} | {len(found)} | {told} | `{found[0].plan}` |"


def _kind(one: Tried) -> str:
    if one.verdict is Verdict.UNDOCUMENTED:
        return f"`{_DETAIL.sub('', one.told[0]).strip()}`"
    return _DETAIL.sub("socket", one.told[0]).strip()
