"""Requests of the `requests` library, caught by `responses` and handed to the door that is theirs.

adapter, prepared request -> door -> Response -> what the adapter gives its session

Most answers are given as they are. Where the client's own urllib3 has its say, which repeats a request or meets a
connection that fails, the request goes through that: over a connection that ends here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from requests import ConnectionError  # noqa: A004  # it is what their user catches
from responses import RequestsMock, _real_send

from qhil_mocks.doors.exchange import adapter_response
from qhil_mocks.doors.local_connection import Exchange, sent
from qhil_mocks.faults.faulty_answer import RETRY_AFTER

if TYPE_CHECKING:
    from qhil_mocks.doors.in_process import Door


class Interception:
    """Begins when it is made; `end` gives `requests` back as it was."""

    def __init__(self, door_of: Callable[[Any], Door]) -> None:
        self.door_of = door_of
        self._mock = _Caught(self._send)
        self._ended = False
        self._mock.start()

    def end(self) -> None:
        """Let requests go where they would."""
        self._ended = True
        self._mock.stop(allow_assert=False)

    def _send(self, adapter: Any, request: Any, **options: Any) -> Any:
        if self._ended:
            raise ConnectionError("refused: the mock to which this was sent has been left")
        door = self.door_of(request)
        if not door.handles(request.url):
            return _real_send(adapter, request, **options)
        if hasattr(request.body, "read"):
            request.body = request.body.read()
        response = door.answer(request)
        retries = adapter.max_retries
        again = retries.is_retry(
            request.method, response.status, RETRY_AFTER in dict(response.headers)
        )
        if response.mishap is None and not again:
            return adapter.build_response(request, adapter_response(response))
        exchange = Exchange(lambda: door.answer(request), door.pass_time, response)
        return sent(adapter, request, exchange, **options)


class _Caught(RequestsMock):
    """Puts ``send`` in the place of that of all adapters.

    `responses` would answer by itself, and repeat a request by rules that are only like those of urllib3.
    """

    def __init__(self, send: Callable[..., Any]) -> None:
        super().__init__(assert_all_requests_are_fired=False)
        self._caught = send

    def unbound_on_send(self) -> Callable[..., Any]:
        """What adapters do from now on."""
        order = ("stream", "timeout", "verify", "cert", "proxies")

        def send(adapter: Any, request: Any, *arguments: Any, **options: Any) -> Any:
            return self._caught(adapter, request, **dict(zip(order, arguments)), **options)

        return send
