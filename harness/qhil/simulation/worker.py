"""Simulations in a process of their own, which may be stopped, may crash, may exhaust its memory.

Starting a process costs a second or two, for it has to import Qiskit; so one is kept, warm, until
this interpreter ends. After a fork the child starts its own.
"""

from __future__ import annotations

import atexit
import os
import pickle
import sys
import threading
from typing import TYPE_CHECKING, Collection, Dict, FrozenSet, List, Optional, Tuple

from qhil.errors import SimulationError
from qhil.simulation.aer import Simulation
from qhil.simulation.errors import SimulationCrash
from qhil.simulation.time_limit import TimerFactory, daemon_timer
from qhil.simulation.worker_process import Worker

if TYPE_CHECKING:
    from qiskit.result import Result


def run_in_child(
    request: Simulation,
    *,
    timeout: Optional[float] = None,
    memory_limit: Optional[int] = None,
    timer: TimerFactory = daemon_timer,
) -> Result:
    """As ``request.simulate()``, in a process of its own; may be called from many threads, each gets a process.

    ``timeout``: s from the moment the simulation starts, which is after Qiskit is imported and the
    request has arrived. ``memory_limit``: bytes the simulation may take beyond what an idle process
    holds (Linux only). ``timer``: makes the timer of ``timeout``.

    Raises:
        SimulationTimeout: if ``timeout`` passes; nothing runs on.
        SimulationMemoryError: if it needs more than ``memory_limit``, or more than there is.
        SimulationCrash: if the process dies, as it does where Aer calls std::terminate.
        SimulationError: if the request or an error cannot be sent between processes.
        Exception: what ``simulate`` raised, as it was, with the traceback from there as its cause.
    """
    return _POOL.run(request, timeout=timeout, memory_limit=memory_limit, timer=timer)


def warm_up() -> None:
    """Start a process now, if none is idle, to import Qiskit meanwhile. Returns at once."""
    _POOL.warm_up()


def be_ready() -> None:
    """Have an idle process that has imported Qiskit; returns when it has, a second or two after the first call."""
    _POOL.be_ready()


def worker_pids() -> FrozenSet[int]:
    """The operating system's numbers of the processes that simulate, or wait to."""
    return _POOL.pids()


def end_simulations_of(threads: Collection[Optional[int]]) -> None:
    """End the simulations for which threads with these identifiers wait: they are told of a crash."""
    _POOL.end_simulations_of(threads)


class WorkerPool:
    """A worker process for every simulation at a time; ``keep`` idle ones wait for the next."""

    def __init__(self, keep: int = 1) -> None:
        self._keep = keep
        self._begin()

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._idle: List[Worker] = []
        self._busy: Dict[Worker, int] = {}  # with the thread that waits for it

    def run(
        self,
        request: Simulation,
        *,
        timeout: Optional[float] = None,
        memory_limit: Optional[int] = None,
        timer: TimerFactory = daemon_timer,
    ) -> Result:
        """See `run_in_child`."""
        _check_limits(timeout, memory_limit)
        data = _pickled(request)
        while True:
            worker, used = self._take()
            try:
                return worker.run(data, timeout=timeout, memory_limit=memory_limit, timer=timer)
            except SimulationCrash as crash:
                # One that died while it was idle says nothing of this request.
                if crash.started or not used:
                    raise
            finally:
                self._give_back(worker)

    def pids(self) -> FrozenSet[int]:
        """The numbers of all processes."""
        with self._lock:
            return frozenset(worker.pid for worker in [*self._idle, *self._busy])

    def warm_up(self) -> None:
        """Have one idle process."""
        worker, _ = self._take()
        self._give_back(worker)

    def be_ready(self) -> None:
        """Have one idle process that need not import anything any more."""
        worker, _ = self._take()
        try:
            worker.wait_until_ready()
        finally:
            self._give_back(worker)

    def end_simulations_of(self, threads: Collection[Optional[int]]) -> None:
        """See the function."""
        with self._lock:
            ended = [worker for worker, thread in self._busy.items() if thread in threads]
        for worker in ended:
            worker.kill()

    def close(self) -> None:
        """End the idle processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    def disown(self) -> None:
        """Forget all processes without touching them, after a fork."""
        for worker in [*self._idle, *self._busy]:
            worker.disown()
        self._begin()  # with a new lock: who holds the old one may not have come along

    def _take(self) -> Tuple[Worker, bool]:
        """An idle worker, or else a new one; whether it has been used or idle before."""
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        used = worker is not None
        if worker is None:
            worker = Worker()
        with self._lock:
            self._busy[worker] = threading.get_ident()
        return worker, used

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            self._busy.pop(worker, None)
            kept = worker.alive and len(self._idle) < self._keep
            if kept:
                self._idle.append(worker)
        if not kept:
            worker.close()


def _check_limits(timeout: Optional[float], memory_limit: Optional[int]) -> None:
    if timeout is not None and not timeout > 0:
        raise ValueError(f"timeout must be a positive number of seconds, not {timeout!r}")
    if memory_limit is None:
        return
    if not memory_limit > 0:
        raise ValueError(f"memory_limit must be a positive number of bytes, not {memory_limit!r}")
    if sys.platform != "linux":
        raise SimulationError(
            f"memory_limit={memory_limit} needs Linux, found {sys.platform}: "
            "no other system keeps such a limit"
        )


def _pickled(request: Simulation) -> bytes:
    try:
        return pickle.dumps(request, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # whatever a user's class raises
        raise SimulationError(
            f"the request cannot be sent to another process: {type(error).__name__}: {error}"
        ) from error


_POOL = WorkerPool()
atexit.register(_POOL.close)
if sys.platform != "win32":  # pragma: no branch
    os.register_at_fork(after_in_child=_POOL.disown)
