"""How one service answers what the in-process door catches."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests

from qhil_mocks.doors.exchange import adapter_response, plain_request
from qhil_mocks.errors import MockError, NoRouteError
from qhil_mocks.ibmq import IBMQService


class UnmockedRequestError(MockError, requests.ConnectionError):
    """A request to what the mock does not have: `requests` sees a connection that fails, with what is near."""


class ServiceDoor:
    """Answers for the service's own host. ``passthrough``: requests to other hosts go to the network."""

    def __init__(self, service: IBMQService, *, passthrough: bool) -> None:
        self._service = service
        self._prefix = service.state.addresses.api
        self._passthrough = passthrough

    def handles(self, url: str) -> bool:
        """Its own prefix; all else too, to refuse it, unless that may pass through."""
        return self._is_own(url) or not self._passthrough

    def knows(self, prepared: Any) -> bool:
        """Whether the request carries an access token of this service."""
        token = prepared.headers.get("X-Access-Token")
        return token is not None and self._service.state.access.knows(token)

    def answer(self, prepared: Any) -> Any:
        """The service's answer.

        Raises:
            UnmockedRequestError: for a host or a route that the service does not have.
        """
        if not self._is_own(prepared.url):
            raise UnmockedRequestError(self._not_mine(prepared))
        try:
            return adapter_response(self._service.answer(plain_request(prepared, self._prefix)))
        except NoRouteError as error:
            raise UnmockedRequestError(str(error)) from None

    def _not_mine(self, prepared: Any) -> str:
        url = prepared.url.split("?", 1)[0]  # without what may hold a secret
        near = self._service.nearest(prepared.method, urlsplit(url).path)
        return (
            f"{prepared.method} {url} is not of the mocked service, which is {self._prefix}/...; "
            f"passthrough=True lets other requests go to the network; {near}"
        )

    def _is_own(self, url: str) -> bool:
        return f"{url}/".startswith(f"{self._prefix}/")
