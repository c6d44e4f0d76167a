"""Lists of the caller's jobs in a project, as a filter asks for them."""

from __future__ import annotations

from typing import Any, List, Mapping

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.jobs import wire
from qhil_mocks.ibmq.loopback_filter import select
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response

_OF_AN_ID = ("id", "creationDate", "liveDataEnabled")


def list_jobs(state: State, call: Call) -> Response:
    """The jobs, without when they entered each state."""
    return Response.json(_selected(state, call))


def list_ids(state: State, call: Call) -> Response:
    """No more than id and date of each."""
    return Response.json([{key: job[key] for key in _OF_AN_ID} for job in _selected(state, call)])


def _selected(state: State, call: Call) -> List[Mapping[str, Any]]:
    jobs = state.jobs.all(of=call.user.id, project=call.project)
    newest_first = reversed([wire.listed(job, state.schedule.place(job, call.now)) for job in jobs])
    return select(list(newest_first), call.filter())
