"""How jobs get on: each is moved through the states that are due by now, and run when it is its turn.

Nothing happens between requests; the dates are those at which it would have.
"""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Optional, Set, Tuple

from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.jobs import life
from qhil_mocks.ibmq.jobs.execution import INVALID_QOBJ, Executor, Outcome, parsed, summary
from qhil_mocks.ibmq.jobs.job import Job, JobError
from qhil_mocks.ibmq.jobs.schedule import Schedule
from qhil_mocks.ibmq.jobs.store import JobStore
from qhil_mocks.ibmq.storage import QOBJ, RESULT, ObjectStorage
from qhil_mocks.identities import Identities


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
    ) -> None:
        self._jobs = jobs
        self._schedule = schedule
        self._storage = storage
        self._devices = devices
        self._identities = identities
        self._executor = Executor()
        # Jobs that a thread is moving, which may take as long as a simulation: they stay as they are.
        self._claimed: Set[str] = set()
        self._lock = threading.Lock()

    def settle(self, now: datetime) -> None:
        """Move every job as far as it has come by ``now``, in the order of what happens to them."""
        while True:
            claim = self._claim(now)
            if claim is None:
                return
            job, at = claim
            try:
                self._move(job, at)
            finally:
                with self._lock:
                    self._claimed.discard(job.id)

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
            self._finish(job, at)
        else:
            self._jobs.move_on(job, life.TRANSITIONS[job.status][0], at)

    def _validate(self, job: Job, at: datetime) -> None:
        try:
            text = self._storage.content(job.id, QOBJ)
            told = summary(parsed(text), size=len(text or b""))
        except ValueError as error:
            why = JobError(str(error), INVALID_QOBJ)
            self._jobs.move_on(job, life.ERROR_VALIDATING, at, error=why)
        else:
            self._jobs.change(job.id, summary=told)
            self._jobs.move_on(job, life.VALIDATED, at)

    def _finish(self, job: Job, at: datetime) -> None:
        outcome = self._run(job)
        if outcome.result is not None:
            self._storage.keep(job.id, RESULT, outcome.result)
        status = life.COMPLETED if outcome.error is None else life.ERROR_RUNNING
        if not self._jobs.move_on(job, status, at, error=outcome.error):
            self._storage.delete(job.id, RESULT)  # cancelled meanwhile

    def _run(self, job: Job) -> Outcome:
        return self._executor.run(
            self._devices.recording(job.device),
            self._storage.content(job.id, QOBJ) or b"",
            seed=self._identities.number("run", job.number),
            job_id=job.id,
        )
