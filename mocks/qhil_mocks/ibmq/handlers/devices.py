"""The devices: what they are, how they were measured, how busy they are."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.device_files import in_utc
from qhil_mocks.ibmq.handlers.jobs import under_way
from qhil_mocks.ibmq.loopback_filter import matches
from qhil_mocks.ibmq.service_error import bad_request
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response
from qhil_mocks.wire_dates import instant, wire_date

_NOTHING = Response(body=b"{}")


def list_devices(state: State, call: Call) -> Response:
    """The configurations of all."""
    del call
    texts = [state.devices.configuration(name) for name in state.devices.names]
    return Response(body=b"[" + b",".join(texts) + b"]")


def properties(state: State, call: Call) -> Response:
    """The newest calibration; with a filter on its date, the newest that fulfils it; ``{}`` if none does."""
    where = call.filter().get("where") or {}
    if state.devices.facts(call.path["device"]).simulator:
        return _NOTHING
    for snapshot in reversed(state.devices.recording(call.path["device"]).history):
        if matches({"last_update_date": wire_date(snapshot.date)}, where):
            return Response(body=in_utc(snapshot.text.data))
    return _NOTHING


def defaults(state: State, call: Call) -> Response:
    """The pulse defaults; ``{}`` if there are none."""
    text = state.devices.defaults(call.path["device"])
    return _NOTHING if text is None else Response(body=text)


def queue_status(state: State, call: Call) -> Response:
    """Whether it works, and how many jobs wait."""
    facts = state.devices.facts(call.path["device"])
    outage = state.outages.at(facts.backend_name, call.now)
    status = "active" if outage is None else outage.status
    return Response.json(
        {
            "state": outage is None,
            "status": status,
            "message": status,
            "backend_version": facts.backend_version,
            "lengthQueue": state.schedule.waiting(facts.backend_name, call.now),
        }
    )


def jobs_limit(state: State, call: Call) -> Response:
    """How many jobs the caller's project may have under way there, and how many it has."""
    device = state.devices.facts(call.path["device"]).backend_name
    limit = call.project.job_limit
    return Response.json(
        {
            "maximumJobs": -1 if limit is None else limit,
            "runningJobs": under_way(state, call, device),
        }
    )


def device_bookings(state: State, call: Call) -> Response:
    """Reservations of a device that overlap the time asked for."""
    device = call.path["device"]
    state.devices.facts(device)
    start, end = _bound(call, "initialDate"), _bound(call, "endDate")
    found = [one for one in state.bookings if one.device == device and one.overlaps(start, end)]
    return Response.json([booking.wire() for booking in found])


def my_bookings(state: State, call: Call) -> Response:
    """The caller's own reservations."""
    return Response.json([one.wire() for one in state.bookings if one.user == call.user.id])


def _bound(call: Call, name: str) -> Optional[datetime]:
    text = call.request.asked(name)
    when = instant(text, default="Z")
    if text is not None and when is None:
        raise bad_request(f"{name} must be an ISO 8601 date")
    return when
