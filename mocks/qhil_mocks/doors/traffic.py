"""What has been said on one websocket, counted, so that its client can know whether it has read all there is.

channel -> Traffic (counts) -> pump -> socket        Traffic.told <- client, in another thread
"""

from __future__ import annotations

import asyncio
from typing import List, Optional

from qhil_mocks.rest import Channel, Close, Said


class Traffic:
    """``channel``, in the thread of one loop. ``blocks``: its client does nothing else while it listens."""

    def __init__(self, channel: Channel, *, blocks: bool) -> None:
        self._channel = channel
        self._blocks = blocks
        self._waiting: List[Said] = []
        self._heard = 0
        self._told = 0
        self._over = False
        self._changed = asyncio.Event()

    def receive(self, text: str) -> None:
        """Handed on."""
        self._channel.receive(text)
        self._heard += 1
        self._changed.set()

    def due(self) -> List[Said]:
        """What the channel has to say."""
        self._look()
        said, self._waiting = self._waiting, []
        return said

    def end(self) -> None:
        """The connection has ended."""
        self._over = True
        self._changed.set()

    async def told(self, sent: int) -> Optional[int]:
        """How many texts the client gets by now, when what it ``sent`` so far has come.

        None if more than texts comes, or who listens waits for something else than time.
        """
        while self._heard < sent and not self._over:
            self._changed.clear()
            await self._changed.wait()
        if not self._over:
            self._look()
        return self._told if self._blocks and not self._over else None

    @property
    def waiting(self) -> bool:
        """Whether something is to be sent."""
        return bool(self._waiting)

    def _look(self) -> None:
        said = self._channel.due()
        self._waiting += said
        self._told += sum(1 for one in said if not isinstance(one, Close))
        self._over = self._over or any(isinstance(one, Close) for one in said)
