"""What goes wrong in one service: as its own plan says, and as `qhil.inject` does for all of this process."""

from __future__ import annotations

from typing import Optional

from qhil.faults import Faults, Firing, Injection, ask, note_delay, note_submission, time_left
from qhil_mocks.faults.fate import CREATING, Fate, fails


class ServiceFaults:
    """Asked at every site of a service. ``injection`` is its own, which may be replaced while it is served."""

    def __init__(self, faults: Faults = None) -> None:
        self.injection: Optional[Injection] = None if faults is None else Injection.of(faults)

    def ask(self, site: str) -> Optional[Firing]:
        """What goes wrong at this call of ``site``; None for nothing."""
        return ask(site, self.injection)

    def take(self, site: str) -> Optional[Fate]:
        """What is to become of a job whose life ``site`` is; it is counted, if it is taken at all."""
        fate = Fate.of(self.ask(site))
        if not fails(fate, CREATING):
            note_submission(self.injection)
        return fate

    def note_delay(self, seconds: float) -> None:
        """Count time that has passed though nobody waited."""
        note_delay(seconds, self.injection)

    def time_left(self) -> Optional[float]:
        """How many s may pass until a limit is reached; None for no limit."""
        return time_left(self.injection)
