"""The faults of a mock, told and replaced while it is served. See `qhil_mocks.ibmq.handlers.control`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional

from qhil.errors import FaultError
from qhil.faults import FaultPlan, Firing, Injection
from qhil_mocks.faults.doors import must_be_possible
from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.service_error import bad_request
from qhil_mocks.rest import Response

if TYPE_CHECKING:
    from qhil_mocks.ibmq.service import IBMQService


def tell(service: IBMQService, call: Call) -> Response:
    """The plan, what has happened of it, and how often each site was called; nothing much if there is no plan."""
    del call
    return Response.json(_told(service.faults.injection))


def replace(service: IBMQService, call: Call) -> Response:
    """Go on by another ``plan``, with that ``seed``; null for none. Calls are counted anew."""
    asked = call.json()
    text, seed = asked.get("plan"), asked.get("seed", 0)
    if not (text is None or isinstance(text, str)) or type(seed) is not int:
        raise bad_request("plan must be the text of one, or null; seed an integer")
    injection = None
    if text is not None:
        try:
            injection = Injection(FaultPlan.parse(text, seed=seed))
            must_be_possible(injection, tls=call.addresses.api.startswith("https:"))
        except FaultError as error:
            raise bad_request(str(error)) from None
    service.faults.injection = injection
    return Response.json(_told(injection))


def _told(injection: Optional[Injection]) -> Dict[str, Any]:
    if injection is None:
        return {"plan": None}
    return {
        "plan": str(injection.plan),
        "seed": injection.plan.seed,
        "firings": [_firing(one) for one in injection.firings],
        "unfired": [str(fault) for fault in injection.unfired],
        "calls": dict(injection.calls),
        "submissions": injection.submissions,
        "delayed": injection.delayed,
    }


def _firing(firing: Firing) -> Dict[str, Any]:
    return {
        "site": firing.site,
        "call": firing.call,
        "effect": str(firing.effect),
        "place": firing.place,
    }
