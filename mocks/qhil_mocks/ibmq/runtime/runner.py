"""Who has jobs run: a few at a time, one on each device, in the order in which they were submitted.

Each program has a process, and a thread here that follows it. Nothing runs before somebody is `at_work`, and
nothing is left afterwards: what ran then is queued again.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Callable, Dict, Iterator, Optional, Protocol, Set

from qhil.faults import Injection
from qhil.program.isolation.process import Stopper
from qhil.recordings import Recording
from qhil_mocks.clock import Clock
from qhil_mocks.faults.fate import CANCELLED as CANCELLED_FATE
from qhil_mocks.faults.fate import ERROR, FAILS, STUCK
from qhil_mocks.faults.service_faults import ServiceFaults
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.outages import NEVER, Outages
from qhil_mocks.ibmq.runtime.interim import ENDED, RESTARTS, InterimResults
from qhil_mocks.ibmq.runtime.job import (
    CANCELLED,
    COMPLETED,
    FAILED,
    QUEUED,
    RUNNING,
    Output,
    RuntimeJob,
    Work,
)
from qhil_mocks.ibmq.runtime.job_store import RuntimeJobStore
from qhil_mocks.ibmq.runtime.program_process import Ending, run
from qhil_mocks.identities import Identities

AT_A_TIME = 2
# s between the close of a stream and the answer to who cancelled: the client, which closes too, may otherwise miss
# the other's close, and wait for it for 10 s.
_AFTER_CLOSE = 0.25
# s: a program that runs for longer may run for ever. Waiting for it, one looks again after as many.
_LONG, _LOOK = 10.0, 0.01
_NOTHING = Output("", "")
_log = logging.getLogger(__name__)


class _Run:
    """A job that runs. ``over``: its program has ended, whatever is asked for from now on."""

    def __init__(self, job: RuntimeJob) -> None:
        self.job = job
        self.stopper = Stopper()
        self.cancelled = False
        self.over = False
        self.done = threading.Event()
        self.begun = time.monotonic()


class Execute(Protocol):
    """What does the work: see `qhil_mocks.ibmq.runtime.program_process.run`."""

    def __call__(
        self,
        work: Work,
        recording: Recording,
        *,
        seed: int,
        publish: Callable[[str], None],
        stopper: Stopper,
        faults: Optional[Injection] = None,
    ) -> Ending:
        """Run a program to its end."""


class Runner:
    """Runs the jobs of a store; ``execute`` does the work."""

    def __init__(
        self,
        *,
        jobs: RuntimeJobStore,
        interim: InterimResults,
        devices: Devices,
        identities: Identities,
        clock: Clock,
        execute: Execute = run,
        outages: Optional[Outages] = None,
        faults: Optional[ServiceFaults] = None,
    ) -> None:
        self._faults = faults or ServiceFaults()
        self._outages = outages or Outages()
        self._jobs = jobs
        self._interim = interim
        self._devices = devices
        self._identities = identities
        self._clock = clock
        self._execute = execute
        self._running: Dict[str, _Run] = {}
        self._threads: Set[threading.Thread] = set()
        self._held: Set[str] = set()
        self._at_work = 0
        self._lock = threading.RLock()

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Within it jobs run. Whoever leaves it last has all processes killed, and waits for the threads."""
        with self._lock:
            self._at_work += 1
        try:
            self.settle()
            yield
        finally:
            with self._lock:
                self._at_work -= 1
                last = self._at_work == 0
            if last:
                self._stop()

    def settle(self) -> None:
        """Start what is due by now, as far as there is room."""
        with self._lock:
            if not self._at_work:
                return
            now = self._clock.now()
            queued = timedelta(seconds=self._clock.durations.queued)
            for job in self._jobs.queued():
                if len(self._running) >= AT_A_TIME:
                    return
                busy = any(one.job.device == job.device for one in self._running.values())
                if busy or job.id in self._held or self._kept_waiting(job, now):
                    continue
                if job.created + queued <= now:
                    self._start(job)

    def earliest(self) -> datetime:
        """When the first job is due that waits for nothing but its time; `NEVER` if none does."""
        with self._lock:
            now = self._clock.now()
            queued = timedelta(seconds=self._clock.durations.queued)
            dues = (
                max(job.created + queued, self._outages.until(job.device))
                for job in self._jobs.queued()
                if not _stuck(job)
            )
            return min((due for due in dues if due > now), default=NEVER)

    def rest(self, seconds: float) -> None:
        """Return when no program runs. That is waited for, at most so long, and no longer for one that does not end.

        For a clock by which nobody waits: a program takes as long as it takes.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.settle()
            with self._lock:
                running = list(self._running.values())
            if not running:
                return
            for current in running:
                left = min(end, current.begun + _LONG) - time.monotonic()
                if not current.done.wait(max(left, _LOOK)):
                    return

    def _kept_waiting(self, job: RuntimeJob, now: datetime) -> bool:
        return _stuck(job) or self._outages.at(job.device, now) is not None

    def cancel(self, job_id: str) -> bool:
        """Cancel a job, and return when it is; False if it has ended before.

        Raises:
            ServiceError: 404 if there is no such job.
        """
        with self._lock:
            if self._jobs.get(job_id).final:
                return False
            current = self._running.get(job_id)
            if current is None:
                self._held.add(job_id)
            elif not current.over:
                current.cancelled = True
                current.stopper.stop()
        if current is None:
            return self._cancel_queued(job_id)
        current.done.wait()
        return current.cancelled

    def delete(self, job_id: str) -> None:
        """Forget a job; one that has not ended is cancelled first."""
        self.cancel(job_id)
        self._jobs.delete(job_id)
        self._interim.forget(job_id)

    def _cancel_queued(self, job_id: str) -> bool:
        try:
            self._end_stream(job_id, cancelled=True)
            with self._lock:
                if self._jobs.get(job_id).final:  # somebody else has cancelled it meanwhile
                    return False
                self._jobs.move(job_id, CANCELLED, self._clock.now(), _NOTHING)
            self._interim.settle(job_id)
        finally:
            with self._lock:
                self._held.discard(job_id)
        return True

    def _start(self, job: RuntimeJob) -> None:
        current = _Run(job)
        self._running[job.id] = current
        self._jobs.move(job.id, RUNNING, self._clock.now())
        thread = threading.Thread(
            target=self._follow, args=(current,), name=f"qhil-program-{job.id}", daemon=True
        )
        self._threads = {one for one in self._threads if one.is_alive()} | {thread}
        thread.start()

    def _follow(self, current: _Run) -> None:
        job = current.job
        try:
            ending = self._run(current)
        except Exception as error:  # noqa: BLE001  # whatever it is, the job has to end, and once
            _log.exception("runtime job %s was not run", job.id)
            ending = Ending(FAILED, Output(f"the service could not run it: {error}", ""))
        with self._lock:
            current.over = True
            if current.cancelled:
                ending = Ending(CANCELLED, Output("", ending.output.logs))
            stopped = current.stopper.stopped and not current.cancelled
            again = stopped and ending.status != COMPLETED
        try:
            self._end(job.id, None if again else ending)
        finally:
            with self._lock:
                del self._running[job.id]
            current.done.set()
        self.settle()

    def _run(self, current: _Run) -> Ending:
        job = current.job
        if job.fate is not None and job.fate.name == FAILS:
            return Ending(FAILED, Output(f"{ERROR}\n", ""))
        if job.fate is not None and job.fate.name == CANCELLED_FATE:
            return Ending(CANCELLED, _NOTHING)
        return self._execute(
            self._jobs.work(job.id),
            self._devices.recording(job.device),
            seed=self._identities.number("runtime run", job.number),
            publish=lambda text: self._interim.add(job.id, text),
            stopper=current.stopper,
            faults=self._faults.injection,
        )

    def _end(self, job_id: str, ending: Optional[Ending]) -> None:
        """The job is final, or with no ``ending`` queued again; those who listen hear of it first."""
        if ending is None:
            self._interim.end(job_id, RESTARTS)
            self._jobs.move(job_id, QUEUED, self._clock.now())
        else:
            self._end_stream(job_id, cancelled=ending.status == CANCELLED)
            self._jobs.move(job_id, ending.status, self._clock.now(), ending.output)
        self._interim.settle(job_id)

    def _end_stream(self, job_id: str, *, cancelled: bool) -> None:
        listened = self._interim.end(job_id, ENDED)
        if listened and cancelled:
            threading.Event().wait(_AFTER_CLOSE)

    def _stop(self) -> None:
        with self._lock:
            threads = set(self._threads)
            for current in self._running.values():
                if not current.over:
                    current.stopper.stop()
        for thread in threads:
            thread.join()


def _stuck(job: RuntimeJob) -> bool:
    return job.fate is not None and job.fate.name == STUCK
