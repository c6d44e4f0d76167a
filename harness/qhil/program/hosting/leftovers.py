"""What a program that was ended in this process leaves behind: threads and processes of its own.

Processes are killed. A thread can only be asked: it ends as soon as it runs Python code again.
"""

from __future__ import annotations

import ctypes
import threading
from typing import FrozenSet, List, Tuple

import psutil

_PATIENCE = 1.0  # s for all of them to go
# Python's own: they serve the whole process, whoever was the first to need them.
_SHARED = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


class Leftovers:
    """Knows what was there before the program; `end` ends what came since."""

    def __init__(self) -> None:
        self._threads = frozenset(threading.enumerate())
        self._processes = frozenset(_children())

    def end(self) -> Tuple[str, ...]:
        """End what the program left running; gives the names of the threads that are still there."""
        _kill([process for process in _children() if process not in self._processes])
        threads = [one for one in threading.enumerate() if one not in self._threads]
        threads = [one for one in threads if not isinstance(one, threading.Timer)]  # our own
        for thread in threads:
            _ask_to_end(thread)
        for thread in threads:
            thread.join(_PATIENCE / max(len(threads), 1))
        return tuple(thread.name for thread in threads if thread.is_alive())


def _children() -> FrozenSet[psutil.Process]:
    from qhil.simulation.worker import worker_pids

    ours = worker_pids()
    found = psutil.Process().children(recursive=True)
    return frozenset(process for process in found if process.pid not in ours)


def _kill(processes: List[psutil.Process]) -> None:
    killed = []
    for process in processes:
        try:
            if not any(name in " ".join(process.cmdline()) for name in _SHARED):
                process.kill()
                killed.append(process)
        except psutil.Error:  # it is gone already
            continue
    psutil.wait_procs(killed, timeout=_PATIENCE)


def _ask_to_end(thread: threading.Thread) -> None:
    """Raise `SystemExit` in a thread, where it next runs Python code: Python says nothing of that."""
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit)
        )
