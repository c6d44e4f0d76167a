"""One job that runs a program, at one moment: what it is, what it has to do, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import FrozenSet, Mapping, Optional, Tuple

from qhil_mocks.faults.fate import Fate
from qhil_mocks.ibmq.accounts import Project

# The states, by the names they have on the wire.
QUEUED = "Queued"
RUNNING = "Running"
COMPLETED = "Completed"
FAILED = "Failed"
CANCELLED = "Cancelled"
RAN_TOO_LONG = "Cancelled - Ran too long"

# None follows a final state. One that runs is queued again when the service stops before its program has ended.
TRANSITIONS: Mapping[str, Tuple[str, ...]] = {
    QUEUED: (RUNNING, CANCELLED),
    RUNNING: (COMPLETED, FAILED, CANCELLED, RAN_TOO_LONG, QUEUED),
    COMPLETED: (),
    FAILED: (),
    CANCELLED: (),
    RAN_TOO_LONG: (),
}
FINAL: FrozenSet[str] = frozenset(state for state, after in TRANSITIONS.items() if not after)


@dataclass(frozen=True)
class RuntimeJob:
    """A job. ``steps`` are its states in order, each with the moment it began; the last is where it is.

    ``owner`` is a user's id, and ``number`` counts the runtime jobs of the service. ``fate``: what a fault has in
    store for it.
    """

    id: str
    number: int
    owner: str
    project: Project
    device: str
    program: str
    created: datetime
    steps: Tuple[Tuple[str, datetime], ...]
    fate: Optional[Fate] = None

    @property
    def status(self) -> str:
        """The state it is in."""
        return self.steps[-1][0]

    @property
    def final(self) -> bool:
        """Whether it will stay in that state."""
        return self.status in FINAL


@dataclass(frozen=True)
class Work:
    """What a job has to do: the program as it was when the job was submitted, and its inputs.

    ``inputs``: JSON as the client's encoder wrote it. ``limit``: s. ``spec``: JSON. ``log_level``: a name of
    `logging`'s, None for what Python does by itself.
    """

    source: str
    inputs: str
    limit: float
    spec: Optional[str] = None
    log_level: Optional[str] = None


@dataclass(frozen=True)
class Output:
    """What came of it. ``result``: JSON, or the text that says why there is none."""

    result: str
    logs: str
