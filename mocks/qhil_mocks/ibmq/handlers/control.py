"""The mock itself, steered from outside: what it is in, moved on, begun anew. Nothing that the real service had.

Whoever has logged in may do all of it, be it to what others have.
"""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Dict, List, Union

from qhil_mocks.clock import ManualClock
from qhil_mocks.clock_kind import clock_kind
from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.jobs import Job
from qhil_mocks.ibmq.jobs.life import TRANSITIONS
from qhil_mocks.ibmq.runtime.job import TRANSITIONS as RUNTIME_TRANSITIONS
from qhil_mocks.ibmq.runtime.job import RuntimeJob
from qhil_mocks.ibmq.service_error import ServiceError, bad_request
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response
from qhil_mocks.wire_dates import wire_date

if TYPE_CHECKING:
    from qhil_mocks.ibmq.service import IBMQService

# What is granted at that moment can still expire before Python's calendar ends.
_LATEST = datetime(9998, 1, 1, tzinfo=timezone.utc)
# Of jobs that run circuits, and of those that run programs.
_STATES = (*TRANSITIONS, *RUNTIME_TRANSITIONS)
# Two who move a clock at the same time move it one after the other.
_MOVING = threading.Lock()


def tell_state(state: State, call: Call) -> Response:
    """Seed, clock, users, and how many jobs are in which state."""
    return Response.json(
        {
            "seed": state.identities.seed,
            "clock": _clock(state, call.now),
            "users": [_user(user) for user in state.users],
            "jobs": dict(Counter(job.status for job in state.jobs.all())),
            "runtime_jobs": dict(Counter(job.status for job in state.runtime_jobs.all())),
        }
    )


def reset(service: IBMQService, call: Call) -> Response:
    """Forget all that was done; go on as a new service, with another seed if one is given."""
    seed = call.json().get("seed")
    if seed is not None and (type(seed) is not int or seed < 0):
        raise bad_request("seed must be an integer from 0 on, or null for the one it has")
    service.reset(seed)
    return tell_state(service.state, call)


def move_clock(state: State, call: Call) -> Response:
    """Move a clock that is moved by hand; all that is due by then has happened in the answer."""
    clock = state.clock
    if not isinstance(clock, ManualClock):
        raise ServiceError(
            409, f"The clock is {clock_kind(clock)}: only a manual clock can be moved"
        )
    seconds = call.json().get("advance", -1)
    if type(seconds) not in (int, float) or not seconds >= 0:
        raise bad_request("advance must be a number of seconds from 0 on")
    with _MOVING:
        if seconds > (_LATEST - clock.now()).total_seconds():
            raise bad_request(f"advance must not lead beyond the year {_LATEST.year - 1}")
        clock.advance(seconds)
    return Response.json(_clock(state, clock.now()))


def list_devices(state: State, call: Call) -> Response:
    """All devices, and how many jobs wait for each."""
    del call
    facts = [state.devices.facts(name) for name in state.devices.names]
    return Response.json(
        [
            {
                "name": one.backend_name,
                "n_qubits": one.n_qubits,
                "simulator": one.simulator,
                "queued": len(state.schedule.queue(one.backend_name)),
            }
            for one in facts
        ]
    )


def list_jobs(state: State, call: Call) -> Response:
    """The jobs of all users, oldest first; in the states asked for, if any is."""
    asked = call.request.all_asked("status")
    for status in asked:
        if status not in _STATES:
            raise bad_request(f"status must be one of {', '.join(_STATES)}")
    jobs: List[Union[Job, RuntimeJob]] = [*state.jobs.all(), *reversed(state.runtime_jobs.all())]
    found = [job for job in jobs if not asked or job.status in asked]
    return Response.json([_job(job) for job in sorted(found, key=lambda job: job.created)])


def list_requests(service: IBMQService, call: Call) -> Response:
    """What was asked of late, oldest first."""
    del call
    return Response.json(
        [
            {
                "when": wire_date(one.when),
                "method": one.method,
                "route": one.route,
                "operation": one.operation,
                "status": one.status,
            }
            for one in service.requests.newest()
        ]
    )


def _clock(state: State, now: datetime) -> Dict[str, Any]:
    return {"kind": clock_kind(state.clock), "now": wire_date(now)}


def _user(user: User) -> Dict[str, Any]:
    return {
        "id": user.id,
        "licensed": user.licensed,
        "projects": ["/".join(project.key) for project in user.projects],
    }


def _job(job: Union[Job, RuntimeJob]) -> Dict[str, Any]:
    return {
        "id": job.id,
        "user": job.owner,
        "project": "/".join(job.project.key),
        "device": job.device,
        "name": None if isinstance(job, RuntimeJob) else job.name,
        "program": job.program if isinstance(job, RuntimeJob) else None,
        "status": job.status,
        "steps": [[status, wire_date(when)] for status, when in job.steps],
    }
