"""The points of a sweep: each call of each site, with each effect that the site admits, once and persistently.

calls of the clean run -> plans of one fault
points that were tried -> plans of two faults, the second where the first lets the scenario come
"""

from __future__ import annotations

import fnmatch
import itertools
import random
from typing import Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from qhil.errors import FaultError, SweepError
from qhil.faults import FaultPlan, Site, sites
from qhil.sweeping.verdict import Tried, Verdict

Pair = Tuple[str, str]

_PER_PAIR = 4
_CALLS = 100  # of a site, at which a second fault may be; those of one that hangs are endless


def points(
    calls: Mapping[str, int], *, seed: int = 0, only: Optional[Sequence[str]] = None
) -> Tuple[FaultPlan, ...]:
    """The plans of one fault, by site, call and effect.

    Args:
        calls: how often each site is called, as `CleanRun.calls` tells it.
        seed: for what effects draw.
        only: patterns of sites; None for all that were called.

    Raises:
        SweepError: if there is no point.
    """
    known = {site.name: site for site in sites()}
    chosen = [site for site in known if is_swept(site, only) and calls.get(site)]
    found = tuple(
        FaultPlan.parse(text, seed=seed)
        for site in chosen
        for call in range(1, calls[site] + 1)
        for text in _texts(known[site], call)
    )
    if not found:
        called = ", ".join(calls) or "no sites at all"
        wanted = "" if only is None else f" of {', '.join(only)}"
        raise SweepError(f"there is no point to try{wanted}: called were {called}")
    return found


def effect_texts(site: Site) -> List[str]:
    """The effects that a sweep tries at a site, as they stand in a plan."""
    return [
        f"{kind.name}({arguments})" if arguments else kind.name
        for kind in site.effects
        for arguments in kind.tries
    ]


def pairs(
    tried: Sequence[Tried], *, seed: int = 0, budget: Optional[int] = None
) -> Tuple[FaultPlan, ...]:
    """Plans of two faults, such that every two sites that can be had together appear.

    The second fault is at a call that the scenario came to after the first, when that was tried: so both happen.

    Args:
        tried: the points of one fault.
        seed: for the choice.
        budget: how many at most; None for a few of each pair of sites.

    Raises:
        SweepError: if the budget is less than there are pairs of sites.
    """
    draws = random.Random(f"{seed}/pairs")  # noqa: S311  # a choice, no secret
    candidates: Dict[Pair, List[Tuple[Tried, str, int]]] = {}
    for first in tried:
        if first.verdict is Verdict.NOT_REACHED or first.verdict is Verdict.HANG:
            continue
        for site, (begin, end) in first.later.items():
            pair = _pair(first.faults.faults[0].site, site)
            candidates.setdefault(pair, []).extend(
                (first, site, call) for call in range(begin, min(end, begin + _CALLS) + 1)
            )
    most = _PER_PAIR * len(candidates) if budget is None else budget
    if most < len(candidates):
        raise SweepError(
            f"{len(candidates)} pairs of sites can be had, and the budget is {most}: give that many at least"
        )
    streams = [_stream(candidates[pair], draws, seed) for pair in sorted(candidates)]
    chosen = itertools.islice(_in_turn(streams), most)
    return tuple(chosen)


def unpaired(tried: Iterable[Tried], chosen: Iterable[FaultPlan]) -> Tuple[Pair, ...]:
    """The pairs of sites that no plan of two faults has, since no fault at one lets the scenario come to the other."""
    swept = sorted({one.faults.faults[0].site for one in tried})
    had: Set[Pair] = {_pair(plan.faults[0].site, plan.faults[1].site) for plan in chosen}
    every = itertools.combinations_with_replacement(swept, 2)
    return tuple(pair for pair in every if pair not in had)


def _texts(site: Site, call: int) -> Iterator[str]:
    at = f"@{call}" if call > 1 else ""
    for effect in effect_texts(site):
        yield f"{site.name}{at}=1*{effect}"
        yield f"{site.name}{at}={effect}"


def is_swept(site: str, only: Optional[Sequence[str]]) -> bool:
    """Whether one of the patterns stands for ``site``; None stands for all."""
    return only is None or any(fnmatch.fnmatchcase(site, one) for one in only)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _stream(
    candidates: List[Tuple[Tried, str, int]], draws: random.Random, seed: int
) -> Iterator[FaultPlan]:
    """Plans of one pair of sites, in an order that is drawn: each candidate with one effect, then with another."""
    effects = {
        site.name: draws.sample(texts, len(texts))
        for site in sites()
        for texts in [effect_texts(site)]
    }
    order = draws.sample(candidates, len(candidates))
    rounds = max((len(effects.get(site, ())) for _, site, _ in order), default=0)
    for turn, (index, (first, site, call)) in itertools.product(range(rounds), enumerate(order)):
        known = effects.get(site, [])
        if turn >= len(known):
            continue
        at = f"@{call}" if call > 1 else ""
        text = f"{first.plan};{site}{at}=1*{known[(turn + index) % len(known)]}"
        try:
            plan = FaultPlan.parse(text, seed=seed)
        except FaultError:  # the first takes every call of that site
            continue
        yield plan


def _in_turn(streams: List[Iterator[FaultPlan]]) -> Iterator[FaultPlan]:
    while streams:
        left = []
        for stream in streams:
            plan = next(stream, None)
            if plan is not None:
                left.append(stream)
                yield plan
        streams = left
