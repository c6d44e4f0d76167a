"""One runtime program as it is at one moment, and as its client reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Optional

from qhil_mocks.wire_dates import wire_date


@dataclass(frozen=True)
class Program:
    """A program. ``cost``: how long it may run, in s. ``spec``: the JSON of its schemas and requirements.

    ``owner`` is a user's id; None for what belongs to the service.
    """

    id: str
    owner: Optional[str]
    name: str
    description: str
    cost: float
    source: str
    public: bool
    created: datetime
    updated: datetime
    spec: Optional[str] = None

    def seen_by(self, user: str) -> bool:
        """Whether that user may know of it, and run it."""
        return self.public or self.owner == user

    def wire(self) -> Dict[str, Any]:
        """As everybody who sees it reads it: without its source. ``spec`` is left out rather than null."""
        told = {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "cost": int(self.cost) if self.cost.is_integer() else self.cost,
            "creation_date": wire_date(self.created),
            "update_date": wire_date(self.updated),
            "is_public": self.public,
        }
        return told if self.spec is None else {**told, "spec": json.loads(self.spec)}
