"""Is it there, and which is it? For whoever waits for a server to answer."""

from __future__ import annotations

import qhil
from qhil_mocks.clock_kind import clock_kind
from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response


def health(state: State, call: Call) -> Response:
    """Nothing that a seed draws, for nobody is asked who he is."""
    del call
    return Response.json(
        {
            "status": "ok",
            "service": "ibmq",
            "version": qhil.__version__,
            "clock": clock_kind(state.clock),
            "devices": len(state.devices.names),
        }
    )
