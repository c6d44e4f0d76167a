"""A job as its client reads it.

Some keys are left out rather than null, and some must not be there at all: see `listed`.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

from qhil_mocks.ibmq.jobs.job import Job, QueuePlace
from qhil_mocks.ibmq.jobs.life import QUEUED
from qhil_mocks.wire_dates import wire_date


def brief(job: Job, place: Optional[QueuePlace] = None) -> Dict[str, Any]:
    """What a query of the status answers. ``place``: where it waits, if it does."""
    told: Dict[str, Any] = {
        "id": job.id,
        "kind": "q-object-external-storage",
        "creationDate": wire_date(job.created),
        "status": job.status,
    }
    # The client fails over a null. And a job may have been queued since it was looked up.
    if place is not None and job.status == QUEUED:
        told["infoQueue"] = _queued(place)
    return told


def listed(job: Job, place: Optional[QueuePlace] = None) -> Dict[str, Any]:
    """What a list of jobs and the answer to a submission have. No ``error``: in the latter it means that it failed."""
    hub, group, project = job.project.key
    told = {
        **brief(job, place),
        "backend": {"name": job.device, "id": job.device},
        "hubInfo": {"hub": {"name": hub}, "group": {"name": group}, "project": {"name": project}},
        "runMode": "fairshare",
        "liveDataEnabled": job.live_data,
        "tags": list(job.tags),
        **_client(job.client),
    }
    optional = {
        "name": job.name,
        "experimentTag": job.experiment,
        "summaryData": job.summary and dict(job.summary),
    }
    return {**told, **{key: value for key, value in optional.items() if value is not None}}


def full(job: Job, place: Optional[QueuePlace] = None) -> Dict[str, Any]:
    """What a query of the job itself answers."""
    told = {
        **listed(job, place),
        "timePerStep": {status: wire_date(when) for status, when in job.steps},
    }
    if job.error is not None:
        told["error"] = {"message": job.error.message, "code": job.error.code}
    return told


def _queued(place: QueuePlace) -> Dict[str, Any]:
    return {
        "status": "PENDING_IN_QUEUE",
        "position": place.position,
        # Nobody goes before anybody.
        "hubPriority": 1.0,
        "groupPriority": 1.0,
        "projectPriority": 1.0,
        "estimatedStartTime": wire_date(place.start),
        "estimatedCompleteTime": wire_date(place.end),
    }


def _client(header: str) -> Dict[str, Any]:
    """From ``name,name/version,version``, as the client calls itself."""
    name, slash, version = header.partition("/")
    return {"clientInfo": {"name": name, "version": version.split("/")[0]}} if slash else {}
