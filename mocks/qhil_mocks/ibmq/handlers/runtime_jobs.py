"""Jobs of runtime programs: submitted, listed, asked after, read, cancelled, deleted."""

from __future__ import annotations

import json
from typing import Any, Dict, Optional

from qhil_mocks.ibmq.accounts import Project
from qhil_mocks.ibmq.call import Call
from qhil_mocks.ibmq.handlers.programs import paged, readable
from qhil_mocks.ibmq.runtime import Output, RuntimeJob, Work
from qhil_mocks.ibmq.runtime.job import QUEUED
from qhil_mocks.ibmq.service_error import ServiceError, bad_request, not_found
from qhil_mocks.ibmq.state import State
from qhil_mocks.rest import Response
from qhil_mocks.wire_dates import wire_date

RUNTIME_JOB_LIFE = "runtime_job.life"
_DONE = Response(204)
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def create(state: State, call: Call) -> Response:
    """A new job, which waits for its turn. Whether the inputs fit their schema is for its process to find out.

    A schema is somebody's, and may have patterns that take for ever: the job then fails, and says so.
    """
    asked = call.json()
    program = state.programs.get(readable(asked.get("program_id"), "program_id"), call.user.id)
    project = _project(call, asked)
    device = state.devices.facts(readable(asked.get("backend"), "backend")).backend_name
    _check_image(asked.get("runtime"))
    work = Work(
        source=program.source,
        inputs=_inputs(asked.get("params")),
        limit=program.cost,
        spec=program.spec,
        log_level=_log_level(asked.get("log_level")),
    )
    fate = state.faults.take(RUNTIME_JOB_LIFE)
    job = state.runtime_jobs.add(
        lambda number: RuntimeJob(
            id=state.identities.text("runtime job", number, digits=20),
            number=number,
            owner=call.user.id,
            project=project,
            device=device,
            program=program.id,
            created=call.now,
            steps=((QUEUED, call.now),),
            fate=fate,
        ),
        work,
    )
    state.outages.begin(device, fate, call.now)
    state.runner.settle()
    return Response.json({"id": job.id})


def list_jobs(state: State, call: Call) -> Response:
    """The caller's jobs, newest first, a page of them; and how many there are."""
    pending, program = _pending(call), call.request.asked("program")
    jobs = [
        job
        for job in state.runtime_jobs.all(of=call.user.id)
        if pending in (None, not job.final) and program in (None, job.program)
    ]
    page = [_wire(state, job) for job in paged(jobs, call)]
    return Response.json({"jobs": page, "count": len(jobs)})


def get(state: State, call: Call) -> Response:
    """All about a job but what came of it."""
    return Response.json(_wire(state, own_job(state, call)))


def results(state: State, call: Call) -> Response:
    """The final result, or why there is none; empty for a job that was cancelled."""
    return _text(_output(state, call).result)


def logs(state: State, call: Call) -> Response:
    """What the program printed and logged."""
    output = _output(state, call)
    if not output.logs:
        raise not_found(f"The log of job {call.path['runtime_job']}")
    return _text(output.logs)


def cancel(state: State, call: Call) -> Response:
    """Cancel a job that has not ended."""
    job = own_job(state, call)
    if not state.runner.cancel(job.id):
        status = state.runtime_jobs.get(job.id).status
        raise ServiceError(
            409, f"Job {job.id} cannot be cancelled: it is {status}", name="ConflictError"
        )
    return _DONE


def delete(state: State, call: Call) -> Response:
    """Forget a job; one that has not ended is cancelled."""
    state.runner.delete(own_job(state, call).id)
    return _DONE


def own_job(state: State, call: Call) -> RuntimeJob:
    """The job of the path, which has to be the caller's.

    Raises:
        ServiceError: 404 if it is not.
    """
    job = state.runtime_jobs.get(call.path["runtime_job"])
    if job.owner != call.user.id:
        raise not_found(f"Job {job.id}")
    return job


def _wire(state: State, job: RuntimeJob) -> Dict[str, Any]:
    hub, group, project = job.project.key
    return {
        "id": job.id,
        "hub": hub,
        "group": group,
        "project": project,
        "backend": job.device,
        "status": job.status,
        "params": json.loads(state.runtime_jobs.work(job.id).inputs),
        "program": {"id": job.program},
        "created": wire_date(job.created),
    }


def _output(state: State, call: Call) -> Output:
    job = own_job(state, call)
    output = state.runtime_jobs.output(job.id)
    if output is None:
        raise not_found(f"The result of job {job.id}, which is {job.status},")
    return output


def _text(text: str) -> Response:
    # Without a charset the client would guess.
    return Response(200, text.encode(), "text/plain; charset=utf-8")


def _project(call: Call, asked: Dict[str, Any]) -> Project:
    hub, group, name = (readable(asked.get(part), part) for part in ("hub", "group", "project"))
    project = call.user.project((hub, group, name))
    if project is None:
        raise not_found(f"Project {hub}/{group}/{name}")
    return project


def _inputs(params: Any) -> str:
    if not isinstance(params, dict):
        raise bad_request("params must be an object")
    return json.dumps(params)


def _check_image(image: Any) -> None:
    if image is not None and not isinstance(image, str):
        raise bad_request("runtime must be the name of an image, or empty")
    if image:
        raise ServiceError(
            403,
            f"You are not authorized to select an image, such as {image[:100]!r}: "
            "programs run on the Qiskit that is installed here",
            code="FORBIDDEN",
            name="ForbiddenError",
        )


def _log_level(level: Any) -> Optional[str]:
    if level is None:
        return None
    if not isinstance(level, str) or level.upper() not in _LEVELS:
        raise bad_request(f"log_level must be one of {', '.join(_LEVELS)}")
    return level.upper()


def _pending(call: Call) -> Optional[bool]:
    text = call.request.asked("pending")
    if text is None:
        return None
    if text not in ("true", "false"):
        raise bad_request("pending must be true or false")
    return text == "true"
