"""The door inside a process: requests to the service's own host names are answered where they are made.

    requests' Session -> adapter (patched by `responses`) -> Request -> service -> Response -> adapter

One patch serves all mocks of the process, however they are nested or run beside each other: it is there from the
first that enters to the last that leaves. A request goes to the mock that gave out its access token; without one,
to the mock that its thread entered last, else to the newest.
"""

from __future__ import annotations

import contextlib
import threading
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Iterator, List, Optional, Protocol

from qhil_mocks.doors.client_account import ClientAccount, has_client
from qhil_mocks.errors import MockError
from qhil_mocks.rest import Response

if TYPE_CHECKING:
    from qhil_mocks.doors.client_time import ClientTime
    from qhil_mocks.doors.client_waits import ClientWaits
    from qhil_mocks.doors.interception import Interception


class Door(Protocol):
    """What is entered: something that answers `requests`."""

    @property
    def client_time(self) -> Optional[ClientTime]:
        """The time by which a client waits for it; None for the time of day."""

    def handles(self, url: str) -> bool:
        """Whether that URL is its to answer; if not, the request goes to the network."""

    def knows(self, prepared: Any) -> bool:
        """Whether that `PreparedRequest` carries an access token of its own."""

    def gave_out(self, token: str) -> bool:
        """Whether that is an access token of its own."""

    def answer(self, prepared: Any) -> Response:
        """The answer to a `PreparedRequest`, or an error raised where it was sent."""

    def pass_time(self, seconds: float) -> None:
        """Have so much time pass by the clock of what answers."""


@dataclass
class _Entered:
    door: Door
    before: Optional[ClientAccount]


class _Process:
    """Which doors are open in this process, and what they replaced."""

    def __init__(self) -> None:
        self._entered: List[_Entered] = []
        self._interception: Optional[Interception] = None
        self._waits: Optional[ClientWaits] = None
        # A request may be made while a door is entered or left: never held while something is answered.
        self._lock = threading.RLock()
        self._innermost: ContextVar[Optional[Door]] = ContextVar("innermost", default=None)
        # Through which door the thread made its last request, if that was the door's to answer.
        self._asked: ContextVar[Optional[Door]] = ContextVar("asked", default=None)

    def enter(self, door: Door, account: Optional[ClientAccount]) -> Optional[Door]:
        """Open ``door``, with the client's account as given; returns the door that its thread was in before."""
        with self._lock:
            before = ClientAccount.current() if has_client() else None
            if self._interception is None:
                from qhil_mocks.doors.client_waits import ClientWaits
                from qhil_mocks.doors.interception import Interception

                self._interception = Interception(self.door_of)
                self._waits = ClientWaits(
                    self._time_here, self._time_of_the_last_request, self._asking
                )
            self._entered.append(_Entered(door, before))
            if account is not None:
                account.restore()
        outer = self._innermost.get()
        self._innermost.set(door)
        return outer

    def leave(self, door: Door, outer: Optional[Door]) -> None:
        """Close ``door``. What it replaced comes back; where one that came later is still open, when that is left."""
        with self._lock:
            index = next(i for i, one in enumerate(self._entered) if one.door is door)
            left = self._entered.pop(index)
            if index < len(self._entered):
                self._entered[index].before = left.before
            elif left.before is not None:
                left.before.restore()
            if not self._entered and self._interception is not None:
                self._interception.end()
                self._interception = None
                if self._waits is not None:
                    self._waits.end()
                    self._waits = None
        self._innermost.set(outer)

    def door_of(self, prepared: Any) -> Door:
        """The door that a request made here and now goes through."""
        with self._lock:
            newest_first = [one.door for one in reversed(self._entered)]
        if not newest_first:
            raise MockError("the mock to which this request was made has been left meanwhile")
        mine = self._innermost.get()
        likely_first = sorted(newest_first, key=lambda door: door is not mine)
        found = next((door for door in likely_first if door.knows(prepared)), likely_first[0])
        self._asked.set(found if found.handles(prepared.url) else None)
        return found

    def _time_here(self) -> Optional[ClientTime]:
        """The time by which the client waits in this thread: it waits for what it asked last."""
        with self._lock:
            newest_first = [one.door for one in reversed(self._entered)]
        mine = [one for one in (self._asked.get(), self._innermost.get()) if one is not None]
        # A thread whose mock was left, as one that streams results, is no client of one that came later.
        door = next((one for one in mine or newest_first if one in newest_first), None)
        return None if door is None else door.client_time

    @contextlib.contextmanager
    def _asking(self, token: str) -> Iterator[None]:
        """Within it the client waits for the mock that gave out ``token``, whatever its thread asked before."""
        with self._lock:
            newest_first = [one.door for one in reversed(self._entered)]
        door = next((one for one in newest_first if one.gave_out(token)), None)
        before = self._asked.set(door or self._asked.get())
        try:
            yield
        finally:
            self._asked.reset(before)

    def _time_of_the_last_request(self) -> Optional[ClientTime]:
        """Likewise; the time of day if that went to the network."""
        asked = self._asked.get()
        with self._lock:
            entered = any(one.door is asked for one in self._entered)
        return asked.client_time if asked is not None and entered else None


PROCESS = _Process()
