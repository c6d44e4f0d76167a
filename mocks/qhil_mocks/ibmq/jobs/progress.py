"""How jobs get on: each is moved through the states that are due by now, and run when it is its turn.

Nothing happens between requests; the dates are those at which it would have.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from typing import Mapping, Optional, Set

from qhil_mocks.clock import Durations
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.jobs import life
from qhil_mocks.ibmq.jobs.execution import INVALID_QOBJ, Executor, Outcome, parsed, summary
from qhil_mocks.ibmq.jobs.job import Job, JobError, QueuePlace
from qhil_mocks.ibmq.jobs.store import JobStore
from qhil_mocks.ibmq.storage import QOBJ, RESULT, ObjectStorage
from qhil_mocks.identities import Identities

_NEVER = datetime.max.replace(tzinfo=timezone.utc)


class Progress:
    """Moves the jobs of a store."""

    def __init__(
        self,
        jobs: JobStore,
        storage: ObjectStorage,
        devices: Devices,
        identities: Identities,
        durations: Durations,
    ) -> None:
        self._jobs = jobs
        self._storage = storage
        self._devices = devices
        self._identities = identities
        self._executor = Executor()
        self._lengths: Mapping[str, timedelta] = {
            life.VALIDATING: timedelta(seconds=durations.validating),
            life.VALIDATED: timedelta(0),
            life.QUEUED: timedelta(seconds=durations.queued),
            life.RUNNING: timedelta(seconds=durations.running),
        }
        self._claimed: Set[str] = set()
        self._lock = threading.Lock()

    def settle(self, now: datetime) -> None:
        """Move every job as far as it has come by ``now``."""
        for job in self._jobs.unfinished():
            if self._claim(job.id):
                try:
                    self._settle(job.id, now)
                finally:
                    self._claimed.discard(job.id)

    def place(self, job: Job) -> Optional[QueuePlace]:
        """A job's place in the queue of its device; None if it does not wait."""
        if job.status != life.QUEUED:
            return None
        before = sum(
            _waits(one, job.device) and one.number < job.number for one in self._jobs.unfinished()
        )
        start = job.since + self._lengths[life.QUEUED]
        return QueuePlace(before + 1, start, start + self._lengths[life.RUNNING])

    def waiting(self, device: str) -> int:
        """How many jobs wait for a device."""
        return sum(_waits(job, device) for job in self._jobs.unfinished())

    def _claim(self, job_id: str) -> bool:
        """Whether the job is this thread's to move: one that another runs stays as it is."""
        with self._lock:
            if job_id in self._claimed:
                return False
            self._claimed.add(job_id)
            return True

    def _settle(self, job_id: str, now: datetime) -> None:
        job: Optional[Job] = self._jobs.get(job_id)
        while job is not None and self._due(job) <= now:
            job = self._next(job, self._due(job))

    def _due(self, job: Job) -> datetime:
        """When it leaves the state it is in; never for one that waits for somebody, or for nothing."""
        length = self._lengths.get(job.status)
        return _NEVER if length is None else job.since + length

    def _next(self, job: Job, at: datetime) -> Optional[Job]:
        if job.status == life.VALIDATING:
            return self._validate(job, at)
        if job.status == life.RUNNING:
            return self._finish(job, at)
        return self._jobs.move(job.id, life.TRANSITIONS[job.status][0], at)

    def _validate(self, job: Job, at: datetime) -> Job:
        try:
            text = self._storage.content(job.id, QOBJ)
            told = summary(parsed(text), size=len(text or b""))
        except ValueError as error:
            why = JobError(str(error), INVALID_QOBJ)
            return self._jobs.move(job.id, life.ERROR_VALIDATING, at, error=why)
        self._jobs.change(job.id, summary=told)
        return self._jobs.move(job.id, life.VALIDATED, at)

    def _finish(self, job: Job, at: datetime) -> Optional[Job]:
        outcome = self._run(job)
        if outcome.result is not None:
            self._storage.keep(job.id, RESULT, outcome.result)
        status = life.COMPLETED if outcome.error is None else life.ERROR_RUNNING
        return self._jobs.finish(job.id, status, at, error=outcome.error)

    def _run(self, job: Job) -> Outcome:
        return self._executor.run(
            self._devices.recording(job.device),
            self._storage.content(job.id, QOBJ) or b"",
            seed=self._identities.number("run", job.number),
            job_id=job.id,
        )


def _waits(job: Job, device: str) -> bool:
    return job.status == life.QUEUED and job.device == device
