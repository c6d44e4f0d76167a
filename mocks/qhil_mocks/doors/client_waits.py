"""The client's own waits, made by the clock of the mock that it asks: while a mock is entered, and undone after.

    name in a module of the client, or of what repeats its requests -> ClientTime of the door, or the real one

Only those names are replaced, in these modules: all other code of the process has the time of day. urllib3 is
others' too, so its pauses count as the client's only after a request that a mock has answered.
"""

from __future__ import annotations

import importlib
import time
from threading import Timer
from typing import TYPE_CHECKING, Any, Callable, List, Mapping, Optional, Tuple

from qhil_mocks.doors.client_account import has_client

if TYPE_CHECKING:
    from qhil_mocks.doors.client_time import ClientTime

# What time it is here: in the calling thread, now. None for the time of day.
TimeHere = Callable[[], "Optional[ClientTime]"]

_REPEATS = "urllib3.util.retry"
_IBMQ = "qiskit.providers.ibmq"
_ACCOUNT, _SOCKETS = f"{_IBMQ}.api.clients.account", f"{_IBMQ}.api.clients.base"
# Where the client pauses, or looks how long it has waited.
_CLIENT = (
    _ACCOUNT,
    _SOCKETS,
    f"{_IBMQ}.job.job_monitor",
    f"{_IBMQ}.managed.managedjobset",
    f"{_IBMQ}.runtime.runtime_job",
)


class ClientWaits:
    """Begins when it is made; `end` gives the names back. Names that were replaced again meanwhile are left alone.

    ``here`` tells the time by which the client waits, ``repeating`` that before it repeats a request.
    """

    def __init__(self, here: TimeHere, repeating: TimeHere) -> None:
        self._replaced: List[Tuple[Any, str, Any, Any]] = []
        self._replace(_REPEATS, {"time": _Time(repeating)})
        if not has_client():
            return
        from qhil_mocks.doors.waiting_socket import sockets_by

        for module in _CLIENT:
            self._replace(module, {"time": _Time(here)})
        self._replace(_ACCOUNT, {"Timer": timers_by(here)})
        self._replace(_SOCKETS, {"WebSocketApp": sockets_by(here)})

    def end(self) -> None:
        """Undo it."""
        while self._replaced:
            module, name, before, ours = self._replaced.pop()
            if getattr(module, name) is ours:
                setattr(module, name, before)

    def _replace(self, module_name: str, names: Mapping[str, Any]) -> None:
        module = importlib.import_module(module_name)
        for name, ours in names.items():
            self._replaced.append((module, name, getattr(module, name), ours))
            setattr(module, name, ours)


class _Time:
    """The module `time`, as a client sees it."""

    def __init__(self, here: TimeHere) -> None:
        self._here = here

    def sleep(self, seconds: float) -> None:
        """Have time pass."""
        here = self._here()
        if here is None:
            time.sleep(seconds)
        else:
            here.sleep(seconds)

    def time(self) -> float:
        """s since the epoch."""
        return self._told(time.time)

    def monotonic(self) -> float:
        """s since some moment: no clock of a mock goes back."""
        return self._told(time.monotonic)

    def perf_counter(self) -> float:
        """Likewise."""
        return self._told(time.perf_counter)

    def _told(self, really: Callable[[], float]) -> float:
        here = self._here()
        return really() if here is None else here.time()

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


def timers_by(here: TimeHere) -> Callable[..., Any]:
    """What the client takes for `threading.Timer`."""

    def timer(interval: float, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        waits = here()
        if waits is None:
            return Timer(interval, function, *arguments, **options)
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
