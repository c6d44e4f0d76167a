"""A channel at whose messages faults happen, whichever door it is behind.

Channel.due -> what it says -> ask, each message -> what comes of it
"""

from __future__ import annotations

from typing import List, Mapping, Optional, Union

from qhil.faults import Firing
from qhil_mocks.faults.faulty_answer import faulty_answer
from qhil_mocks.faults.service_faults import ServiceFaults
from qhil_mocks.rest import Channel, Close, Response, Said

# As the service closes on who does not say who it is.
POLICY_VIOLATION = 1008
MALFORMED = "{'type': "


class FaultyChannel:
    """``channel``, of which ``name`` stands in the names of its sites.

    ``authenticates``: the first message answers to who the client is, and has a site of its own.
    """

    def __init__(
        self, channel: Channel, name: str, faults: ServiceFaults, *, authenticates: bool
    ) -> None:
        self._channel = channel
        self._name = name
        self._faults = faults
        self._first_is_an_answer = authenticates
        self._held: List[Said] = []
        self._over = False

    def receive(self, text: str) -> None:
        """Handed on."""
        if not self._over:
            self._channel.receive(text)

    def due(self) -> List[Said]:
        """What the channel has to say, and what has become of it."""
        said: List[Said] = []
        for one in [] if self._over else self._channel.due():
            said += self._sent(one)
            if said and isinstance(said[-1], Close):
                self._over = True
                break
        return said

    def _sent(self, said: Said) -> List[Said]:
        held, self._held = self._held, []
        if isinstance(said, Close):
            return [*held, said]
        firing = self._faults.ask(f"socket.{self._name}.{self._step()}")
        if firing is not None and firing.name == "reordered":
            self._held = [said, *held]
            return []
        return [*self._damaged(said, firing), *held]

    def _step(self) -> str:
        answers, self._first_is_an_answer = self._first_is_an_answer, False
        return "authenticate" if answers else "message"

    def _damaged(self, text: str, firing: Optional[Firing]) -> List[Said]:
        if firing is None:
            return [text]
        if firing.name == "close":
            return [_close(firing)]
        instead: Mapping[str, List[Said]] = {
            "refuse": [Close(POLICY_VIOLATION)],
            "lost": [],
            "twice": [text, text],
            "malformed": [MALFORMED],
        }
        return instead[firing.name]


class _Closed:
    """A channel that is closed as soon as it is open."""

    def __init__(self, close: Close) -> None:
        self._waiting: List[Said] = [close]

    def receive(self, text: str) -> None:
        """Nobody listens."""

    def due(self) -> List[Said]:
        """The close."""
        said, self._waiting = self._waiting, []
        return said


def unopened(firing: Optional[Firing]) -> Union[Response, Channel, None]:
    """What a handshake comes to at which that happens: an answer that refuses it, or a channel; None: as it would."""
    if firing is None:
        return None
    if firing.name == "close":
        return _Closed(_close(firing))
    return faulty_answer(firing, Response)


def _close(firing: Firing) -> Close:
    code = firing.arguments[0]
    if not isinstance(code, int):
        raise TypeError(code)
    return Close(code)
