"""``qhil faults``: the sites of fault plans, and what may go wrong at each."""

from __future__ import annotations

import fnmatch
from typing import Dict, Iterator, List, Optional, Tuple

import click
from rich.text import Text

from qhil.cli.options import console, print_json
from qhil.errors import FaultError
from qhil.faults import EffectKind, Site, sites
from qhil.faults.sites import matching


@click.command(
    epilog="A plan is written SITE[@N]=[P%][N*]EFFECT[(ARGUMENTS)], with ; between faults: "
    "backend.run@3=1*api_error is wrong once, at the third call."
)
@click.argument("site", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def faults(site: Optional[str], *, as_json: bool) -> None:
    """List what may go wrong, and where, for fault plans.

    SITE: only that one, or all that a pattern such as 'api.*' stands for.
    """
    found = sites() if site is None else _found(site)
    if as_json:
        print_json([_facts(one) for one in found], indent=2)
        return
    out = console()
    for one in _alike(found):
        out.print(Text.assemble((", ".join(one.names), "bold"), f"  {one.summary}"), soft_wrap=True)
        for line in _lines(one.effects):
            out.print(Text(line), soft_wrap=True)


class _Alike:
    """Sites of one kind, which admit the same effects."""

    def __init__(self, site: Site) -> None:
        self.names: List[str] = [site.name]
        self.summary = site.summary
        self.effects = site.effects


def _alike(found: Tuple[Site, ...]) -> List[_Alike]:
    """Sites with the same summary and effects, of which there are many at the wire, together."""
    groups: Dict[Tuple[str, Tuple[EffectKind, ...]], _Alike] = {}
    for site in found:
        key = (site.summary, site.effects)
        if key in groups:
            groups[key].names.append(site.name)
        else:
            groups[key] = _Alike(site)
    return list(groups.values())


def _lines(effects: Tuple[EffectKind, ...]) -> Iterator[str]:
    width = max((len(kind.signature) for kind in effects), default=0)
    for kind in effects:
        yield f"    {kind.signature:<{width}}  {kind.summary}"


def _found(pattern: str) -> Tuple[Site, ...]:
    """The sites that ``pattern`` stands for, or that begin with it."""
    try:
        return matching(pattern)
    except FaultError:
        within = tuple(one for one in sites() if fnmatch.fnmatchcase(one.name, f"{pattern}*"))
        if not within:
            raise
        return within


def _facts(site: Site) -> Dict[str, object]:
    return {
        "site": site.name,
        "summary": site.summary,
        "effects": [
            {
                "effect": kind.name,
                "summary": kind.summary,
                "parameters": [
                    {"name": one.name, "required": one.required, "default": one.default}
                    for one in kind.parameters
                ],
            }
            for kind in site.effects
        ],
    }
