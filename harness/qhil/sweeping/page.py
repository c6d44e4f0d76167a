"""A report as one page of HTML that needs nothing else: no script, no font, no network.

SweepReport -> heat map of each site (call by effect), pairs by their sites, each finding with its plan
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Dict, Iterator, List, Optional, Sequence, Tuple

from qhil.report_page import beginning
from qhil.sweeping.grid import Grid, gravest, grids, pairs
from qhil.sweeping.page_style import STYLE
from qhil.sweeping.verdict import Tried, Verdict

if TYPE_CHECKING:
    from qhil.sweeping.report import SweepReport


def to_html(report: SweepReport, *, title: str) -> str:
    """The text of the page."""
    return "\n".join(_page(report, title)) + "\n"


def _page(report: SweepReport, title: str) -> Iterator[str]:
    yield from beginning(
        title, style=STYLE, summary=report.summary, kind="well" if report.passed else "bad"
    )
    yield from _facts(report)
    yield from _legend(report)
    anchors = {one.plan: f"p{index}" for index, one in enumerate(_listed(report), 1)}
    for alike in _alike(grids(report.points)):
        yield from _heat_map(alike, anchors)
    yield from _pairs(report)
    yield from _findings(report, anchors)
    yield "</main>\n</body>\n</html>"


def _facts(report: SweepReport) -> Iterator[str]:
    calls = ", ".join(
        f"{site} {count}\N{MULTIPLICATION SIGN}" for site, count in report.calls.items()
    )
    facts = {
        "When nothing goes wrong": f"{calls}; jobs submitted: {report.submissions}",
        "Documented exceptions": ", ".join(report.documented) or "none",
        "Seed": str(report.seed),
    }
    yield "<dl>"
    yield from (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    yield "</dl>"


def _legend(report: SweepReport) -> Iterator[str]:
    yield '<ul class="legend">'
    for verdict in Verdict:
        count = report.verdicts.get(verdict, 0)
        yield (
            f'<li><span class="mark {_class(verdict)}">{verdict.letter}</span> {escape(verdict.value)} '
            f"<b>{count}</b></li>"
        )
    yield "</ul>"
    yield (
        '<p class="hint">Each cell is one effect at one call: left where it happens once, right where it happens '
        "from that call on. Its plan is shown when you point at it, and a finding leads to its line below.</p>"
    )


def _heat_map(alike: Sequence[Grid], anchors: Dict[str, str]) -> Iterator[str]:
    """One table for sites that admit the same effects."""
    several = len(alike) > 1
    site = alike[0].site
    yield f"<section><h2>{escape(site.partition('.')[0] if several else site)}</h2>"
    yield '<div class="wide"><table class="heat"><thead><tr><th scope="col">call</th>'
    for effect in alike[0].effects:
        yield f'<th scope="col" class="effect"><span>{escape(effect)}</span></th>'
    yield "</tr></thead><tbody>"
    for grid, call in [(one, call) for one in alike for call in one.calls]:
        row = f"{grid.site.partition('.')[2]} {call}" if several else str(call)
        yield f'<tr><th scope="row">{escape(row)}</th>'
        for effect in grid.effects:
            cell = grid.at(call, effect)
            halves = _mark(cell.once, anchors) + _mark(cell.lasting, anchors)
            yield f'<td><span class="cell">{halves}</span></td>'
        yield "</tr>"
    yield "</tbody></table></div></section>"


def _alike(found: Sequence[Grid]) -> List[List[Grid]]:
    """Sites of one kind that admit the same effects, together."""
    groups: Dict[Tuple[str, Tuple[str, ...]], List[Grid]] = {}
    for grid in found:
        groups.setdefault((grid.site.partition(".")[0], grid.effects), []).append(grid)
    return list(groups.values())


def _mark(one: Optional[Tried], anchors: Dict[str, str]) -> str:
    if one is None:
        return '<span class="mark"></span>'
    tip = escape("\n".join([f"{one.plan}: {one.verdict.value}", *one.told]), quote=True)
    inside = f'class="mark {_class(one.verdict)}" title="{tip}">{one.verdict.letter}'
    anchor = anchors.get(one.plan)
    return f"<span {inside}</span>" if anchor is None else f'<a href="#{anchor}" {inside}</a>'


def _pairs(report: SweepReport) -> Iterator[str]:
    found = pairs(report.points)
    if not found and not report.unpaired:
        return
    names = sorted({site for pair in (*found, *report.unpaired) for site in pair})
    yield "<section><h2>Two faults at a time</h2>"
    yield '<div class="wide"><table class="heat"><thead><tr><th scope="col">sites</th>'
    yield from (
        f'<th scope="col" class="effect"><span>{escape(name)}</span></th>' for name in names
    )
    yield "</tr></thead><tbody>"
    for row, name in enumerate(names):
        yield f'<tr><th scope="row">{escape(name)}</th>'
        for column, other in enumerate(names):
            tried = found.get((name, other), []) if column >= row else None
            yield f"<td>{_pair_mark(name, other, tried)}</td>"
        yield "</tr>"
    yield "</tbody></table></div>"
    yield '<p class="hint">The number of pairs that were tried, coloured by the gravest; '
    yield "\N{EN DASH} where the two cannot be had together.</p></section>"


def _pair_mark(name: str, other: str, tried: Optional[Sequence[Tried]]) -> str:
    if tried is None:
        return ""
    if not tried:
        return (
            f'<span class="mark both" title="{escape(name)} and {escape(other)}">\N{EN DASH}</span>'
        )
    tip = escape("\n".join(f"{one.plan}: {one.verdict.value}" for one in tried), quote=True)
    return f'<span class="mark both {_class(gravest(tried))}" title="{tip}">{len(tried)}</span>'


def _findings(report: SweepReport, anchors: Dict[str, str]) -> Iterator[str]:
    listed = _listed(report)
    yield f"<section><h2>Findings: {len(report.findings)}</h2>"
    if not listed:
        yield "<p>None.</p></section>"
        return
    yield '<ol class="findings">'
    for one in listed:
        told = "".join(f"<p>{escape(line)}</p>" for line in one.told)
        yield (
            f'<li id="{anchors[one.plan]}"><span class="mark {_class(one.verdict)}">{one.verdict.letter}</span> '
            f"<b>{escape(one.verdict.value)}</b> <code>{escape(one.reproduced_by)}</code>{told}</li>"
        )
    yield "</ol></section>"


def _listed(report: SweepReport) -> List[Tried]:
    return [*report.findings, *report.missed]


def _class(verdict: Verdict) -> str:
    return verdict.name.lower().replace("_", "-")
