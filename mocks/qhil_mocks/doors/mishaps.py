"""Mishaps brought about for real: an answer of ASGI, and what becomes of it on its wire.

Response with a mishap -> send, Wire
"""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Dict, Optional

from qhil_mocks.doors.wires import Wire
from qhil_mocks.rest import Response
from qhil_mocks.rest.mishap import CUT, LATE, NO_TLS, REFUSED, RESET, SLOW

Send = Callable[[Dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[Dict[str, Any]]]
PassTime = Callable[[float], Awaitable[None]]

# s: until a connection that was ended is seen to be so.
_GONE = 0.02


async def respond(send: Send, response: Response, *, with_body: bool = True) -> None:
    """Send an answer that comes as it should."""
    await _begin(send, response)
    await _part(send, response.body if with_body else b"")


async def respond_badly(
    send: Send, response: Response, wire: Optional[Wire], pass_time: PassTime
) -> None:
    """Send ``response``, or less, by its mishap. ``pass_time`` has so many s pass."""
    mishap = response.mishap
    if mishap is None or wire is None:  # the client has gone by itself
        return
    half = len(response.body) // 2
    if mishap.kind == LATE:
        await pass_time(mishap.seconds)
        await respond(send, response)
    elif mishap.kind == SLOW:
        await _begin(send, response)
        await _part(send, response.body[:half], more=True)
        await pass_time(mishap.seconds)
        await _part(send, response.body[half:])
    elif mishap.kind == CUT and response.body:
        await _begin(send, response)
        await _part(send, response.body[:half], more=True)
        await _ended(wire.finish)
    else:
        end = {REFUSED: wire.cut, CUT: wire.cut, RESET: wire.reset, NO_TLS: wire.garble}
        await _ended(end[mishap.kind])


async def _begin(send: Send, response: Response) -> None:
    headers = [
        (b"content-type", response.content_type.encode("latin-1")),
        (b"content-length", str(len(response.body)).encode("latin-1")),
        *(
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in response.headers
        ),
    ]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})


async def _part(send: Send, body: bytes, *, more: bool = False) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _ended(end: Callable[[], None]) -> None:
    end()
    # Or the server would answer for whoever has not.
    await asyncio.sleep(_GONE)
