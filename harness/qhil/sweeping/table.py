"""A report for a terminal: a letter for each point, and a line of Python for each finding.

SweepReport -> rich's tables, which lose their colours and nothing else when they are printed into a file
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterator, List, Optional, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from qhil.sweeping.grid import Grid, grids, pairs
from qhil.sweeping.verdict import Tried, Verdict

if TYPE_CHECKING:
    from qhil.sweeping.report import SweepReport

_STYLES = {
    Verdict.SAME: "green",
    Verdict.DOCUMENTED: "cyan",
    Verdict.HANG: "bold white on magenta",
    Verdict.DUPLICATE: "bold black on yellow",
    Verdict.WRONG: "bold white on red",
    Verdict.UNDOCUMENTED: "bold red",
    Verdict.LEAK: "bold magenta",
    Verdict.NOT_REACHED: "dim",
}


def table(report: SweepReport) -> Group:
    """The whole report."""
    return Group(*_parts(report))


def finding_lines(one: Tried) -> Text:
    """A finding: its verdict, the line that brings it about, and what was seen."""
    text = Text.assemble((one.verdict.value, _STYLES[one.verdict]), f"  {one.reproduced_by}")
    for told in one.told:
        text.append(f"\n    {told}", "dim")
    return text


def _parts(report: SweepReport) -> Iterator[RenderableType]:
    calls = ", ".join(f"{site} {count}x" for site, count in report.calls.items())
    yield Text.assemble((report.scenario, "bold"), f"  seed {report.seed}; {calls}")
    yield _heat_map(grids(report.points), report.points)
    yield _legend(report)
    for title, found in (("findings", report.findings), ("not reached", report.missed)):
        if found:
            yield Text(f"\n{title}", "bold")
            yield from (finding_lines(one) for one in found)
    if report.unpaired:
        told = ", ".join(f"{one} and {other}" for one, other in report.unpaired)
        yield Text(f"\nnot to be had together: {told}", "dim")
    yield Text(f"\n{report.summary}", "bold green" if report.passed else "bold red")


def _heat_map(found: Sequence[Grid], points: Sequence[Tried]) -> Table:
    shown = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("site", "effect", "once, at call 1 2 ...", "from that call on"):
        shown.add_column(name, overflow="fold")
    for grid in found:
        for index, effect in enumerate(grid.effects):
            cells = [grid.at(call, effect) for call in grid.calls]
            shown.add_row(
                Text("" if index else grid.site, "bold"),
                Text(effect),
                _letters([cell.once for cell in cells]),
                _letters([cell.lasting for cell in cells]),
            )
    for (first, second), tried in pairs(points).items():
        shown.add_row(Text(first, "bold"), Text(f"with {second}"), _letters(tried), Text())
    return shown


def _letters(points: Sequence[Optional[Tried]]) -> Text:
    text = Text()
    for one in points:
        text.append(
            " " if one is None else one.verdict.letter, "" if one is None else _STYLES[one.verdict]
        )
    return text


def _legend(report: SweepReport) -> Text:
    parts: List[Text] = [
        Text.assemble((verdict.letter, _STYLES[verdict]), f" {verdict.value} {count}")
        for verdict, count in report.verdicts.items()
    ]
    return Text("   ").join(parts)
