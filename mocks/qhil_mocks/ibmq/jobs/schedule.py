"""When each job leaves the state it is in. A device runs one job after the other, in the order they were queued."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Container, Iterator, List, Mapping, Optional, Tuple

from qhil_mocks.clock import Durations
from qhil_mocks.faults.fate import STUCK
from qhil_mocks.ibmq.jobs import life
from qhil_mocks.ibmq.jobs.crowd import EVER, Crowd, Nobody
from qhil_mocks.ibmq.jobs.job import Job, QueuePlace
from qhil_mocks.ibmq.jobs.store import JobStore
from qhil_mocks.ibmq.outages import NEVER, Outages


class Schedule:
    """Reads a store of jobs, and changes nothing in it. ``crowd``: who else waits for the devices.

    ``outages``: which devices do not work.
    """

    def __init__(
        self,
        jobs: JobStore,
        durations: Durations,
        crowd: Optional[Crowd] = None,
        outages: Optional[Outages] = None,
    ) -> None:
        self._jobs = jobs
        self._outages = outages or Outages()
        self._crowd = crowd or Nobody()
        self._lengths: Mapping[str, timedelta] = {
            life.VALIDATING: timedelta(seconds=durations.validating),
            life.VALIDATED: timedelta(0),
            life.QUEUED: timedelta(seconds=durations.queued),
            life.RUNNING: timedelta(seconds=durations.running),
        }
        # Before the moment nothing is due, as long as the store is as it was then.
        self._nothing: Tuple[int, datetime] = (-1, EVER)

    def next(self, now: datetime, *, but: Container[str]) -> Optional[Tuple[Job, datetime]]:
        """The job that is due first, by ``now``, and when; None if none is. ``but``: ids that do not count."""
        version, until = self._nothing
        seen = self._jobs.version
        if version == seen and now < until:
            return None
        due = [
            (at, job.since, job.number, job)
            for job, at in self._candidates()
            if at <= now and job.id not in but
        ]
        if due:
            at, _, _, job = min(due, key=lambda one: one[:3])
            return job, at
        self._nothing = (
            seen,
            min((at for job, at in self._candidates() if job.id not in but), default=NEVER),
        )
        return None

    def earliest(self) -> datetime:
        """When the first job is due that leaves its state by itself; `NEVER` if none does."""
        return min((at for _, at in self._candidates()), default=NEVER)

    def look_again(self) -> None:
        """One that did not count does so again, though nothing has changed about it."""
        self._nothing = (-1, EVER)

    def _candidates(self) -> Iterator[Tuple[Job, datetime]]:
        """Of each device's jobs that wait for it the first, and all others that leave their state by themselves."""
        for device in self._jobs.busy_devices():
            jobs = self._jobs.unfinished(device)
            waiting = [job for job in jobs if job.status == life.QUEUED and not _stuck(job)]
            for job in jobs:
                if job.status in self._lengths and job.status != life.QUEUED:
                    yield job, job.since + self._lengths[job.status]
            if waiting and not any(job.status == life.RUNNING for job in jobs):
                first = min(waiting, key=_order)
                free = max(self._jobs.ended(device) or EVER, self._outages.until(device))
                yield first, self._start(first, free)

    def due(self, job: Job) -> datetime:
        """When it leaves the state it is in; `NEVER` for one that waits for somebody, or for nothing."""
        length = self._lengths.get(job.status)
        if length is None or _stuck(job):
            return NEVER
        if job.status != life.QUEUED:
            return job.since + length
        return self._start(job, max(self._free(job.device), self._outages.until(job.device)))

    def place(self, job: Job, now: datetime) -> Optional[QueuePlace]:
        """Where a job waits in the queue of its device; None if it does not.

        By what the service expects, which knows of no fault.
        """
        if job.status != life.QUEUED:
            return None
        free = self._free(job.device)
        for position, one in enumerate(self.queue(job.device), start=1):
            start = self._start(one, free)
            free = start + self._lengths[life.RUNNING]
            if one.id == job.id:
                ahead = self._crowd.ahead(job.device, job.since, now)
                return QueuePlace(position + ahead, start, free)
        return None

    def queue(self, device: str) -> List[Job]:
        """The jobs of the service's own users that wait for a device, in order."""
        waiting = [job for job in self._jobs.unfinished(device) if job.status == life.QUEUED]
        return sorted(waiting, key=_order)

    def waiting(self, device: str, now: datetime) -> int:
        """How many jobs wait for a device, whoever's they are."""
        return len(self.queue(device)) + self._crowd.waiting(device, now)

    def _start(self, job: Job, free: datetime) -> datetime:
        """When one that is queued begins to run on a device that is free from then on."""
        through = self._crowd.through(job.device, job.since)
        return max(job.since + self._lengths[life.QUEUED], free, through)

    def _free(self, device: str) -> datetime:
        """From when on a device can run another job, by what is known of those that run or ran there."""
        running = [
            job.since + self._lengths[life.RUNNING]
            for job in self._jobs.unfinished(device)
            if job.status == life.RUNNING
        ]
        return max([self._jobs.ended(device) or EVER, *running])


def _stuck(job: Job) -> bool:
    return job.fate is not None and job.fate.name == STUCK and job.status == life.QUEUED


def _order(job: Job) -> Tuple[datetime, int]:
    return job.since, job.number
