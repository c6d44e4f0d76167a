"""Aer's jobs while a program has a time limit: each simulates in a child process that can be ended.

Aer holds the interpreter lock while it simulates, so that neither a signal nor an exception reaches a thread
that sits in there. Meanwhile `AerJob.submit` is therefore another one: what it would have a thread of
Aer's do is pickled, and the thread waits for a process that does it, in Python. That is every job that Aer has,
whoever's simulator it is (`AerSimulator`, also ``from_backend``, the older simulators, Aer's primitives, the
stock fake devices), with the counts, results and errors it has otherwise.

- A job that cannot be pickled, or found again in the other process, such as one with a gate of a class
  that the program itself defines, is refused by an error that says so: in this process it could not be ended.
- With Aer's option ``executor`` a job waits in that one's threads, if it is a `ThreadPoolExecutor`. Any other
  executor is left to itself: those of processes can be ended, and of others we do not know.
- What asks Aer for no job is not reached: `qiskit_aer.quantum_info.AerStatevector` and its like.
"""

from __future__ import annotations

import contextlib
import math
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Callable, Iterator, Set

from qhil.errors import SimulationError
from qhil.simulation.aer_thread import is_aer_executor
from qhil.simulation.errors import SimulationMemoryError, SimulationTimeout
from qhil.simulation.pickled_call import PickledCall
from qhil.simulation.time_limit import Timer

if TYPE_CHECKING:
    from qiskit.result import Result


@contextlib.contextmanager
def contained_aer_jobs() -> Iterator[Callable[[], None]]:
    """Have all jobs of Aer simulate in child processes; gives what ends those that there are.

    That is done at the end, too: a job that a program never waited for is over when the program is.

    Aer is imported, and a process ready, when the block begins: what that takes is no part of a time limit. Where
    there is no Aer, nothing is done.
    """
    job_class = _job_class()
    if job_class is None:
        yield lambda: None
        return
    original = job_class.submit
    with _Jobs() as jobs:
        job_class.submit = jobs.submitting(original)
        try:
            yield jobs.end
        finally:
            job_class.submit = original


def _job_class() -> Any:
    """`AerJob`; None where it cannot be imported, which is then nothing that the program could do."""
    from qhil.simulation.aer import prepare

    try:
        prepare()
        from qiskit_aer.jobs.aerjob import AerJob
    except ImportError:
        return None
    return AerJob


class _Jobs:
    """The jobs of one program; they end when the context does, if not before."""

    def __init__(self) -> None:
        self._process = os.getpid()
        # Jobs run one after the other, as on Aer's own thread: that one serves the whole process, ours may end.
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aer-jobs")
        self._end = _End()

    def __enter__(self) -> _Jobs:  # noqa: PYI034 - Self came with Python 3.11
        from qhil.simulation.worker import be_ready

        # The thread, too, is there before the program is: it is not one of those that a program leaves.
        self._threads.submit(be_ready).result()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End what simulates, and what waits to; there will be no more. Returns when whoever waits is told."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._end.come()
        self._threads.shutdown()

    def submitting(self, original: Callable[[Any], None]) -> Callable[[Any], None]:
        """`AerJob.submit` to child processes."""

        def submit(job: Any) -> None:
            given = job._executor  # noqa: SLF001  # Aer has no other way to say where a job runs
            threads = self._threads if is_aer_executor(given) else given
            # A forked process has none of our threads; it is ended as a whole.
            if os.getpid() == self._process and isinstance(threads, ThreadPoolExecutor):
                job._executor = _Sending(threads, self._simulated)  # noqa: SLF001
            try:
                original(job)
            finally:
                job._executor = given  # noqa: SLF001

        return submit

    def _simulated(self, call: PickledCall) -> Result:
        from qhil.simulation.worker import run_in_child

        try:
            # Its time has come when that of the program has.
            return run_in_child(call, timeout=math.inf, timer=self._end.timer)
        except SimulationTimeout:
            raise SimulationError("the program ended before this simulation did") from None
        except SimulationMemoryError as error:
            raise MemoryError(str(error)) from error  # as Aer, or Python, has it otherwise


class _Sending:
    """An executor as `AerJob` needs it: it pickles a call now, and has a thread wait for it elsewhere."""

    def __init__(
        self, threads: ThreadPoolExecutor, simulated: Callable[[PickledCall], Result]
    ) -> None:
        self._threads = threads
        self._simulated = simulated

    def submit(self, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """The future of the call.

        Raises:
            SimulationError: if it cannot be pickled.
        """
        return self._threads.submit(self._simulated, PickledCall.of(function, *arguments))


class _End:
    """The end of a program as its simulations wait for it: by timers that go off then."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._over = False
        self._waiting: Set[_AtEnd] = set()

    def timer(self, seconds: float, action: Callable[[], None]) -> Timer:
        """A timer that calls ``action`` at the end, or now if it has come."""
        del seconds
        timer = _AtEnd(action, self._waiting)
        with self._lock:
            self._waiting.add(timer)
            over = self._over
        if over:
            action()
        return timer

    def come(self) -> None:
        """Have all timers go off, those that are made later too."""
        with self._lock:
            self._over = True
            waiting = list(self._waiting)
        for timer in waiting:
            timer.action()


class _AtEnd:
    def __init__(self, action: Callable[[], None], waiting: Set[_AtEnd]) -> None:
        self.action = action
        self._waiting = waiting

    def start(self) -> None:
        """It runs from when it is made."""

    def cancel(self) -> None:
        self._waiting.discard(self)
