"""Between a channel of the service and a websocket of some library: what each says goes to the other.

socket -> text -> Channel.receive        Channel.due -> send, close -> socket
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, AsyncIterator, List, Optional, Protocol

from qhil_mocks.bell import Bell
from qhil_mocks.rest import Channel, Close

if TYPE_CHECKING:
    from qhil_mocks.ibmq import IBMQService

# A code that no close may have: the connection was lost.
NO_FAREWELL = 1006
# s: how soon what comes with time alone is told; all else is told when the bell rings.
TICK = 0.1
# s: how long the other side may take to answer a close. (The client answers at once, or is gone.)
_FAREWELL = 2.0


class Socket(Protocol):
    """What a library's websocket is turned into."""

    async def text(self) -> Optional[str]:
        """The next text that comes in; None at the end."""

    async def send(self, text: str) -> None:
        """Send a text; nothing where the other side is gone."""

    async def close(self, code: int) -> None:
        """Begin to close; by `NO_FAREWELL` the connection just ends."""


async def pump(channel: Channel, socket: Socket, bell: Bell) -> None:
    """Serve one websocket until either side ends it."""
    async with _heard(bell) as changed:
        reading = asyncio.ensure_future(_read(channel, socket, changed))
        try:
            while not reading.done():
                changed.clear()
                for said in channel.due():
                    if isinstance(said, Close):
                        await socket.close(said.code)
                        # Who closes has to read on until the other side has answered.
                        await asyncio.wait([reading], timeout=_FAREWELL)
                        return
                    await socket.send(said)
                await _either(changed, reading)
        finally:
            reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reading


async def _read(channel: Channel, socket: Socket, changed: asyncio.Event) -> None:
    while True:
        text = await socket.text()
        if text is None:
            return
        channel.receive(text)
        changed.set()


async def _either(changed: asyncio.Event, reading: asyncio.Future[None]) -> None:
    waiting = asyncio.ensure_future(changed.wait())
    both: List[asyncio.Future[Any]] = [waiting, reading]
    try:
        await asyncio.wait(both, timeout=TICK, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


@contextlib.asynccontextmanager
async def _heard(bell: Bell) -> AsyncIterator[asyncio.Event]:
    """An event that is set whenever the bell rings, in whichever thread."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def rung() -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(changed.set)

    stop = bell.listen(rung)
    try:
        yield changed
    finally:
        stop()


async def tick(service: IBMQService) -> None:
    """Let the service get on with the time, for as long as this is not cancelled.

    Where the clock does not run by itself, nothing is to happen but what a client asks for.
    """
    loop = asyncio.get_running_loop()
    while service.state.clock.runs:
        await asyncio.sleep(TICK)
        await loop.run_in_executor(None, service.settle)
