"""Devices for experiments, and the components that each has: its qubits."""

from __future__ import annotations

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response


def list_devices(state: State, call: Call) -> Response:
    """The devices on which an experiment can have been."""
    del call
    return Response.json({"devices": [{"name": name} for name in state.devices.names]})


def list_components(state: State, call: Call) -> Response:
    """The components of one device, or of all. Recordings tell of qubits, and of no resonators."""
    asked = call.request.asked("device_name")
    names = state.devices.names if asked is None else (asked,)
    return Response.json(
        {
            "device_components": [
                {"device_name": name, "type": f"Q{qubit}"}
                for name in names
                for qubit in range(state.devices.facts(name).n_qubits)
            ]
        }
    )
