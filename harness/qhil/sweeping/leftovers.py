"""What a scenario leaves behind: threads, sockets, open files and child processes that were not there before.

Two ways lead to it. What is still open or running afterwards is seen by comparison; what nobody closed, but Python took
away with the objects that held it, is told by its `ResourceWarning`.
"""

from __future__ import annotations

import contextlib
import gc
import re
import threading
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, List, Optional, Set

import psutil

from qhil.program.hosting.leftovers import Leftovers
from qhil.program.hosting.raise_in import raise_in

# s in which what is ending may end; less where it is looked at again before anybody is told.
_PATIENCE = 0.5
_FIRST_PATIENCE = 0.1
_STEP = 0.002
# Python's own processes, which serve whoever needs them.
_SHARED = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


class Belongings:
    """What is there now; `since` tells what has come since.

    Args:
        more: tells, afterwards, what else is left, such as jobs that run.
        ending: whether `end` may be called.
    """

    def __init__(
        self, more: Optional[Callable[[], Iterable[str]]] = None, *, ending: bool = False
    ) -> None:
        self._more = more
        self._family = {threading.current_thread()}
        self._open = _opened()
        self._ending = Leftovers() if ending else None
        self._unclosed: Counter[str] = Counter()

    @contextlib.contextmanager
    def heard(self) -> Iterator[None]:
        """While the scenario runs: notes what Python finds unclosed."""
        with warnings.catch_warnings():
            shown = warnings.showwarning

            def show(message: Any, category: Any, *args: Any, **options: Any) -> None:
                if issubclass(category, ResourceWarning):
                    self._unclosed[stable(str(message).splitlines()[0])] += 1
                else:
                    shown(message, category, *args, **options)

            warnings.simplefilter("always", ResourceWarning)
            warnings.showwarning = show
            with self._starts_noted():
                yield
            gc.collect()

    def since(self, allowed: Counter[str], *, patient: bool) -> Counter[str]:
        """What has come and is not among the allowed; what is about to end is waited for, longer if ``patient``."""
        end = time.monotonic() + (_PATIENCE if patient else _FIRST_PATIENCE)
        found = self._found() - allowed
        while found - self._unclosed and time.monotonic() < end:
            time.sleep(_STEP)
            found = self._found() - allowed
        return found

    def end(self) -> None:
        """End threads and processes that have come, so that they do not disturb who comes next."""
        if self._ending is None:
            return
        self._ending.end()
        for thread in self._threads():
            # One that waits in C goes on waiting. If it ever came back, nobody would be there to hear of its end.
            raise_in(thread, None)

    @contextlib.contextmanager
    def _starts_noted(self) -> Iterator[None]:
        """Threads that the scenario starts are of its family, and those that these start. Others come and go."""
        start = threading.Thread.start

        def noted(thread: threading.Thread) -> None:
            if threading.current_thread() in self._family:
                self._family.add(thread)
            start(thread)

        kind: Any = threading.Thread
        kind.start = noted
        try:
            yield
        finally:
            kind.start = start

    def _threads(self) -> List[threading.Thread]:
        here = threading.current_thread()
        return [one for one in self._family if one is not here and one.is_alive()]

    def _found(self) -> Counter[str]:
        found = Counter(f"thread {stable(one.name)}" for one in self._threads())
        found.update(_opened() - self._open)
        found.update(self._unclosed)
        if self._more is not None:
            found.update(self._more())
        return found


def stable(text: str) -> str:
    """The text without what differs from run to run: addresses, numbers of threads, random names."""
    text = re.sub(r"0x[0-9a-fA-F]{4,}", "0x...", text)
    text = re.sub(r"\bfd=\d+, ?", "", text)
    text = re.sub(r"\('([^']*)', \d{4,5}\)", r"('\1', ...)", text)
    text = re.sub(r"\btmp\w{8}\b", "tmp...", text)
    text = re.sub(r"\bsubprocess \d+", "subprocess ...", text)
    return re.sub(r"\b(Thread|ThreadPoolExecutor|Dummy|Timer)-\d+(_\d+)?", r"\1-...", text)


def _opened() -> Counter[str]:
    """Files, sockets and child processes of this process."""
    process = psutil.Process()
    found: Counter[str] = Counter()
    with contextlib.suppress(psutil.Error):
        found.update(f"file {stable(one.path)}" for one in process.open_files())
    with contextlib.suppress(psutil.Error):
        # The name that it had before psutil 6.
        connections = getattr(process, "net_connections", None) or process.connections
        found.update(_socket(one) for one in connections("all"))
    found.update(_children(process))
    return found


def _socket(connection: Any) -> str:
    kind = getattr(connection.family, "name", str(connection.family))
    remote = connection.raddr
    to = f" to {getattr(remote, 'ip', remote)}" if remote else ""
    return f"socket {kind} {connection.status}{to}" if kind != "AF_UNIX" else "socket AF_UNIX"


def _children(process: psutil.Process) -> List[str]:
    from qhil.simulation.worker import worker_pids

    ours: Set[int] = set(worker_pids())
    names = []
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            command = " ".join(child.cmdline())
            if child.pid not in ours and not any(one in command for one in _SHARED):
                names.append(f"process {Path(child.name()).name}")
    return names
