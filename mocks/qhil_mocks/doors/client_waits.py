"""The client's own waits, made by the clock of the mock that it asks: while a mock is entered, and undone after.

    name in a module of the client, or of what repeats its requests -> ClientTime of the door, or the real one

Only those names are replaced, in these modules: all other code of the process has the time of day. urllib3 is
others' too, so its pauses count as the client's only after a request that a mock has answered.
"""

from __future__ import annotations

import functools
import importlib
from operator import attrgetter
from threading import Timer
from typing import TYPE_CHECKING, Any, Callable, ContextManager, List, Mapping, Optional, Tuple

from qhil_mocks.doors.client_account import has_client

if TYPE_CHECKING:
    from qhil_mocks.doors.client_time import ClientTime

# What time it is here: in the calling thread, now. None for the time of day.
TimeHere = Callable[[], "Optional[ClientTime]"]
Asking = Callable[[str], ContextManager[None]]

_REPEATS = "urllib3.util.retry"
_IBMQ = "qiskit.providers.ibmq"
_ACCOUNT, _SOCKETS = f"{_IBMQ}.api.clients.account", f"{_IBMQ}.api.clients.base"
_RUNTIME_JOB = f"{_IBMQ}.runtime.runtime_job"
# Where the client pauses, or looks how long it has waited.
_CLIENT = (
    _ACCOUNT,
    _SOCKETS,
    f"{_IBMQ}.job.job_monitor",
    f"{_IBMQ}.managed.managedjobset",
    _RUNTIME_JOB,
)
# Where it begins to wait, and by which access token: before it asks, it looks what time it is.
_BEGINNINGS = (
    (_ACCOUNT, "AccountClient", "job_final_status", "_credentials.access_token"),
    (_SOCKETS, "BaseWebsocketClient", "stream", "_access_token"),
    (_RUNTIME_JOB, "RuntimeJob", "wait_for_final_state", "_ws_client._access_token"),
)


class ClientWaits:
    """Begins when it is made; `end` gives the names back. Names that were replaced again meanwhile are left alone.

    ``here`` tells the time by which the client waits, ``repeating`` that before it repeats a request. Within
    ``asking(token)`` it waits for the mock that gave out that access token.
    """

    def __init__(self, here: TimeHere, repeating: TimeHere, asking: Asking) -> None:
        self._replaced: List[Tuple[Any, str, Any, Any]] = []
        self._replace(
            importlib.import_module(_REPEATS), "time", functools.partial(_Time, repeating)
        )
        if not has_client():
            return
        from qhil_mocks.doors.waiting_socket import sockets_by

        for module in _CLIENT:
            self._replace(importlib.import_module(module), "time", functools.partial(_Time, here))
        self._replace(
            importlib.import_module(_ACCOUNT), "Timer", functools.partial(timers_by, here)
        )
        self._replace(importlib.import_module(_SOCKETS), "WebSocketApp", lambda _: sockets_by(here))
        for module, kind, method, token in _BEGINNINGS:
            owner = getattr(importlib.import_module(module), kind)
            self._replace(owner, method, functools.partial(_begun, attrgetter(token), asking))

    def end(self) -> None:
        """Undo it."""
        while self._replaced:
            owner, name, before, ours = self._replaced.pop()
            if getattr(owner, name) is ours:
                setattr(owner, name, before)

    def _replace(self, owner: Any, name: str, made: Callable[[Any], Any]) -> None:
        """Put what is made of it in the place of what is there, which may be somebody else's replacement."""
        before = getattr(owner, name)
        ours = made(before)
        self._replaced.append((owner, name, before, ours))
        setattr(owner, name, ours)


def _begun(token: Callable[[Any], str], asking: Asking, method: Any) -> Any:
    @functools.wraps(method)
    def waiting(client: Any, *arguments: Any, **options: Any) -> Any:
        with asking(token(client)):
            return method(client, *arguments, **options)

    return waiting


class _Time:
    """The module `time`, as a client sees it. ``really``: that, or what stands in for it."""

    def __init__(self, here: TimeHere, really: Any) -> None:
        self._here = here
        self._really = really

    def sleep(self, seconds: float) -> None:
        """Have time pass."""
        here = self._here()
        if here is None:
            self._really.sleep(seconds)
        else:
            here.sleep(seconds)

    def time(self) -> float:
        """In s since the epoch."""
        return self._told("time")

    def monotonic(self) -> float:
        """In s since some moment: no clock of a mock goes back."""
        return self._told("monotonic")

    def perf_counter(self) -> float:
        """Likewise."""
        return self._told("perf_counter")

    def _told(self, name: str) -> float:
        here = self._here()
        told: float = getattr(self._really, name)() if here is None else here.time()
        return told

    def __getattr__(self, name: str) -> Any:
        return getattr(self._really, name)


def timers_by(here: TimeHere, really: Any = Timer) -> Callable[..., Any]:
    """What the client takes for `threading.Timer`."""

    def timer(
        interval: float, function: Callable[..., Any], *arguments: Any, **options: Any
    ) -> Any:
        waits = here()
        if waits is None:
            return really(interval, function, *arguments, **options)
        return _Timer(waits, interval, function, *arguments, **options)

    return timer


class _Timer:
    """As much of a `Timer` as the client needs. It rings in the thread of whoever has the time pass."""

    def __init__(
        self,
        waits: ClientTime,
        interval: float,
        function: Callable[..., Any],
        args: Any = None,
        kwargs: Optional[Mapping[str, Any]] = None,
    ) -> None:
        self._waits = waits
        self._interval = interval
        self._ring = lambda: function(*(args or ()), **(kwargs or {}))
        self._end: Callable[[], None] = lambda: None

    def start(self) -> None:
        """From now on."""
        self._end = self._waits.set_alarm(self._interval, self._ring)

    def cancel(self) -> None:
        """It is not to ring any more."""
        self._end()
