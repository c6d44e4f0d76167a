"""Scenarios at the top of a module, so that other processes find them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

from qhil.faults import ask, note_delay, note_submission


class RefusedError(Exception):
    """What a step raises when the service answers with an error."""


@dataclass(frozen=True)
class Steps:
    """Asks at each site in turn, and reacts as a client would; the result tells what became of each call.

    ``retries``: how often a refused call is made once more.
    """

    sites: Tuple[str, ...]
    retries: int = 0

    def __init__(self, *sites, retries=0):
        object.__setattr__(self, "sites", sites)
        object.__setattr__(self, "retries", retries)

    def __call__(self):
        return [self._step(site, self.retries) for site in self.sites]

    def _step(self, site, retries):
        firing = ask(site)
        if firing is None or firing.name == "delay":
            if site == "backend.run":
                note_submission()
            if firing is not None:
                note_delay(firing.arguments[0])
            return "well"
        if firing.name == "lost_answer":
            note_submission()
        if retries:
            return self._step(site, retries - 1)
        if firing.name in ("api_error", "lost_answer"):
            raise RefusedError(firing.name)
        return firing.name
