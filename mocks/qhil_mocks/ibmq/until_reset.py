"""A channel ends when the state that it tells of is no longer the service's."""

from __future__ import annotations

from typing import Callable, List

from qhil_mocks.rest import Channel, Close, Said

# Of the websocket's registry: the service is restarting.
RESTART = 1012


class UntilReset:
    """``channel``, for as long as ``is_current``."""

    def __init__(self, channel: Channel, is_current: Callable[[], bool]) -> None:
        self._channel = channel
        self._is_current = is_current

    def receive(self, text: str) -> None:
        """Handed on."""
        self._channel.receive(text)

    def due(self) -> List[Said]:
        """What the channel has to say; after a reset nothing but the end."""
        return self._channel.due() if self._is_current() else [Close(RESTART)]
