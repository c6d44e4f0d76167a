"""Jobs: submitted in three requests, asked after, read, changed, cancelled, deleted."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

from qhil.errors import MissingDateError
from qhil_mocks.faults.fate import RECALIBRATED
from qhil_mocks.ibmq.addresses import stored
from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.device_files import in_utc, recalibrated
from qhil_mocks.ibmq.jobs import Job, life, wire
from qhil_mocks.ibmq.service_error import (
    JOB_LIMIT_REACHED,
    ServiceError,
    bad_request,
    not_found,
)
from qhil_mocks.ibmq.state import State
from qhil_mocks.ibmq.storage import QOBJ, RESULT
from qhil_mocks.rest import Response


def create(state: State, call: Call) -> Response:
    """A new job, and where to upload its Qobj."""
    asked = call.json()
    device = _device_name(asked)
    state.devices.facts(device)
    _check_limit(state, call, device)
    name, tags = _name(asked.get("name")), _tags(asked.get("tags"))
    experiment = _text_or_none(asked, "experimentTag")
    live_data = asked.get("liveDataEnabled")
    if not (live_data is None or isinstance(live_data, bool)):
        raise bad_request("liveDataEnabled must be true, false or null")
    with state.jobs.together():
        job = state.jobs.add(
            call.now,
            lambda number, created: Job(
                id=state.identities.text("job", number, digits=24),
                number=number,
                owner=call.user.id,
                project=call.project,
                device=device,
                created=created,
                steps=((life.CREATING, call.now),),  # `created` may be later, so as to be unique
                name=name,
                tags=tags,
                experiment=experiment,
                live_data=live_data,
                client=call.request.headers.get("x-qx-client-application", ""),
            ),
        )
        key = state.storage.grant("PUT", job.id, QOBJ, call.now)
    upload = stored(call.addresses, key)
    return Response.json({**wire.listed(job), "objectStorageInfo": {"uploadUrl": upload}})


def data_uploaded(state: State, call: Call) -> Response:
    """The Qobj is there: the job goes on its way."""
    job = _job(state, call)
    if not state.progress.take(job, call.now):
        raise ServiceError(409, f"Job {job.id} is {job.status}: it was submitted before")
    state.progress.settle(call.now)
    return Response.json({"job": _told(state, state.jobs.get(job.id), wire.listed)})


def status(state: State, call: Call) -> Response:
    """The state a job is in."""
    return Response.json(_told(state, _job(state, call), wire.brief))


def get(state: State, call: Call) -> Response:
    """All about a job."""
    return Response.json(_told(state, _job(state, call), wire.full))


def result_url(state: State, call: Call) -> Response:
    """Where to get the result."""
    state.progress.fetch_result(_job(state, call))
    return _download(state, call, RESULT)


def qobj_url(state: State, call: Call) -> Response:
    """Where to get the Qobj as it was submitted."""
    return _download(state, call, QOBJ)


def result_downloaded(state: State, call: Call) -> Response:
    """Thanks for telling."""
    _job(state, call)
    return Response.json({})


def cancel(state: State, call: Call) -> Response:
    """Cancel a job that is not in a final state."""
    job = _job(state, call)
    while not job.final:  # it may get on meanwhile
        if state.jobs.move_on(job, life.CANCELLED, call.now):
            return Response.json({"cancelled": True})
        job = _job(state, call)
    return Response.json({"cancelled": False})


def update(state: State, call: Call) -> Response:
    """Change name or tags; the answer repeats them."""
    job = _job(state, call)
    asked = call.json()
    changes: Dict[str, Any] = {}
    if "name" in asked:
        changes["name"] = _name(asked["name"])
    if "tags" in asked:
        changes["tags"] = _tags(asked["tags"])
    if not changes or set(asked) - {"name", "tags"}:
        raise bad_request("name and tags are what can be changed of a job")
    changed = state.jobs.change(job.id, **changes)
    return Response.json({"name": changed.name, "tags": list(changed.tags)})


def delete(state: State, call: Call) -> Response:
    """Forget a job that is in a final state."""
    job = _job(state, call)
    if not job.final:
        raise ServiceError(409, f"Job {job.id} is {job.status}: only a job that has ended can go")
    with state.jobs.together():
        state.jobs.delete(job.id)
        state.storage.delete(job.id, QOBJ, RESULT)
    return Response.json({})


def properties(state: State, call: Call) -> Response:
    """The device's calibration at the job's time; ``{}`` if there was none yet, or the device is no longer served."""
    job = _job(state, call)
    if job.device not in state.devices.names or state.devices.facts(job.device).simulator:
        return Response.json({})
    try:
        snapshot = state.devices.recording(job.device).properties(job.created)
    except MissingDateError:
        return Response.json({})
    ran = dict(job.steps).get(life.RUNNING)
    if ran is None or job.fate is None or job.fate.name != RECALIBRATED:
        return Response(body=in_utc(snapshot.text.data))
    return Response(body=in_utc(recalibrated(state.devices.recording(job.device), snapshot, ran)))


def _job(state: State, call: Call) -> Job:
    """The job of the path, which has to be the caller's and of the project of the path."""
    job = state.jobs.get(call.path["job"])
    if job.owner != call.user.id or job.project.key != call.project.key:
        raise not_found(f"Job {job.id}")
    return job


def _told(state: State, job: Job, how: Any) -> Dict[str, Any]:
    told: Dict[str, Any] = how(job, state.schedule.place(job, state.clock.now()))
    return told


def _download(state: State, call: Call, kind: str) -> Response:
    job = _job(state, call)
    key = state.storage.grant("GET", job.id, kind, call.now, once=job.project.private)
    return Response.json({"url": stored(call.addresses, key)})


def _check_limit(state: State, call: Call, device: str) -> None:
    limit = call.project.job_limit
    if limit is not None and under_way(state, call, device) >= limit:
        raise ServiceError(
            403, "You have reached the maximum number of concurrent jobs", code=JOB_LIMIT_REACHED
        )


def under_way(state: State, call: Call, device: str) -> int:
    """How many jobs the caller's project has there that have not ended."""
    jobs = state.jobs.all(of=call.user.id, project=call.project)
    return sum(job.device == device and not job.final for job in jobs)


def _device_name(asked: Dict[str, Any]) -> str:
    backend = asked.get("backend")
    name = backend.get("name") if isinstance(backend, dict) else None
    if not isinstance(name, str):
        raise bad_request("backend.name must be the name of a device")
    return name


def _name(name: Any) -> Optional[str]:
    if name is not None and not isinstance(name, str):
        raise bad_request("name must be a text")
    return name


def _tags(tags: Any) -> Tuple[str, ...]:
    found = [] if tags is None else tags
    if not isinstance(found, list) or not all(isinstance(tag, str) for tag in found):
        raise bad_request("tags must be a list of texts")
    return tuple(found)


def _text_or_none(asked: Dict[str, Any], key: str) -> Optional[str]:
    found = asked.get(key)
    if found is not None and not isinstance(found, str):
        raise bad_request(f"{key} must be a text")
    return found
