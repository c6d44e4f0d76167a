"""One experiment as it is at one moment, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional, Tuple

from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.experiments.entry import Entry

PRIVATE = "private"
PUBLIC = "public"
# With whom an experiment is shared, beside its owner: with so many of hub, group and project in common.
_IN_COMMON = {"hub": 1, "group": 2, "project": 3}
VISIBILITIES = (PRIVATE, "project", "group", "hub", PUBLIC)


@dataclass(frozen=True)
class Experiment(Entry):
    """An experiment. ``owner`` is a user's id, ``parent`` an experiment's, and ``extra`` JSON as it was sent."""

    owner: str
    hub: str
    group: str
    project: str
    type: str
    device: str
    start: datetime
    end: Optional[datetime] = None
    visibility: str = PRIVATE
    parent: Optional[str] = None
    jobs: Tuple[str, ...] = ()
    tags: Tuple[str, ...] = ()
    notes: str = ""
    extra: str = "{}"

    def visible_to(self, user: User) -> bool:
        """To its owner; to everybody if public; to who works in the hub, group or project that it is shared with."""
        if user.id == self.owner or self.visibility == PUBLIC:
            return True
        length = _IN_COMMON.get(self.visibility)
        if length is None:
            return False
        mine = (self.hub, self.group, self.project)
        return any(project.key[:length] == mine[:length] for project in user.projects)
