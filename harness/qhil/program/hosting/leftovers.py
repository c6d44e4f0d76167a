"""What a program that was ended in this process leaves behind: threads and processes of its own.

Processes are killed, and simulations that they wait for. A thread can only be asked: it ends as soon as it runs
Python code again.
"""

from __future__ import annotations

import contextlib
import gc
import subprocess
import threading
from typing import Callable, FrozenSet, Iterator, List, Set, Tuple

import psutil

from qhil.program.hosting.ends import ProgramEnd
from qhil.program.hosting.raise_in import raise_in
from qhil.simulation.aer_thread import aer_threads, end_aer_thread

_PATIENCE = 1.0  # s for all of them to go
# Python's own: they serve the whole process, whoever was the first to need them.
_SHARED = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


class Leftovers:
    """Knows what was there before the program; `end` ends what came since."""

    def __init__(self) -> None:
        self._threads = frozenset(threading.enumerate())
        self._processes = frozenset(_children())

    def end(self, end_simulations: Callable[[], None] = lambda: None) -> Tuple[str, ...]:
        """End what the program left running; gives the names of the threads that are still there.

        ``end_simulations`` is called first: a thread that waits for a simulation ends when that does.
        """
        from qhil.simulation.worker import end_simulations_of

        _kill([process for process in _children() if process not in self._processes])
        threads = [one for one in threading.enumerate() if one not in self._threads]
        threads = [one for one in threads if not isinstance(one, threading.Timer)]  # our own
        aers = aer_threads().intersection(threads)
        with _silent_ends(threads):
            end_simulations()
            end_simulations_of({thread.ident for thread in threads})
            if aers:
                end_aer_thread()
            for thread in threads:
                if thread not in aers:  # or no job of Aer would ever begin in this process again
                    raise_in(thread, ProgramEnd)
            for thread in threads:
                thread.join(_PATIENCE / len(threads))
        return tuple(thread.name for thread in threads if thread.is_alive())


def _children() -> FrozenSet[psutil.Process]:
    from qhil.simulation.worker import worker_pids

    ours = worker_pids()
    found = psutil.Process().children(recursive=True)
    return frozenset(process for process in found if process.pid not in ours)


def _kill(processes: List[psutil.Process]) -> None:
    own = [process for process in processes if not _is_shared(process)]
    for process in own:
        with contextlib.suppress(psutil.Error):  # it is gone already
            process.kill()
    _tell_their_objects({process.pid for process in own})
    psutil.wait_procs(own, timeout=_PATIENCE)


def _tell_their_objects(pids: Set[int]) -> None:
    """Have each `subprocess.Popen` know that its process is gone, else Python warns that it still runs."""
    for found in gc.get_objects():
        if issubclass(type(found), subprocess.Popen) and found.pid in pids:
            found.wait(_PATIENCE)


def _is_shared(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        command = " ".join(process.cmdline())
        return any(name in command for name in _SHARED)
    return False


@contextlib.contextmanager
def _silent_ends(threads: List[threading.Thread]) -> Iterator[None]:
    """Have nobody complain of how one of these ends: as it was asked to, or because its simulation was ended."""
    before = threading.excepthook

    def silent(arguments: threading.ExceptHookArgs) -> None:
        if arguments.thread not in threads:
            before(arguments)

    threading.excepthook = silent
    try:
        yield
    finally:
        threading.excepthook = before
