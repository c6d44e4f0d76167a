"""Version, login, who am I, and where may I work."""

from __future__ import annotations

from typing import Any, Dict, List

from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.addresses import Addresses
from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.service_error import bad_request
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response
from qhil_mocks.wire_dates import wire_date

# The client wants a text under `api-auth`; the numbers are of the time of its last release.
_VERSION = {"new_api": True, "api-auth": "0.145.0", "api-app": "0.145.0"}


def version(_state: State, _call: Call) -> Response:
    """Which service this is; asked before any login."""
    return Response.json(_VERSION)


def log_in(state: State, call: Call) -> Response:
    """An access token for an API token."""
    token = call.json().get("apiToken")
    if not isinstance(token, str):
        raise bad_request("apiToken must be a text")
    grant = state.access.log_in(token, call.now)
    return Response.json(
        {
            "id": grant.access_token,
            "ttl": int((grant.expires - grant.issued).total_seconds()),
            "created": wire_date(grant.issued),
            "userId": grant.user.id,
        }
    )


def user_info(state: State, call: Call) -> Response:
    """The caller, and the URLs of the services for the caller."""
    return Response.json({**_person(state, call.user), "urls": _urls(call.addresses)})


def list_hubs(_state: State, call: Call) -> Response:
    """The caller's projects, as a tree of hubs and groups."""
    hubs: Dict[str, Dict[str, Any]] = {}
    for project in call.user.projects:
        hub = hubs.setdefault(project.hub, {"name": project.hub, "groups": {}})
        group = hub["groups"].setdefault(project.group, {"name": project.group, "projects": {}})
        group["projects"][project.name] = {"name": project.name, "isDefault": project.default}
    listed: List[Dict[str, Any]] = list(hubs.values())
    return Response.json(listed)


def _urls(addresses: Addresses) -> Dict[str, Any]:
    services = {"resultsDB": addresses.experiments}
    return {"http": addresses.api, "ws": addresses.websocket, "services": services}


def _person(state: State, user: User) -> Dict[str, Any]:
    from qhil_fixtures.accounts import person

    who = person(state.identities.number("person", user.id))
    return {
        "id": user.id,
        "userId": user.id,
        "email": who.email,
        "firstName": who.first_name,
        "lastName": who.last_name,
        "institution": who.institution,
        "emailVerified": True,
    }
