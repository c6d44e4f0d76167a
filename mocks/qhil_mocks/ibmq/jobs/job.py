"""One job as it is at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional, Tuple

from qhil_mocks.faults.fate import Fate
from qhil_mocks.ibmq.accounts import Project
from qhil_mocks.ibmq.jobs.life import FINAL


@dataclass(frozen=True)
class JobError:
    """Why a job failed, with the service's code."""

    message: str
    code: int


@dataclass(frozen=True)
class QueuePlace:
    """Where a job waits. ``position`` counts from 1; ``start`` and ``end`` are when it is expected to run."""

    position: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Job:
    """A job. ``steps`` are its states in order, each with the moment it began; the last is where it is.

    ``owner`` is a user's id, ``number`` counts the jobs of the service, and ``summary`` tells of the Qobj what can
    be asked for in a query. ``fate``: what a fault has in store for it.
    """

    id: str
    number: int
    owner: str
    project: Project
    device: str
    created: datetime
    steps: Tuple[Tuple[str, datetime], ...]
    name: Optional[str] = None
    tags: Tuple[str, ...] = ()
    experiment: Optional[str] = None
    live_data: Optional[bool] = None
    client: str = ""
    summary: Optional[Mapping[str, Any]] = None
    error: Optional[JobError] = None
    fate: Optional[Fate] = None

    @property
    def status(self) -> str:
        """The state it is in."""
        return self.steps[-1][0]

    @property
    def since(self) -> datetime:
        """Since when it is in that state."""
        return self.steps[-1][1]

    @property
    def final(self) -> bool:
        """Whether it will stay in that state."""
        return self.status in FINAL
