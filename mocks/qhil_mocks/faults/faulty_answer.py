"""What becomes of a request at which a fault happens.

Firing, what handles the request -> Response, perhaps with a mishap for its door
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Callable, Mapping, Optional

from qhil.errors import FaultError
from qhil.faults import Firing
from qhil_mocks.faults.job_states import with_state
from qhil_mocks.faults.json_damage import damaged
from qhil_mocks.faults.not_a_number import with_nan
from qhil_mocks.ibmq.service_error import JOB_LIMIT_REACHED, ServiceError
from qhil_mocks.rest import Mishap, Response
from qhil_mocks.rest.mishap import CUT, LATE, NO_TLS, REFUSED, RESET, SLOW

# For an answer that never is one.
NO_STATUS = 0
RETRY_AFTER = "Retry-After"
_PAGE = (
    "<!DOCTYPE html><html><head><title>One moment</title></head>"
    "<body><h1>Checking your browser</h1></body></html>"
)
_TEXTS = {
    401: "Authorization Required",
    403: "Forbidden",
    404: "Not Found",
    406: "Not Acceptable",
    409: "Conflict",
    413: "Payload Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    520: "Web Server Returned an Unknown Error",
    521: "Web Server Is Down",
    522: "Connection Timed Out",
    523: "Origin Is Unreachable",
    524: "A Timeout Occurred",
}
Handle = Callable[[], Response]


def faulty_answer(firing: Firing, handle: Handle) -> Response:
    """The answer. ``handle`` does what was asked for, and is called as often as the effect has it done.

    Raises:
        FaultError: if the effect cannot be had of the answer that there is: then the fault has not happened.
    """
    return _EFFECTS[firing.name](firing, handle)


def refusal(status: int, retry_after: Optional[float] = None) -> Response:
    """The service's no."""
    response = ServiceError(status, _TEXTS[status]).response()
    if retry_after is None:
        return response
    return replace(response, headers=((RETRY_AFTER, f"{retry_after:.0f}"),))


def _status(firing: Firing, _: Handle) -> Response:
    code, retry_after = firing.arguments
    return refusal(_whole(code), None if retry_after is None else _seconds(retry_after))


def _lost_answer(_: Firing, handle: Handle) -> Response:
    handle()
    return refusal(504)


def _job_limit(_firing: Firing, _handle: Handle) -> Response:
    text = "You have reached the maximum number of concurrent jobs"
    return ServiceError(403, text, code=JOB_LIMIT_REACHED).response()


def _twice(firing: Firing, handle: Handle) -> Response:
    answers = {"first": handle(), "second": handle()}
    return answers[str(firing.arguments[0])]


def _damaged(firing: Firing, handle: Handle) -> Response:
    response = handle()
    path = firing.arguments[0] if firing.arguments else None
    try:
        text = damaged(
            response.body, firing.name, None if path is None else str(path), firing.draws()
        )
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise FaultError(f"{firing}: the answer is no JSON") from None
    return replace(response, body=text)


def _with_nan(_: Firing, handle: Handle) -> Response:
    response = handle()
    return replace(response, body=with_nan(response.body))


def _with_state(firing: Firing, handle: Handle) -> Response:
    response = handle()
    return replace(response, body=with_state(response.body, firing.name, firing.draws()))


def _content_type(firing: Firing, handle: Handle) -> Response:
    return replace(handle(), content_type=str(firing.arguments[0]))


def _empty(_: Firing, handle: Handle) -> Response:
    return replace(handle(), body=b"")


def _html(_: Firing, handle: Handle) -> Response:
    handle()
    return Response(200, _PAGE.encode("ascii"), "text/html; charset=utf-8")


def _unconnected(firing: Firing, _: Handle) -> Response:
    return _unanswered(REFUSED if firing.name == REFUSED else NO_TLS)


def _reset(firing: Firing, handle: Handle) -> Response:
    if firing.arguments[0] == "after":
        handle()
    return _unanswered(RESET)


def _cut(_: Firing, handle: Handle) -> Response:
    return replace(handle(), mishap=Mishap(CUT))


def _slow(firing: Firing, handle: Handle) -> Response:
    return replace(handle(), mishap=Mishap(SLOW, _seconds(firing.arguments[0])))


def _late(firing: Firing, handle: Handle) -> Response:
    mean, distribution = _seconds(firing.arguments[0]), firing.arguments[1]
    seconds = mean
    if distribution == "exponential":
        seconds = firing.draws().expovariate(1 / mean) if mean else 0.0
    elif distribution == "uniform":
        seconds = firing.draws().uniform(0, 2 * mean)
    return replace(handle(), mishap=Mishap(LATE, seconds))


def _unanswered(kind: str) -> Response:
    return Response(NO_STATUS, mishap=Mishap(kind))


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, (int, float)):
        raise TypeError(value)
    return float(value)


_EFFECTS: Mapping[str, Callable[[Firing, Handle], Response]] = {
    "status": _status,
    "lost_answer": _lost_answer,
    "job_limit": _job_limit,
    "twice": _twice,
    "malformed_json": _damaged,
    "truncated_json": _damaged,
    "missing_field": _damaged,
    "renamed_field": _damaged,
    "extra_field": _damaged,
    "wrong_type": _damaged,
    "nan": _with_nan,
    "unknown_status": _with_state,
    "stale_status": _with_state,
    "content_type": _content_type,
    "empty_body": _empty,
    "html": _html,
    "refuse": _unconnected,
    "tls_error": _unconnected,
    "reset": _reset,
    "close_mid_body": _cut,
    "slow_body": _slow,
    "delay": _late,
}
