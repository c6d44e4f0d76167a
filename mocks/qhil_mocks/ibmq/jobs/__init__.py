"""Jobs: what they are, the states they go through, and how they get on."""

from __future__ import annotations

from qhil_mocks.ibmq.jobs.job import Job, JobError
from qhil_mocks.ibmq.jobs.progress import Progress
from qhil_mocks.ibmq.jobs.schedule import Schedule
from qhil_mocks.ibmq.jobs.store import JobStore

__all__ = ["Job", "JobError", "JobStore", "Progress", "Schedule"]
