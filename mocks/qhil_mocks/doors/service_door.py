"""How one service answers what the in-process door catches."""

from __future__ import annotations

from typing import Any, Optional
from urllib.parse import urlsplit

import requests

from qhil_mocks.clock import WaitedClock
from qhil_mocks.doors.client_time import ClientTime
from qhil_mocks.doors.exchange import plain_request
from qhil_mocks.doors.loopback_addresses import LoopbackAddresses
from qhil_mocks.errors import MockError, NoRouteError
from qhil_mocks.ibmq import IBMQService
from qhil_mocks.rest import Response


class UnmockedRequestError(MockError, requests.ConnectionError):
    """A request to what the mock does not have: `requests` sees a connection that fails, with what is near."""


class ServiceDoor:
    """Answers for the service's own hosts. ``passthrough``: requests to other hosts go to the network."""

    def __init__(self, service: IBMQService, *, passthrough: bool) -> None:
        self._service = service
        self._addresses = LoopbackAddresses(service)
        self._passthrough = passthrough
        clock = service.state.clock
        self.client_time: Optional[ClientTime] = None
        if isinstance(clock, WaitedClock):
            self.client_time = ClientTime(service, clock, self._addresses.told)

    def handles(self, url: str) -> bool:
        """Its own hosts; all else too, to refuse it, unless that may pass through."""
        return not self._passthrough or self._addresses.path_of(url) is not None

    def knows(self, prepared: Any) -> bool:
        """Whether the request carries an access token of this service."""
        token = prepared.headers.get("X-Access-Token")
        return token is not None and self.gave_out(token)

    def gave_out(self, token: str) -> bool:
        """Whether that is an access token of this service."""
        return self._service.state.access.knows(token)

    def answer(self, prepared: Any) -> Response:
        """The service's answer.

        Raises:
            UnmockedRequestError: for a host or a route that the service does not have.
        """
        path = self._addresses.path_of(prepared.url)
        if path is None:
            raise UnmockedRequestError(self._not_mine(prepared))
        try:
            request = plain_request(prepared, path)
            return self._service.answer(request, self._addresses)
        except NoRouteError as error:
            raise UnmockedRequestError(str(error)) from None

    def pass_time(self, seconds: float) -> None:
        """Have so much time pass for the service. Nobody waits."""
        if self.client_time is not None:
            self.client_time.sleep(seconds)
        elif self._service.pass_time(seconds):
            self._service.faults.note_delay(seconds)

    def close(self) -> None:
        """End what was started for it."""
        self._addresses.close()

    def _not_mine(self, prepared: Any) -> str:
        url = prepared.url.split("?", 1)[0]  # without what may hold a secret
        near = self._service.nearest(prepared.method, f"/api{urlsplit(url).path}")
        return (
            f"{prepared.method} {url} is not of the mocked service, which is {self._addresses.api}/...; "
            f"passthrough=True lets other requests go to the network; {near}"
        )
