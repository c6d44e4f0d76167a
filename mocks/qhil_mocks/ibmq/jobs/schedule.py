"""When each job leaves the state it is in. A device runs one job after the other, in the order they were queued."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Container, List, Mapping, Optional, Tuple

from qhil_mocks.clock import Durations
from qhil_mocks.ibmq.jobs import life
from qhil_mocks.ibmq.jobs.job import Job, QueuePlace
from qhil_mocks.ibmq.jobs.store import JobStore

NEVER = datetime.max.replace(tzinfo=timezone.utc)
_EVER = datetime.min.replace(tzinfo=timezone.utc)


class Schedule:
    """Reads a store of jobs, and changes nothing in it."""

    def __init__(self, jobs: JobStore, durations: Durations) -> None:
        self._jobs = jobs
        self._lengths: Mapping[str, timedelta] = {
            life.VALIDATING: timedelta(seconds=durations.validating),
            life.VALIDATED: timedelta(0),
            life.QUEUED: timedelta(seconds=durations.queued),
            life.RUNNING: timedelta(seconds=durations.running),
        }

    def next(self, now: datetime, *, but: Container[str]) -> Optional[Tuple[Job, datetime]]:
        """The job that is due first, by ``now``, and when; None if none is. ``but``: ids that do not count."""
        due = [
            (self.due(job), job.since, job.number, job)
            for job in self._jobs.unfinished()
            if job.id not in but
        ]
        first = min(due, default=None, key=lambda one: one[:3])
        return None if first is None or first[0] > now else (first[3], first[0])

    def due(self, job: Job) -> datetime:
        """When it leaves the state it is in; `NEVER` for one that waits for somebody, or for nothing."""
        length = self._lengths.get(job.status)
        if length is None:
            return NEVER
        due = job.since + length
        return max(due, self._free(job.device)) if job.status == life.QUEUED else due

    def place(self, job: Job) -> Optional[QueuePlace]:
        """Where a job waits in the queue of its device; None if it does not."""
        free = self._free(job.device)
        for position, one in enumerate(self.queue(job.device), start=1):
            start = max(one.since + self._lengths[life.QUEUED], free)
            free = start + self._lengths[life.RUNNING]
            if one.id == job.id:
                return QueuePlace(position, start, free)
        return None

    def queue(self, device: str) -> List[Job]:
        """The jobs that wait for a device, in order."""
        waiting = [job for job in self._on(device) if job.status == life.QUEUED]
        return sorted(waiting, key=lambda job: (job.since, job.number))

    def _free(self, device: str) -> datetime:
        """From when on a device can run another job, by what is known of those that run or ran there."""
        running = [self.due(job) for job in self._on(device) if job.status == life.RUNNING]
        return max([self._jobs.ended(device) or _EVER, *running])

    def _on(self, device: str) -> List[Job]:
        return [job for job in self._jobs.unfinished() if job.device == device]
