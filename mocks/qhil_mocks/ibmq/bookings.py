"""Reservations of devices: facts that somebody gives, for the client to list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Optional, Tuple

from qhil_mocks.wire_dates import wire_date


@dataclass(frozen=True)
class Booking:
    """A time for which a project has a device to itself. ``user`` is the id of who reserved it."""

    id: str
    user: str
    device: str
    project: Tuple[str, str, str]
    created: datetime
    start: datetime
    end: datetime
    mode: str = "dedicated"

    def overlaps(self, start: Optional[datetime], end: Optional[datetime]) -> bool:
        """Whether any of it is between ``start`` and ``end``; None is no bound."""
        return (end is None or self.start <= end) and (start is None or self.end >= start)

    def wire(self) -> Dict[str, Any]:
        """As the client reads it."""
        hub, group, project = self.project
        return {
            "id": self.id,
            "creationDate": wire_date(self.created),
            "initialDate": wire_date(self.start),
            "endDate": wire_date(self.end),
            "mode": self.mode,
            "backendName": self.device,
            "hubInfo": {
                "hub": {"name": hub},
                "group": {"name": group},
                "project": {"name": project},
            },
        }
