"""A connection that ends in this process: what fails on it fails in urllib3 as on a real one.

    adapter's send -> urlopen, Retry -> _Connection -> Exchange -> Response and its mishap -> bytes, or an error

Above the connection all is the client's own code: which error a mishap is, whether the request is sent again and
after what time, what a body that ends too early is taken for.
"""

from __future__ import annotations

import errno
import io
import os
import socket
import ssl
from typing import Any, Callable, List, NoReturn, Optional

from requests.adapters import HTTPAdapter
from responses import _real_send
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.util import parse_url

from qhil_mocks.doors.exchange import reason
from qhil_mocks.rest import Response
from qhil_mocks.rest.mishap import CUT, LATE, NO_TLS, REFUSED, RESET, SLOW


class Exchange:
    """What a request is answered, each time it is sent. ``first``: what it was answered before.

    ``pass_time`` has so many s pass.
    """

    def __init__(
        self,
        answer: Callable[[], Response],
        pass_time: Callable[[float], None],
        first: Optional[Response] = None,
    ) -> None:
        self._answer = answer
        self._waiting = [] if first is None else [first]
        self.pass_time = pass_time

    def next(self) -> Response:
        """The answer to the request that is sent now.

        Raises:
            _Raised: whatever is raised instead.
        """
        if self._waiting:
            return self._waiting.pop()
        try:
            return self._answer()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is raised where the request was made
            # Not all of it would get through urllib3, to which an `OSError` is the connection's.
            raise _Raised(error) from None


class _Raised(BaseException):
    """An error that is none of the connection's."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


def sent(adapter: Any, request: Any, exchange: Exchange, **options: Any) -> Any:
    """What ``adapter`` makes of ``request`` on a connection on which ``exchange`` answers."""
    try:
        return _real_send(_LocalAdapter(adapter, exchange), request, **{**options, "proxies": None})
    except _Raised as raised:
        raise raised.error from None


class _LocalAdapter(HTTPAdapter):
    """``adapter``, for a request that goes nowhere else."""

    def __init__(self, adapter: Any, exchange: Exchange) -> None:
        super().__init__(max_retries=adapter.max_retries)
        self._adapter = adapter
        self._exchange = exchange

    def get_connection_with_tls_context(self, request: Any, *_: Any, **__: Any) -> Any:
        """A pool of local connections."""
        return self.get_connection(request.url)

    def get_connection(self, url: str, *_: Any) -> Any:
        """Likewise, for an earlier `requests`."""
        parsed = parse_url(url)
        return _LocalPool(parsed.host, parsed.port, self._exchange)

    def cert_verify(self, *_: Any) -> None:
        """There is nobody to verify."""

    def build_response(self, request: Any, answer: Any) -> Any:
        """As the adapter in whose place this is."""
        return self._adapter.build_response(request, answer)


class _LocalPool(HTTPSConnectionPool):
    """Told by errors as what it is one of."""

    def __init__(self, host: Optional[str], port: Optional[int], exchange: Exchange) -> None:
        super().__init__(host, port)
        self.ConnectionCls = self._connection
        self._exchange = exchange

    def _connection(self, *arguments: Any, **options: Any) -> _Connection:
        connection = _Connection(*arguments, **options)
        connection.exchange = self._exchange
        return connection

    def __str__(self) -> str:
        return f"HTTPSConnectionPool(host={self.host!r}, port={self.port or 443})"


class _Connection(HTTPSConnection):
    exchange: Exchange

    def connect(self) -> None:
        """The request is answered now: what is wrong with the answer may be that it never comes to one."""
        response = self.exchange.next()
        kind = None if response.mishap is None else response.mishap.kind
        if kind == REFUSED:
            refused = _os_error(ConnectionRefusedError, errno.ECONNREFUSED)
            raise NewConnectionError(
                self, f"Failed to establish a new connection: {refused}"
            ) from refused
        if kind == NO_TLS:
            raise ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")
        self.sock = _LocalSocket(response, self.exchange.pass_time)
        self.is_verified = True


class _LocalSocket:
    """As much of a socket as `http.client` needs."""

    def __init__(self, response: Response, pass_time: Callable[[float], None]) -> None:
        self._response = response
        self._pass_time = pass_time
        self._timeout: Optional[float] = None

    def sendall(self, data: Any) -> None:
        """It has been answered already."""

    def settimeout(self, seconds: Optional[float]) -> None:
        """For what is read."""
        self._timeout = seconds

    def close(self) -> None:
        """Nothing is open."""

    def shutdown(self, how: int) -> None:
        """Likewise."""

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        """The answer."""
        return io.BufferedReader(_Incoming(self._steps()))

    def _steps(self) -> List[Callable[[], bytes]]:
        """What comes, in order: bytes, or an error."""
        response, mishap = self._response, self._response.mishap
        kind = None if mishap is None else mishap.kind
        seconds = 0.0 if mishap is None else mishap.seconds
        if kind == RESET or (kind == CUT and not response.body):
            return [_reset if kind == RESET else bytes]
        head, half = _head(response), len(response.body) // 2
        first, second = response.body[:half], response.body[half:]

        def wait() -> bytes:
            self._wait(seconds)
            return head if kind == LATE else second

        if kind == LATE:
            return [wait, lambda: response.body]
        if kind == SLOW:
            return [lambda: head + first, wait]
        return [lambda: head + first, bytes if kind == CUT else lambda: second]

    def _wait(self, seconds: float) -> None:
        if self._timeout is not None and seconds > self._timeout:
            self._pass_time(self._timeout)
            raise socket.timeout("timed out")
        self._pass_time(seconds)


class _Incoming(io.RawIOBase):
    """What is left of an answer to be read."""

    def __init__(self, steps: List[Callable[[], bytes]]) -> None:
        super().__init__()
        self._steps = steps
        self._bytes = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._bytes and self._steps:
            self._bytes = self._steps.pop(0)()
        taken = self._bytes[: len(buffer)]
        buffer[: len(taken)] = taken
        self._bytes = self._bytes[len(taken) :]
        return len(taken)


def _head(response: Response) -> bytes:
    fields = [
        ("Content-Type", response.content_type),
        ("Content-Length", str(len(response.body))),
        *response.headers,
        # The next request has a connection of its own.
        ("Connection", "close"),
    ]
    lines = [f"HTTP/1.1 {response.status} {reason(response.status)}"]
    lines += [f"{name}: {value}" for name, value in fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _reset() -> NoReturn:
    raise _os_error(ConnectionResetError, errno.ECONNRESET)


def _os_error(kind: type[OSError], number: int) -> OSError:
    return kind(number, os.strerror(number))
