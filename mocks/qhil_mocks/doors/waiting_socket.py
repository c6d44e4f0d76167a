"""The client's websocket, which waits by the clock of a mock: when it has read all it was told, time has to pass.

    read all? -> ask the listener what it has told by now -> more to read: read
                                                          -> nothing: ClientTime to what is due next -> ask again

The bytes go over a real socket, and all but the waiting is websocket-client's own. Where nothing is due, and
where time is not this websocket's to move, it waits as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional, Type

from websocket import WebSocketApp
from websocket._app import SSLDispatcher

if TYPE_CHECKING:
    from qhil_mocks.doors.client_time import ClientTime


def sockets_by(here: Callable[[], Optional[ClientTime]]) -> Type[WebSocketApp]:
    """What the client takes for `WebSocketApp`."""

    class WaitingWebSocketApp(_CountingApp):
        """Each connection waits by the time there is when it is made."""

        def create_dispatcher(self, *arguments: Any, **options: Any) -> Any:
            made = super().create_dispatcher(*arguments, **options)
            waits = here()
            if waits is None or not isinstance(made, SSLDispatcher):
                return made
            return _Waiting(self, made.ping_timeout, waits)

    return WaitingWebSocketApp


class _CountingApp(WebSocketApp):
    """Counts the texts that go out and come in."""

    def __init__(self, url: str, *, on_message: Callable[..., Any], **options: Any) -> None:
        self.sent = 0
        self.received = 0

        def heard(*told: Any) -> None:
            self.received += 1
            on_message(*told)

        super().__init__(url, on_message=heard, **options)

    def send(self, *arguments: Any, **options: Any) -> None:
        self.sent += 1
        super().send(*arguments, **options)


class _Waiting(SSLDispatcher):
    def __init__(self, app: _CountingApp, ping_timeout: float, waits: ClientTime) -> None:
        super().__init__(app, ping_timeout)
        self._waits = waits

    def select(self, sock: Any, sel: Any) -> Any:
        """Something to read; None after a while, or if the connection was closed meanwhile."""
        while self._waits.pass_to_next(lambda: self._has_read_all(sock)):
            pass
        return super().select(sock, sel) if self._open() else None

    def _open(self) -> bool:
        return bool(self.app.keep_running) and self.app.sock is not None

    def _has_read_all(self, sock: Any) -> bool:
        if not self._open() or sock.pending():
            return False
        told = self._waits.told(sock.getsockname()[1], self.app.sent)
        return told is not None and self.app.received >= told
