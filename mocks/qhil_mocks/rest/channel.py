"""A websocket as a service sees it: what it was told, and what it has to say. No transport.

door: accept -> Channel; then, whenever something may have changed: receive(text)*, due() -> send / close
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, List, Protocol, Union


@dataclass(frozen=True)
class Close:
    """The service ends the channel; ``code`` is that of the websocket's close frame."""

    code: int


Said = Union[str, Close]


class Channel(Protocol):
    """One open websocket. Its door asks it again and again; nothing in it waits."""

    def receive(self, text: str) -> None:
        """What the client sent."""

    def due(self) -> List[Said]:
        """What to send by now, in order. A `Close` is the last."""


@dataclass(frozen=True)
class ChannelRoute:
    """One channel that a service offers; ``{name}`` in ``path`` stands for one part, as in a `Route`.

    ``public``: the handshake needs no token.
    """

    path: str
    operation: str
    open: Callable[..., Channel]
    method: str = "WEBSOCKET"
    public: bool = False
