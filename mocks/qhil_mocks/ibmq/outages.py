"""Which devices do not work, and until when. Nothing runs on them meanwhile.

It is not kept beyond the process: a service that is started again finds its devices working.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Dict, Optional

from qhil_mocks.faults.fate import MAINTENANCE, Fate

NEVER = datetime.max.replace(tzinfo=timezone.utc)
WORKING = datetime.min.replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class Outage:
    """``status``: what the service calls it. ``until``: when the device works again."""

    status: str
    until: datetime


class Outages:
    """By device."""

    def __init__(self) -> None:
        self._outages: Dict[str, Outage] = {}

    def begin(self, device: str, fate: Optional[Fate], at: datetime) -> None:
        """A job with that fate has come into the queue of its device: perhaps that does not work from now on."""
        if fate is None or not fate.of_the_device:
            return
        status = "maintenance" if fate.name == MAINTENANCE else "unavailable"
        until = NEVER if fate.seconds is None else at + timedelta(seconds=fate.seconds)
        self._outages[device] = Outage(status, until)

    def at(self, device: str, now: datetime) -> Optional[Outage]:
        """What is wrong with it; None if it works."""
        found = self._outages.get(device)
        return found if found is not None and now < found.until else None

    def until(self, device: str) -> datetime:
        """From when on it works, by what is known."""
        found = self._outages.get(device)
        return WORKING if found is None else found.until
