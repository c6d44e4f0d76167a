"""All jobs of runtime programs. The one owner of what changes about them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from typing import Callable, Dict, List, Optional

from qhil_mocks.bell import Bell
from qhil_mocks.errors import TransitionError
from qhil_mocks.ibmq.runtime.job import QUEUED, RUNNING, TRANSITIONS, Output, RuntimeJob, Work
from qhil_mocks.ibmq.service_error import not_found
from qhil_mocks.numbering import Numbering
from qhil_mocks.shelves import Shelves


class RuntimeJobStore:
    """Jobs by id. Those that ran when the service ended are queued again, to run from the start."""

    def __init__(self, shelves: Shelves, bell: Bell) -> None:
        self._shelves = shelves
        self._bell = bell
        self._kept_jobs = shelves.shelf("runtime_jobs", RuntimeJob)
        self._kept_work = shelves.shelf("runtime_work", Work)
        self._kept_outputs = shelves.shelf("runtime_outputs", Output)
        self._numbers = Numbering(shelves, "runtime jobs")
        # Oldest first.
        self._jobs: Dict[str, RuntimeJob] = self._kept_jobs.load()
        self._work: Dict[str, Work] = self._kept_work.load()
        self._outputs: Dict[str, Output] = self._kept_outputs.load()
        self._unfinished = {job.id: job for job in self._jobs.values() if not job.final}
        self._lock = threading.RLock()
        for job in list(self._unfinished.values()):
            if job.status == RUNNING:
                self.move(job.id, QUEUED, job.steps[-1][1])

    def add(self, make: Callable[[int], RuntimeJob], work: Work) -> RuntimeJob:
        """Keep the job that ``make(number)`` gives."""
        with self._lock:
            with self._shelves.together():
                job = make(self._numbers.next())
                self._kept_work.put(job.id, work)
                self._kept_jobs.put(job.id, job)
            self._work[job.id] = work
            self._place(job)
        self._bell.ring()
        return job

    def get(self, job_id: str) -> RuntimeJob:
        """The job as it is.

        Raises:
            ServiceError: 404 if there is none; so do all methods that name a job.
        """
        job = self._jobs.get(job_id)
        if job is None:
            raise not_found(f"Job {job_id}")
        return job

    def work(self, job_id: str) -> Work:
        """What it has to do."""
        with self._lock:
            return self._work[self.get(job_id).id]

    def output(self, job_id: str) -> Optional[Output]:
        """What came of it; None as long as it is not final."""
        with self._lock:
            return self._outputs.get(self.get(job_id).id)

    def all(self, *, of: Optional[str] = None) -> List[RuntimeJob]:
        """The jobs, newest first; those of a user, if one is given."""
        with self._lock:
            jobs = list(self._jobs.values())
        return [job for job in reversed(jobs) if of in (None, job.owner)]

    def queued(self) -> List[RuntimeJob]:
        """The jobs that wait, oldest first."""
        with self._lock:
            waiting = [job for job in self._unfinished.values() if job.status == QUEUED]
        return sorted(waiting, key=lambda job: job.number)

    def move(
        self, job_id: str, status: str, at: datetime, output: Optional[Output] = None
    ) -> RuntimeJob:
        """Move a job on to ``status``; ``output`` comes with one that is final.

        Raises:
            TransitionError: if that does not follow the state it is in.
        """
        with self._lock:
            job = self.get(job_id)
            if status not in TRANSITIONS[job.status]:
                raise TransitionError(
                    f"runtime job {job_id} is {job.status}: {status} does not follow"
                )
            # It was in each of its states from some moment on, also where a clock stood still.
            moved = replace(job, steps=(*job.steps, (status, max(at, job.steps[-1][1]))))
            with self._shelves.together():
                if output is not None:
                    self._kept_outputs.put(job_id, output)
                self._kept_jobs.put(job_id, moved)
            if output is not None:
                self._outputs[job_id] = output
            self._place(moved)
        self._bell.ring()
        return moved

    def delete(self, job_id: str) -> None:
        """Forget a job."""
        with self._lock:
            self.get(job_id)
            with self._shelves.together():
                self._kept_jobs.drop(job_id)
                self._kept_work.drop(job_id)
                self._kept_outputs.drop(job_id)
            del self._jobs[job_id], self._work[job_id]
            self._unfinished.pop(job_id, None)
            self._outputs.pop(job_id, None)
        self._bell.ring()

    def _place(self, job: RuntimeJob) -> None:
        self._jobs[job.id] = job
        if job.final:
            self._unfinished.pop(job.id, None)
        else:
            self._unfinished[job.id] = job
