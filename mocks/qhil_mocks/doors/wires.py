"""The connections of a server below HTTP: what a fault does to one, for which ASGI has no words.

protocol of uvicorn's -> its transports, noted -> of(scope) -> Wire
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import struct
from typing import Any, Mapping, Optional
from weakref import WeakKeyDictionary

# Linger, for 0 s: what is left to be sent is dropped, and the other side told so by a reset.
_NO_LINGER = struct.pack("ii", 1, 0)
# No record of TLS.
_NONSENSE = b"HTTP/1.1 400 Bad Request\r\n\r\n"


class Wire:
    """One connection. ``peer``: who is at its other end."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._connection = transport.get_extra_info("socket")
        # Host and port. Its transport forgets it when it is closed.
        self.peer = tuple(transport.get_extra_info("peername") or ())[:2]

    def cut(self) -> None:
        """End it without another word."""
        self._transport.abort()

    def reset(self) -> None:
        """End it by a reset."""
        with contextlib.suppress(OSError):  # it is closed
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self._transport.abort()

    def garble(self) -> None:
        """Say what is no TLS where TLS is spoken, and end it."""
        with contextlib.suppress(OSError):
            os.write(self._connection.fileno(), _NONSENSE)
        self._transport.abort()

    def finish(self) -> None:
        """End it when all is sent that has been said."""
        self._transport.close()

    def hang_up(self) -> None:
        """End it as sockets end, for one whose transport has been closed and cannot be aborted any more."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)


class Wires:
    """All connections of a server."""

    def __init__(self) -> None:
        self._wires: WeakKeyDictionary[Any, Wire] = WeakKeyDictionary()

    def noting(self, protocol: Any) -> Any:
        """A protocol of uvicorn's that notes each connection that it is given."""
        wires = self._wires

        class Noting(protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:
                wires[transport] = Wire(transport)
                super().connection_made(transport)

        return Noting

    def of(self, scope: Mapping[str, Any]) -> Optional[Wire]:
        """The connection of a request or websocket, known by who is at its other end; None if that is gone."""
        client = tuple(scope.get("client") or ())
        newest_first = reversed(list(self._wires.values()))
        return next((wire for wire in newest_first if wire.peer == client), None)

    def hang_up(self) -> None:
        """End all."""
        for wire in list(self._wires.values()):
            wire.hang_up()
