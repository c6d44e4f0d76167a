"""Which sites there are: those of the core, and those that other packages offer.

A package offers its own by an entry point of the group ``qhil.fault_sites``, which names a tuple of `Site`.
"""

from __future__ import annotations

import difflib
import fnmatch
import functools
from importlib.metadata import entry_points
from typing import Any, Dict, Iterable, List, Tuple

from qhil.errors import FaultError
from qhil.faults import backend_sites
from qhil.faults.effect import EffectKind
from qhil.faults.site import OFF, Site

_GROUP = "qhil.fault_sites"


@functools.lru_cache(maxsize=1)
def sites() -> Tuple[Site, ...]:
    """All sites, those of the core first."""
    found: List[Site] = list(backend_sites.SITES)
    for entry in _entries():
        found.extend(entry.load())
    return tuple({site.name: site for site in found}.values())


def matching(pattern: str) -> Tuple[Site, ...]:
    """The sites of that name, or those that it stands for: ``api.*`` is every operation.

    Raises:
        FaultError: if there is none; lists the nearest.
    """
    own = {site.name: site for site in backend_sites.SITES}
    if pattern in own:  # so that a plan for a backend need not look at what else there is
        return (own[pattern],)
    found = tuple(site for site in sites() if fnmatch.fnmatchcase(site.name, pattern))
    if not found:
        raise FaultError(f"there is no site {pattern!r}; {_nearest(pattern, names(sites()))}")
    return found


def effect_kind(pattern: str, name: str) -> EffectKind:
    """The effect of that name, which all sites that ``pattern`` stands for admit.

    Raises:
        FaultError: if there is no such site, or one does not admit it; lists the nearest.
    """
    kinds: Dict[str, EffectKind] = {OFF.name: OFF}
    found = matching(pattern)
    admitted = [{kind.name: kind for kind in site.effects} for site in found]
    kinds.update(
        (one, kind)
        for one, kind in admitted[0].items()
        if all(one in others for others in admitted)
    )
    if name not in kinds:
        raise FaultError(f"{pattern} admits no effect {name!r}; {_nearest(name, sorted(kinds))}")
    return kinds[name]


def names(known: Iterable[Site]) -> List[str]:
    """Their names."""
    return [site.name for site in known]


def _entries() -> Iterable[Any]:
    found: Any = entry_points()
    if hasattr(found, "select"):
        chosen: Iterable[Any] = found.select(group=_GROUP)
    else:  # Python 3.9
        chosen = found.get(_GROUP, ())
    # An editable install may be found twice.
    return {entry.value: entry for entry in chosen}.values()


def _nearest(word: str, known: List[str]) -> str:
    close = difflib.get_close_matches(word, known, n=4, cutoff=0.4)
    return f"nearest: {', '.join(close)}" if close else f"known: {', '.join(known)}"
