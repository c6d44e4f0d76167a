"""The door of a server: HTTP and websockets as ASGI tells of them, turned into plain requests and channels.

scope, receive -> Request -> service -> Response -> send
scope of a websocket -> Channel <-> receive, send
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Executor
from typing import Any, Callable, Dict, Mapping, Optional, Tuple, Union
from urllib.parse import parse_qsl

from qhil.errors import FaultError
from qhil_mocks.doors.mishaps import Receive, Send, respond, respond_badly
from qhil_mocks.doors.pump import NO_FAREWELL, pump
from qhil_mocks.doors.wires import Wire, Wires
from qhil_mocks.errors import NoRouteError
from qhil_mocks.faults.doors import must_be_able
from qhil_mocks.ibmq import IBMQService
from qhil_mocks.ibmq.addresses import Addresses
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.rest import Channel, Request, Response

Scope = Mapping[str, Any]

# Bytes of a body. A Qobj of 900 circuits for 127 qubits has some 40 MB.
LARGEST_BODY = 256 * 2**20
_log = logging.getLogger(__name__)


class ServiceApp:
    """One service as an ASGI application. ``threads`` answer requests, so that none holds up another.

    ``wires``: the connections below, for what faults do to them.
    """

    def __init__(
        self, service: IBMQService, addresses: Addresses, threads: Executor, wires: Wires
    ) -> None:
        self._service = service
        self._addresses = addresses
        self._threads = threads
        self._wires = wires

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, one websocket, or one server's life, of which nothing need be known here."""
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            too_large = f"a body has {LARGEST_BODY} bytes at most"
            response = ServiceError(413, too_large, name="PayloadTooLargeError").response()
        else:
            request = _plain(scope, scope["method"], body)
            response = await self._in_thread(self._response, request)
        if response.mishap is not None:
            await respond_badly(send, response, self._wires.of(scope), self._pass_time)
        else:
            await respond(send, response, with_body=scope["method"] != "HEAD")

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        opened = await self._in_thread(self._opened, _plain(scope, "WEBSOCKET"))
        wire = self._wires.of(scope)
        if isinstance(opened, Response):
            if opened.mishap is not None:
                await respond_badly(send, opened, wire, self._pass_time)
            else:
                await _refuse(scope, send, opened)
            return
        await send({"type": "websocket.accept"})
        await pump(opened, _Socket(receive, send, wire), self._service.state.bell)

    async def _pass_time(self, seconds: float) -> None:
        """By the service's clock, if that is moved by hand; else nobody but the client can tell that it passes."""
        await asyncio.sleep(await self._in_thread(self._service.pass_time, seconds))

    def _response(self, request: Request) -> Response:
        try:
            response = self._service.answer(request, self._addresses)
            must_be_able(response, tls=self._addresses.api.startswith("https:"))
        except NoRouteError as error:
            return ServiceError(404, str(error), code="NO_ROUTE", name="NotFoundError").response()
        except FaultError as error:
            # It has not happened: whoever planned it must not take the answer for one.
            _log.exception("%s %s", request.method, request.path)
            return ServiceError(400, str(error), code="FAULT", name="FaultError").response()
        except Exception:
            # A mistake of ours. The client would take a 5xx for a passing one, and ask again and again.
            _log.exception("%s %s failed", request.method, request.path)
            raise
        return response

    def _opened(self, handshake: Request) -> Union[Channel, Response]:
        try:
            return self._service.channel(handshake, self._addresses)
        except NoRouteError as error:
            return ServiceError(404, str(error), code="NO_ROUTE", name="NotFoundError").response()

    async def _in_thread(self, function: Callable[[Any], Any], argument: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, argument)


class _Socket:
    """A websocket of ASGI as the pump wants it."""

    def __init__(self, receive: Receive, send: Send, wire: Optional[Wire]) -> None:
        self._receive = receive
        self._send = send
        self._wire = wire
        self._over = False

    async def text(self) -> Optional[str]:
        if self._over:
            return None
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            self._over = True
            return None
        text: Optional[str] = message.get("text")
        return message["bytes"].decode(errors="replace") if text is None else text

    async def send(self, text: str) -> None:
        await self._say({"type": "websocket.send", "text": text})

    async def close(self, code: int) -> None:
        if code == NO_FAREWELL and self._wire is not None:
            self._wire.cut()
        else:
            await self._say({"type": "websocket.close", "code": code})

    async def _say(self, message: Dict[str, Any]) -> None:
        if self._over:
            return
        try:
            await self._send(message)
        except OSError:  # ASGI's word for a client that is gone
            self._over = True


def _plain(scope: Scope, method: str, body: bytes = b"") -> Request:
    query: Tuple[Tuple[str, str], ...] = tuple(
        parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    )
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(method, scope["path"], query, headers, body)


async def _body(receive: Receive) -> Optional[bytes]:
    """The whole body; None if it is too large, whose rest is read and dropped, so that the client hears of it."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        part = message.get("body", b"")
        size += len(part)
        if size <= LARGEST_BODY:
            parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts) if size <= LARGEST_BODY else None


async def _refuse(scope: Scope, send: Send, response: Response) -> None:
    """Refuse a handshake with an HTTP answer, where the server has a way to, else with its own 403."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close"})
        return
    headers = [(b"content-type", response.content_type.encode("latin-1"))]
    start = {"status": response.status, "headers": headers}
    await send({"type": "websocket.http.response.start", **start})
    await send({"type": "websocket.http.response.body", "body": response.body})
