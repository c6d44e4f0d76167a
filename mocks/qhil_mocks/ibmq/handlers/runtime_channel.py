"""The websocket on which a program's interim results come while it runs.

service: an acknowledgement, then each result as it was published, then the close
"""

from __future__ import annotations

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.handlers.runtime_jobs import own_job
from qhil_mocks.ibmq.runtime.interim import Listening
from qhil_mocks.ibmq.state import State


def open_(state: State, call: Call) -> Listening:
    """The channel of the caller's job in the path."""
    return state.interim.listen(own_job(state, call).id, lambda: own_job(state, call).final)
