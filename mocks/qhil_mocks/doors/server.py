"""A service on a port: HTTP and websockets of one uvicorn server, jobs in the background.

Server(service).serve()          # until SIGTERM or Ctrl-C
with Server(service) as server:  # in a thread; server.url
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Callable, List, Optional

import uvicorn

from qhil_mocks.doors.asgi import ServiceApp
from qhil_mocks.doors.certificates import Certificates
from qhil_mocks.doors.pump import tick
from qhil_mocks.doors.wires import Wires
from qhil_mocks.faults.doors import must_be_possible
from qhil_mocks.ibmq import IBMQService
from qhil_mocks.ibmq.addresses import FixedAddresses

# Of 2 cores one simulates while the other answers.
_ANSWERING = 4
# s: what a client that does not go away by itself is left at the end.
_PATIENCE = 3
# s: in which a connection that was cut is closed, before its loop is.
_GONE = 0.02


class Server:
    """Bound to its port from when it is made.

    Args:
        service: what is served.
        host, port: where; port 0 is one that is free.
        certificates: to serve by TLS.

    Raises:
        FaultError: if the service has a plan for what this server cannot do.
        OSError: if the port cannot be had.
    """

    def __init__(
        self,
        service: IBMQService,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        certificates: Optional[Certificates] = None,
    ) -> None:
        must_be_possible(service.faults.injection, tls=certificates is not None)
        self._service = service
        self._certificates = certificates
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=1024)
        # For what it accepts, too. Without it a small answer waits 40 ms for an acknowledgement; asyncio sets it
        # on sockets that it made itself.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._socket.getsockname()[1]
        self._host = host
        self._thread: Optional[threading.Thread] = None
        self._stop: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        scheme = "http" if self._certificates is None else "https"
        # Certificates are made out to names, and a wildcard is nobody's name.
        host = {"0.0.0.0": "localhost", "::": "localhost"}.get(self._host, self._host)  # noqa: S104  # compared only
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def authority(self) -> Optional[Path]:
        """The certificate that its clients have to trust; None if it does not speak TLS."""
        return None if self._certificates is None else self._certificates.authority

    def serve(self, started: Callable[[], None] = lambda: None) -> None:
        """Serve until the process is told to end, or `close` is called. ``started`` is called when it answers."""
        with self._socket, ThreadPoolExecutor(_ANSWERING, "qhil-answer") as threads:
            wires = Wires()
            app = ServiceApp(self._service, FixedAddresses.under(self.url), threads, wires)
            with self._service.in_background():
                asyncio.run(self._serve(app, wires, started))

    def close(self) -> None:
        """Have `serve` come to its end, once it answers; may be called in any thread."""
        self._stop()

    def release(self) -> None:
        """Give its port back, if it was not served."""
        self._socket.close()

    async def _serve(self, app: ServiceApp, wires: Wires, started: Callable[[], None]) -> None:
        server = _Uvicorn(_configuration(app, self._certificates), wires, started)
        loop = asyncio.get_running_loop()

        def stop() -> None:
            with contextlib.suppress(RuntimeError):  # it has come to its end by itself
                loop.call_soon_threadsafe(server.end)

        self._stop = stop
        ticking = asyncio.ensure_future(tick(self._service))
        try:
            await server.serve(sockets=[self._socket])
        finally:
            ticking.cancel()

    def __enter__(self) -> Server:  # noqa: PYI034  # Self is of Python 3.11
        started: Future[None] = Future()

        def serve() -> None:
            try:
                self.serve(lambda: started.set_result(None))
            except BaseException as error:
                if started.done():
                    raise
                started.set_exception(error)

        self._thread = threading.Thread(target=serve, name="qhil-server")
        self._thread.start()
        started.result()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        if self._thread is not None:
            self._thread.join()


class _Uvicorn(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, wires: Wires, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started
        self._wires = wires

    async def startup(self, sockets: Optional[List[socket.socket]] = None) -> None:
        self.config.http_protocol_class = self._wires.noting(self.config.http_protocol_class)
        await super().startup(sockets=sockets)
        if self.started:
            self._tell_started()

    async def shutdown(self, sockets: Optional[List[socket.socket]] = None) -> None:
        await super().shutdown(sockets=sockets)
        # By TLS a client that is idle does not hear of the end, and never says goodbye. And what was closed twice, as
        # uvicorn closes websockets, cannot be aborted any more.
        self._wires.hang_up()
        await asyncio.sleep(_GONE)

    def end(self) -> None:
        """Come to an end soon."""
        self.should_exit = True


def _configuration(app: ServiceApp, files: Optional[Certificates]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        # The connection of a request is known by its client.
        proxy_headers=False,
        timeout_graceful_shutdown=_PATIENCE,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ssl_certfile=None if files is None else str(files.server),
    )
