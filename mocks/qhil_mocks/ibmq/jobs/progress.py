"""How jobs get on: each is moved through the states that are due by now, and run when it is its turn.

In a process of a test nothing happens between requests; the dates are those at which it would have. A server's
jobs run in the background, a few at a time, and end when they do, though not before they are due.
"""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Callable, Iterator, Optional, Set, Tuple

from qhil_mocks.faults.fate import CANCELLED, CREATING, ERROR, RUNNING, VALIDATING, fails
from qhil_mocks.faults.service_faults import ServiceFaults
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.jobs import life
from qhil_mocks.ibmq.jobs.execution import (
    INTERNAL,
    INVALID_QOBJ,
    Executor,
    Outcome,
    parsed,
    summary,
)
from qhil_mocks.ibmq.jobs.job import Job, JobError
from qhil_mocks.ibmq.jobs.schedule import Schedule
from qhil_mocks.ibmq.jobs.store import JobStore
from qhil_mocks.ibmq.outages import Outages
from qhil_mocks.ibmq.service_error import ServiceError
from qhil_mocks.ibmq.storage import QOBJ, RESULT, ObjectStorage
from qhil_mocks.identities import Identities

JOB_LIFE = "job.life"
_ERROR = JobError(ERROR, INTERNAL)
_log = logging.getLogger(__name__)


class Progress:
    """Moves the jobs of a store, as their schedule says."""

    def __init__(
        self,
        *,
        jobs: JobStore,
        schedule: Schedule,
        storage: ObjectStorage,
        devices: Devices,
        identities: Identities,
        faults: Optional[ServiceFaults] = None,
        outages: Optional[Outages] = None,
    ) -> None:
        self._jobs = jobs
        self._faults = faults or ServiceFaults()
        self._outages = outages or Outages()
        self._schedule = schedule
        self._storage = storage
        self._devices = devices
        self._identities = identities
        self._executor = Executor()
        # Jobs that a thread is moving, which may take as long as a simulation: they stay as they are.
        self._claimed: Set[str] = set()
        self._lock = threading.Lock()
        self._fetching = threading.Lock()
        self._background: Optional[ThreadPoolExecutor] = None
        self._now: Callable[[], datetime] = _unknown

    def take(self, job: Job, now: datetime) -> bool:
        """Take a job whose Qobj has come; False if it was taken before, or is gone."""
        with self._jobs.together():
            if self._jobs.get(job.id).status != life.CREATING:
                return False
            fate = self._faults.take(JOB_LIFE)
            taken = self._jobs.change(job.id, fate=fate)
            if fails(fate, CREATING):
                return self._jobs.move_on(taken, life.ERROR_CREATING, now, error=_ERROR)
            return self._jobs.move_on(taken, life.VALIDATING, now)

    def settle(self, now: datetime) -> None:
        """Move every job as far as it has come by ``now``, in the order of what happens to them."""
        while True:
            claim = self._claim(now)
            if claim is None:
                return
            job, at = claim
            background = self._background
            if job.status == life.RUNNING and background is not None:
                try:
                    running = background.submit(self._finish_in_time, job, at)
                except RuntimeError:  # it is being left: what does not run yet stays as it is
                    self._release(job)
                    return
                running.add_done_callback(functools.partial(self._go_on, job))
                continue
            try:
                self._move(job, at)
            finally:
                self._release(job)

    @contextlib.contextmanager
    def in_background(self, now: Callable[[], datetime], *, at_a_time: int) -> Iterator[None]:
        """Within it, `settle` does not wait for so many jobs that run. ``now`` tells when one has ended.

        Simulations are kept out of this process. Leaving it waits for the jobs that run; the others stay as they are.
        """
        self._now = now
        self._executor = Executor(contained=True)
        background = ThreadPoolExecutor(max(at_a_time, 1), thread_name_prefix="qhil-job")
        self._background = background if at_a_time else None
        try:
            yield
        finally:
            # Nobody may take it for inline work before all is over.
            background.shutdown(wait=True, cancel_futures=True)
            self._background = None
            self._executor = Executor()

    def fetch_result(self, job: Job) -> None:
        """See that the result of a completed job is there: a past job has never run. It is dated when that ended."""
        if job.status != life.COMPLETED or self._storage.content(job.id, RESULT) is not None:
            return
        with self._fetching:
            if self._storage.content(job.id, RESULT) is None:
                outcome = self._run(job)
                if outcome.result is not None:
                    told = {**json.loads(outcome.result), "date": job.since.isoformat()}
                    self._keep_result(job, json.dumps(told).encode("ascii"))

    def _keep_result(self, job: Job, result: bytes) -> None:
        with self._jobs.together(), contextlib.suppress(ServiceError):
            self._jobs.get(job.id)  # it may have been deleted meanwhile
            self._storage.keep(job.id, RESULT, result)

    def _go_on(self, job: Job, ran: Future[None]) -> None:
        """A job in the background has ended, or will not be run: others may be due now."""
        self._release(job)
        if ran.cancelled():
            return
        error = ran.exception()
        if error is not None:
            _log.error("job %s was not finished", job.id, exc_info=error)
        elif self._background is not None:
            self.settle(self._now())

    def _finish_in_time(self, job: Job, due: datetime) -> None:
        outcome = self._run(job)
        self._end(job, outcome, max(due, self._now()))

    def _release(self, job: Job) -> None:
        with self._lock:
            self._claimed.discard(job.id)
            self._schedule.look_again()

    def _claim(self, now: datetime) -> Optional[Tuple[Job, datetime]]:
        with self._lock:
            due = self._schedule.next(now, but=self._claimed)
            if due is not None:
                self._claimed.add(due[0].id)
            return due

    def _move(self, job: Job, at: datetime) -> None:
        if job.status == life.VALIDATING:
            self._validate(job, at)
        elif job.status == life.RUNNING:
            self._end(job, self._run(job), at)
        elif job.status == life.VALIDATED:
            self._queue(job, at)
        elif job.fate is not None and job.fate.name == CANCELLED:
            self._jobs.move_on(job, life.CANCELLED, at)
        else:
            self._jobs.move_on(job, life.RUNNING, at)

    def _queue(self, job: Job, at: datetime) -> None:
        self._outages.begin(job.device, job.fate, at)
        self._jobs.move_on(job, life.QUEUED, at)

    def _validate(self, job: Job, at: datetime) -> None:
        if fails(job.fate, VALIDATING):
            self._jobs.move_on(job, life.ERROR_VALIDATING, at, error=_ERROR)
            return
        try:
            text = self._storage.content(job.id, QOBJ)
            told = summary(parsed(text), size=len(text or b""))
        except ValueError as error:
            why = JobError(str(error), INVALID_QOBJ)
            self._jobs.move_on(job, life.ERROR_VALIDATING, at, error=why)
        else:
            with self._jobs.together():
                if self._jobs.move_on(job, life.VALIDATED, at):
                    valid = self._jobs.change(job.id, summary=told)
                    if (
                        self._schedule.due(valid) <= valid.since
                    ):  # nobody sees it in a state of no length
                        self._queue(valid, at)

    def _end(self, job: Job, outcome: Outcome, at: datetime) -> None:
        status = life.COMPLETED if outcome.error is None else life.ERROR_RUNNING
        with self._jobs.together():
            ended = self._jobs.move_on(job, status, at, error=outcome.error)
            if ended and outcome.result is not None:  # not cancelled meanwhile
                self._storage.keep(job.id, RESULT, outcome.result)

    def _run(self, job: Job) -> Outcome:
        if fails(job.fate, RUNNING):
            return Outcome(error=_ERROR)
        return self._executor.run(
            self._devices.recording(job.device),
            self._storage.content(job.id, QOBJ) or b"",
            seed=self._identities.number("run", job.number),
            job_id=job.id,
        )


def _unknown() -> datetime:
    raise AssertionError("nothing runs in the background")
