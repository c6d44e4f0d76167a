"""The websocket on which the service tells the states of a job, as they come.

client: {"type": "authentication", "data": access token}
service: {"type": "authenticated"}, then {"type": "job-status", "data": ...} at each change, then the close
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.jobs import wire
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Close, Said

# What the client takes for the end, and for no such job.
JOB_DONE = 4002
JOB_NOT_FOUND = 4003
# Of the protocol itself: the other side did not keep to what was agreed.
_POLICY_VIOLATION = 1008


def open_(state: State, call: Call) -> JobChannel:
    """The channel of the job in the path."""
    return JobChannel(state, call.path["job"])


class JobChannel:
    """Says nothing before it knows who listens."""

    def __init__(self, state: State, job_id: str) -> None:
        self._state = state
        self._job_id = job_id
        self._listener: Optional[str] = None
        self._waiting: List[Said] = []
        self._told: Optional[Dict[str, Any]] = None
        self._over = False

    def receive(self, text: str) -> None:
        """The first message says who listens; no other is expected, or minded."""
        if self._listener is not None or self._over:
            return
        try:
            user = self._state.access.user(_token(text), self._state.clock.now())
        except ServiceError:
            self._end(_POLICY_VIOLATION)
        else:
            self._listener = user.id
            self._waiting.append(json.dumps({"type": "authenticated"}))

    def due(self) -> List[Said]:
        """The state of the job, if it is another than was told last; then the close, if that is final."""
        if self._listener is not None and not self._over:
            self._look(self._listener)
        said, self._waiting = self._waiting, []
        return said

    def _look(self, listener: str) -> None:
        try:
            job = self._state.jobs.get(self._job_id)
        except ServiceError:
            return self._end(JOB_NOT_FOUND)
        if job.owner != listener:
            return self._end(JOB_NOT_FOUND)
        told = wire.brief(job, self._state.schedule.place(job, self._state.clock.now()))
        if told != self._told:
            self._told = told
            self._waiting.append(json.dumps({"type": "job-status", "data": told}))
        if job.final:
            self._end(JOB_DONE)
        return None

    def _end(self, code: int) -> None:
        self._waiting.append(Close(code))
        self._over = True


def _token(text: str) -> Optional[str]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("type") != "authentication":
        return None
    token = told.get("data")
    return token if isinstance(token, str) else None
