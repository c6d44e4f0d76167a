"""The states of a job, by the names they have on the wire, and which follow which."""

from __future__ import annotations

from typing import FrozenSet, Mapping, Tuple

CREATING = "CREATING"
VALIDATING = "VALIDATING"
VALIDATED = "VALIDATED"
QUEUED = "QUEUED"
RUNNING = "RUNNING"
COMPLETED = "COMPLETED"
CANCELLED = "CANCELLED"
ERROR_CREATING = "ERROR_CREATING_JOB"
ERROR_VALIDATING = "ERROR_VALIDATING_JOB"
ERROR_RUNNING = "ERROR_RUNNING_JOB"

# The first is where a job goes if nothing comes between. None follows a final state.
TRANSITIONS: Mapping[str, Tuple[str, ...]] = {
    CREATING: (VALIDATING, ERROR_CREATING, CANCELLED),
    VALIDATING: (VALIDATED, ERROR_VALIDATING, CANCELLED),
    VALIDATED: (QUEUED, CANCELLED),
    QUEUED: (RUNNING, CANCELLED),
    RUNNING: (COMPLETED, ERROR_RUNNING, CANCELLED),
    COMPLETED: (),
    CANCELLED: (),
    ERROR_CREATING: (),
    ERROR_VALIDATING: (),
    ERROR_RUNNING: (),
}

FINAL: FrozenSet[str] = frozenset(state for state, after in TRANSITIONS.items() if not after)
