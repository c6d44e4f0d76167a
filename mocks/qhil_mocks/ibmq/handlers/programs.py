"""Runtime programs: uploaded, listed, read, changed, shown to all or to nobody else, deleted."""

from __future__ import annotations

import base64
from typing import Any, Callable, Dict, List, Mapping, Optional

from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.runtime import Program
from qhil_mocks.ibmq.runtime.spec import checked_spec
from qhil_mocks.ibmq.service_error import ServiceError, bad_request
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response

# s. Not verified: what the service allowed at most. The client's documentation names no bound.
LONGEST = 24 * 3600.0
_LONGEST_TEXT = 10_000
_DONE = Response(204)


def upload(state: State, call: Call) -> Response:
    """A new program of the caller's."""
    if not call.user.may_upload:
        raise ServiceError(
            403,
            "You are not authorized to upload programs",
            code="FORBIDDEN",
            name="ForbiddenError",
        )
    asked = call.json()
    data, public = asked.get("data"), asked.get("is_public", False)
    if not isinstance(data, str):
        raise bad_request("data must be the program's source in base64")
    if public is not None and not isinstance(public, bool):
        raise bad_request("is_public must be true or false")
    fields: Dict[str, Any] = {
        field: _FIELDS[field](asked.get(field)) for field in ("name", "description", "cost")
    }
    spec = asked.get("spec")
    program = state.programs.add(
        Program(
            id="",
            owner=call.user.id,
            source=_source(data.encode("ascii", "replace")),
            public=bool(public),
            created=call.now,
            updated=call.now,
            spec=None if spec is None else checked_spec(spec),
            **fields,
        )
    )
    return Response.json({"id": program.id}, 201)


def list_programs(state: State, call: Call) -> Response:
    """What the caller may see, newest first, a page of it; and how much there is."""
    programs = state.programs.visible(call.user.id)
    page = paged(programs, call)
    return Response.json({"programs": [one.wire() for one in page], "count": len(programs)})


def get(state: State, call: Call) -> Response:
    """All about a program; its source is for its owner alone."""
    program = state.programs.get(call.path["program"], call.user.id)
    told = program.wire()
    return Response.json(
        {**told, "data": program.source} if program.owner == call.user.id else told
    )


def update(state: State, call: Call) -> Response:
    """Change what is said of a program."""
    asked = call.json()
    unknown = sorted(set(asked) - set(_FIELDS))
    if unknown:
        raise bad_request(f"{', '.join(_FIELDS)} can be changed of a program, not {unknown[0]!r}")
    changes = {field: _FIELDS[field](value) for field, value in asked.items()}
    _change(state, call, **changes)
    return _DONE


def update_data(state: State, call: Call) -> Response:
    """Change the program itself."""
    state.programs.get(call.path["program"], call.user.id)  # not found goes before nonsense
    _change(state, call, source=_source(call.request.body))
    return _DONE


def make_public(state: State, call: Call) -> Response:
    """Everybody may see and run it."""
    _change(state, call, public=True)
    return _DONE


def make_private(state: State, call: Call) -> Response:
    """Its owner alone may see and run it."""
    _change(state, call, public=False)
    return _DONE


def delete(state: State, call: Call) -> Response:
    """Forget a program. Its jobs, which have it as it was, stay."""
    state.programs.delete(call.path["program"], call.user.id)
    return _DONE


def log_out(_state: State, _call: Call) -> Response:
    """The service forgets what it had found out about the caller's rights; here it looks each time."""
    return _DONE


def paged(found: List[Any], call: Call) -> List[Any]:
    """As many of ``found`` as the query asks for, from where it says."""
    limit, offset = _number(call, "limit"), _number(call, "offset") or 0
    return found[offset:] if limit is None else found[offset : offset + limit]


def readable(value: Any, what: str) -> str:
    """``value``, which has to be a text that can be sent again, and not empty.

    Raises:
        ServiceError: 400 if it is not.
    """
    if not isinstance(value, str) or not value or len(value) > _LONGEST_TEXT:
        raise bad_request(f"{what} must be a text of 1 to {_LONGEST_TEXT} characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request(f"{what} has half a character") from None
    return value


def _change(state: State, call: Call, **changes: Any) -> None:
    state.programs.change(call.path["program"], call.user.id, call.now, **changes)


def _source(data: bytes) -> str:
    try:
        source = base64.b64decode(data, validate=True).decode()
    except ValueError:  # no base64, or no UTF-8
        raise bad_request("a program's data must be base64 of a text in UTF-8") from None
    if not source.strip():
        raise bad_request("a program's data is empty")
    return source


def _cost(value: Any) -> float:
    if type(value) not in (int, float) or not 0 < value <= LONGEST:
        raise bad_request(f"cost must be a number of seconds, up to {LONGEST:g}")
    return float(value)


def _number(call: Call, name: str) -> Optional[int]:
    """A number of the query; None if it is not there."""
    text = call.request.asked(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise bad_request(f"{name} must be a number from 0 on")
    return int(text)


_FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "name": lambda value: readable(value, "name"),
    "description": lambda value: readable(value, "description"),
    "cost": _cost,
    "spec": checked_spec,
}
