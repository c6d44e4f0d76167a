"""Who uses the service: users and the projects they may work in. Facts; what changes is in `access`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Tuple

from qhil_mocks.identities import Identities

# What the open project of the service allowed on one device at a time.
OPEN_JOB_LIMIT = 5


@dataclass(frozen=True)
class Project:
    """Hub, group and project under which a user works: the client makes a provider of each.

    ``job_limit``: how many jobs may be under way on one device, None for no limit. ``private``: results and
    inputs of its jobs can be read once.
    """

    hub: str
    group: str
    name: str
    default: bool = False
    job_limit: Optional[int] = None
    private: bool = False

    @property
    def key(self) -> Tuple[str, str, str]:
        """What tells it from others."""
        return (self.hub, self.group, self.name)


OPEN = Project("ibm-q", "open", "main", default=True, job_limit=OPEN_JOB_LIMIT)
PREMIUM = Project("ibm-q-lab", "research", "premium")
PRIVATE = Project("ibm-q-lab", "research", "private", private=True)


@dataclass(frozen=True)
class User:
    """One account. ``token`` is the API token with which it logs in.

    ``may_upload``: runtime programs of its own; all may run those that they see.
    """

    id: str
    token: str = field(repr=False)
    projects: Tuple[Project, ...] = (OPEN,)
    licensed: bool = True
    may_upload: bool = True

    def project(self, key: Tuple[str, str, str]) -> Optional[Project]:
        """Its project of that hub, group and name; None if it has none."""
        return next((project for project in self.projects if project.key == key), None)


def default_users(identities: Identities) -> Tuple[User, ...]:
    """One with the open project alone, and one with a premium and a private project beside it."""
    projects = ((OPEN,), (OPEN, PREMIUM, PRIVATE))
    return tuple(
        User(
            identities.text("user", index, digits=24),
            identities.text("api token", index, digits=128),
            theirs,
        )
        for index, theirs in enumerate(projects)
    )
