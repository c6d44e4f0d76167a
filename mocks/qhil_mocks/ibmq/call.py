"""What a handler is given beside the state: the request, the names in its path, and who asks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Mapping, Optional

from qhil_mocks.ibmq.accounts import Project, User
from qhil_mocks.ibmq.addresses import Addresses
from qhil_mocks.ibmq.service_error import bad_request, not_found
from qhil_mocks.rest import Request


@dataclass(frozen=True)
class Call:
    """One request on its way to its handler.

    ``now`` is the moment at which it came in; ``addresses`` are the URLs of the door that it came through.
    """

    request: Request
    path: Mapping[str, str]
    now: datetime
    addresses: Addresses
    caller: Optional[User] = None

    @property
    def user(self) -> User:
        """Who asks; a route that is not public has made sure that there is somebody."""
        if self.caller is None:
            raise AssertionError(f"{self.request.path} is public, but its handler asks for a user")
        return self.caller

    @property
    def project(self) -> Project:
        """The project of the path.

        Raises:
            ServiceError: 404 if it is none of the caller's.
        """
        names = (self.path["hub"], self.path["group"], self.path["project"])
        project = self.user.project(names)
        if project is None:
            raise not_found("Project {}/{}/{}".format(*names))
        return project

    def json(self) -> Dict[str, Any]:
        """The body, which has to be a JSON object whatever its content type.

        Raises:
            ServiceError: 400 if it is not.
        """
        return _object(self.request.body or b"{}", "the body")

    def filter(self) -> Dict[str, Any]:
        """The query's LoopBack filter; empty where there is none.

        Raises:
            ServiceError: 400 if it is no JSON object.
        """
        return _object((self.request.asked("filter") or "{}").encode(), "filter")


def _object(text: bytes, what: str) -> Dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise bad_request(f"{what} is not JSON") from None
    if not isinstance(found, dict):
        raise bad_request(f"{what} must be an object, not {type(found).__name__}")
    return found
