"""All jobs of the service. The one owner of what changes about them."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Callable, Dict, Iterator, List, Optional

from qhil_mocks.bell import Bell
from qhil_mocks.errors import TransitionError
from qhil_mocks.ibmq.accounts import Project
from qhil_mocks.ibmq.jobs.job import Job, JobError
from qhil_mocks.ibmq.jobs.life import RUNNING, TRANSITIONS
from qhil_mocks.ibmq.service_error import not_found
from qhil_mocks.numbering import Numbering
from qhil_mocks.shelves import Shelves, Unkept

_STEP = timedelta(milliseconds=1)


class JobStore:
    """Jobs by id, oldest first. ``bell`` rings when one of them has changed."""

    def __init__(self, bell: Optional[Bell] = None, shelves: Optional[Shelves] = None) -> None:
        self._bell = bell or Bell()
        self._shelves = shelves or Unkept()
        self._shelf = self._shelves.shelf("jobs", Job)
        self._numbers = Numbering(self._shelves, "jobs")
        self._jobs: Dict[str, Job] = {}
        self._unfinished: Dict[str, Dict[str, Job]] = {}  # by device, then by id
        self._version = 0
        self._ended: Dict[str, datetime] = {}
        self._newest: Optional[datetime] = None
        self._lock = threading.RLock()
        for job in self._shelf.load().values():
            self._hold(job)

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Within it, what a thread changes of jobs and of all else is kept all or not at all.

        Nobody else sees a job meanwhile, so that nobody is told what is not kept yet.
        """
        with self._lock, self._shelves.together():
            yield

    def add(self, now: datetime, make: Callable[[int, datetime], Job]) -> Job:
        """Keep the job that ``make(number, created)`` gives.

        ``created`` is unique, for the client's pages begin at the date where the one before ended: two jobs of
        one date would come again and again. It has no more digits than are sent.
        """
        with self.together():
            created = now.replace(microsecond=now.microsecond // 1000 * 1000)
            if self._newest is not None and created <= self._newest:
                created = self._newest + _STEP
            return self._keep(make(self._numbers.next(), created))

    def get(self, job_id: str) -> Job:
        """The job as it is.

        Raises:
            ServiceError: 404 if there is none; so do all methods.
        """
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise not_found(f"Job {job_id}")
        return job

    def all(self, *, of: Optional[str] = None, project: Optional[Project] = None) -> List[Job]:
        """Jobs, oldest first; those of a user, or of a project, if one is given."""
        with self._lock:
            jobs = list(self._jobs.values())
        return [
            job
            for job in jobs
            if of in (None, job.owner) and (project is None or project.key == job.project.key)
        ]

    @property
    def untouched(self) -> bool:
        """Whether there never was a job."""
        return self._numbers.unused

    @property
    def version(self) -> int:
        """Another one after each change."""
        return self._version

    def busy_devices(self) -> List[str]:
        """Devices that have jobs which will change."""
        with self._lock:
            return list(self._unfinished)

    def unfinished(self, device: str) -> List[Job]:
        """Jobs on a device that will change."""
        with self._lock:
            return list(self._unfinished.get(device, {}).values())

    def ended(self, device: str) -> Optional[datetime]:
        """When the last of the jobs ended that ran on a device; None if none did."""
        with self._lock:
            return self._ended.get(device)

    def move(
        self, job_id: str, status: str, at: datetime, *, error: Optional[JobError] = None
    ) -> Job:
        """Move a job on to ``status``.

        Raises:
            TransitionError: if that does not follow the state it is in.
        """
        with self._lock:
            job = self.get(job_id)
            if status not in TRANSITIONS[job.status]:
                raise TransitionError(f"job {job_id} is {job.status}: {status} does not follow")
            # A job was in each of its states from some moment on, also where a clock stood still.
            at = max(at, job.since)
            moved = replace(job, steps=(*job.steps, (status, at)), error=error)
            return self._keep(moved)

    def move_on(
        self, job: Job, status: str, at: datetime, *, error: Optional[JobError] = None
    ) -> bool:
        """Move a job on from the state that ``job`` tells; False if it is in another by now, or gone."""
        with self._lock:
            current = self._jobs.get(job.id)
            if current is None or current.status != job.status:
                return False
            self.move(job.id, status, at, error=error)
            return True

    def change(self, job_id: str, **fields: Any) -> Job:
        """Replace what does not belong to the life of a job: name, tags, summary."""
        with self._lock:
            return self._keep(replace(self.get(job_id), **fields))

    def delete(self, job_id: str) -> None:
        """Forget a job."""
        with self._lock:
            self._shelf.drop(self.get(job_id).id)
            self._settled(self._jobs.pop(job_id))
        self._bell.ring()

    def _keep(self, job: Job) -> Job:
        self._shelf.put(job.id, job)
        self._hold(job)
        self._bell.ring()
        return job

    def _hold(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._newest = job.created if self._newest is None else max(self._newest, job.created)
        if not job.final:
            self._version += 1
            self._unfinished.setdefault(job.device, {})[job.id] = job
            return
        self._settled(job)
        if RUNNING in dict(job.steps):
            self._ended[job.device] = max(job.since, self._ended.get(job.device, job.since))

    def _settled(self, job: Job) -> None:
        """It will not change any more."""
        self._version += 1
        mine = self._unfinished.get(job.device, {})
        mine.pop(job.id, None)
        if not mine:
            self._unfinished.pop(job.device, None)
