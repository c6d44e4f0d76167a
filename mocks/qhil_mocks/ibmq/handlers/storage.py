"""The object storage: its URLs are all that it asks for."""

from __future__ import annotations

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response


def upload(state: State, call: Call) -> Response:
    """Keep the body."""
    state.storage.put(call.path["key"], call.request.body, call.now)
    return Response()


def download(state: State, call: Call) -> Response:
    """What is kept there."""
    return Response(body=state.storage.get(call.path["key"], call.now))
