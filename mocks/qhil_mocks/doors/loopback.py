"""A listener on this machine's loopback, for the websockets of a mock that is entered in this process.

REST is answered where it is asked; a websocket needs a port. So the first client that logs in has one opened:
a thread with a loop of its own, a socket, a certificate. `close` leaves nothing of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from concurrent.futures import CancelledError, Future
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Dict, Optional
from urllib.parse import parse_qsl, unquote, urlsplit
from weakref import WeakKeyDictionary

from qhil_mocks.doors.certificates import Certificates, passing_certificates
from qhil_mocks.doors.client_account import TRUST_VARIABLE
from qhil_mocks.doors.pump import NO_FAREWELL, pump, tick
from qhil_mocks.doors.traffic import Traffic
from qhil_mocks.errors import NoRouteError
from qhil_mocks.ibmq import IBMQService
from qhil_mocks.rest import Request, Response

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request as Handshake

_HOST = "127.0.0.1"
# s: how often it is looked, at the end, whether the other side has said goodbye.
_LOOK = 0.02


class LoopbackListener:
    """Listens from when it is made. ``url``: its address, by TLS."""

    def __init__(self, service: IBMQService) -> None:
        self._service = service
        self._closed, self._closing = False, threading.Lock()
        self._folder = TemporaryDirectory(prefix="qhil-")
        trusted = passing_certificates(Path(self._folder.name))
        started: Future[int] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._listen(trusted, started)),
            name="qhil-loopback",
            daemon=True,
        )
        self._thread.start()
        self.url = f"https://localhost:{started.result()}"
        os.environ[TRUST_VARIABLE] = str(trusted.authority)

    def told(self, port: int, sent: int) -> Optional[int]:
        """What the client on that port of its own has been told: see `Traffic.told`. For a thread of the client."""
        with self._closing:
            if self._closed:
                return None
            # Before its end is told to the loop, which so comes to it, or cancels it.
            asked = asyncio.run_coroutine_threadsafe(self._channels.told(port, sent), self._loop)
        with contextlib.suppress(CancelledError):
            return asked.result()
        return None

    def close(self) -> None:
        """End it; returns when nothing of it is left."""
        with self._closing:
            self._closed = True
            self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()
        self._folder.cleanup()

    async def _listen(self, trusted: Certificates, started: Future[int]) -> None:
        from websockets.asyncio.server import serve

        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        channels = self._channels = _ChannelServer(self._service)
        try:
            server = await serve(
                channels.serve,
                _HOST,
                0,
                ssl=trusted.context(),
                process_request=channels.open,
                compression=None,
                ping_interval=None,
            )
        except BaseException as error:
            started.set_exception(error)
            raise
        started.set_result(server.sockets[0].getsockname()[1])
        ticking = asyncio.ensure_future(tick(self._service))
        await self._end.wait()
        ticking.cancel()
        server.close()
        closed = asyncio.ensure_future(server.wait_closed())
        while not closed.done():
            channels.hang_up()
            await asyncio.wait([closed], timeout=_LOOK)


class _ChannelServer:
    """What the library calls: for each handshake, then for each connection."""

    def __init__(self, service: IBMQService) -> None:
        self._service = service
        self._opened: WeakKeyDictionary[Any, Traffic] = WeakKeyDictionary()

    async def open(self, connection: ServerConnection, handshake: Handshake) -> Any:
        """None to go on, or how the handshake is refused."""
        try:
            opened = self._service.channel(_plain(handshake))
        except NoRouteError as error:
            return connection.respond(HTTPStatus.NOT_FOUND, str(error))
        if isinstance(opened, Response) and opened.mishap is not None:
            connection.transport.abort()
            return None
        if isinstance(opened, Response):
            return connection.respond(HTTPStatus(opened.status), opened.body.decode())
        # Programs go on while somebody listens to them; who listens to a job's states waits for its end.
        blocks = handshake.path.startswith("/websocket/")
        self._opened[connection] = Traffic(opened, blocks=blocks)
        return None

    async def told(self, port: int, sent: int) -> Optional[int]:
        """See `Traffic.told`."""
        for connection, traffic in list(self._opened.items()):
            if connection.remote_address[1] == port:
                told = await traffic.told(sent)
                if traffic.waiting:
                    self._service.state.bell.ring()
                return told
        return None

    def hang_up(self) -> None:
        """Cut the connections whose other side has said goodbye: the client then keeps its own end open.

        It does so until that is collected as garbage, for which the library would wait 10 s.
        """
        for connection in list(self._opened):
            if connection.protocol.close_rcvd is not None:
                connection.transport.abort()
                connection.transport.close()  # or Python 3.9 and 3.10 warn that it was left open

    async def serve(self, connection: ServerConnection) -> None:
        """Until it ends."""
        traffic = self._opened.get(connection)
        if traffic is None:  # the handshake came to nothing
            return
        try:
            await pump(traffic, _Socket(connection), self._service.state.bell)
        finally:
            traffic.end()


class _Socket:
    """A connection as the pump wants it."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection

    async def text(self) -> Optional[str]:
        from websockets.exceptions import ConnectionClosed

        try:
            received = await self._connection.recv()
        except ConnectionClosed:
            return None
        return received if isinstance(received, str) else received.decode(errors="replace")

    async def send(self, text: str) -> None:
        from websockets.exceptions import ConnectionClosed

        with contextlib.suppress(ConnectionClosed):
            await self._connection.send(text)

    async def close(self, code: int) -> None:
        if code == NO_FAREWELL:
            self._connection.transport.abort()
            return
        await self._connection.close(code)


def _plain(handshake: Handshake) -> Request:
    url = urlsplit(handshake.path)
    headers: Dict[str, str] = {name.lower(): value for name, value in handshake.headers.raw_items()}
    return Request("WEBSOCKET", unquote(url.path), tuple(parse_qsl(url.query)), headers)
