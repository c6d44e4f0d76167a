"""Every answer of the services has the shape that its client reads: what must be there, and what must not.

The shapes are those of the wire that the client speaks (its models and mappers), written down here as JSON schemas.
"""

from __future__ import annotations

import base64
import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from qhil_mocks.ibmq.addresses import REAL
from qhil_mocks.ibmq.routes import ROUTES
from qhil_mocks.mock_ibmq import MockIBMQ
from qhil_mocks.rest import Router

pytestmark = [
    pytest.mark.requires("faker", "python-multipart"),
    # Either door would do.
    pytest.mark.parametrize("asks", ["in-process"], indirect=True),
]

TEXT = {"type": "string", "minLength": 1}
URL = {"type": "string", "pattern": "^(https?|wss?)://"}
DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
COUNT = {"type": "integer", "minimum": 0}
ANYTHING = {}


def record(*absent, **fields):
    """An object that has these fields, and none of ``absent``; a name that ends with ``_`` may be missing."""
    return {
        "type": "object",
        "required": [name for name in fields if not name.endswith("_")],
        "properties": {name.rstrip("_"): shape for name, shape in fields.items()},
        "not": {"anyOf": [{"required": [name]} for name in absent]} if absent else False,
    }


def items(shape):
    return {"type": "array", "items": shape}


def one_of(*values):
    return {"enum": list(values)}


HUB_INFO = record(hub=record(name=TEXT), group=record(name=TEXT), project=record(name=TEXT))
STATUS = one_of(
    "CREATING",
    "CREATED",
    "TRANSPILING",
    "TRANSPILED",
    "VALIDATING",
    "VALIDATED",
    "PENDING_IN_QUEUE",
    "QUEUED",
    "RUNNING",
    "COMPLETED",
    "CANCELLED",
    "ERROR_CREATING_JOB",
    "ERROR_VALIDATING_JOB",
    "ERROR_RUNNING_JOB",
    "ERROR_TRANSPILING_JOB",
)
# `infoQueue` null fails the client's mapper; `apiClient` and `jobId` collide with its constructor.
QUEUE = record(
    "jobId", status=TEXT, position_=COUNT, estimatedStartTime_=DATE, estimatedCompleteTime_=DATE
)
BRIEF = {
    "id": TEXT,
    "creationDate": DATE,
    "status": STATUS,
    "kind": one_of("q-object-external-storage"),
    "infoQueue_": QUEUE,
}
LISTED = {
    **BRIEF,
    "backend": record(name=TEXT),
    "tags_": items(TEXT),
    "name_": TEXT,
    "hubInfo_": HUB_INFO,
    "clientInfo_": record(name=TEXT, version=TEXT),
}
NEVER = ("apiClient", "jobId", "qObject", "qObjectResult")
JOB = record(*NEVER, "timePerStep", "error", **LISTED)
BOOKING = record(
    initialDate=DATE,
    endDate=DATE,
    backendName=TEXT,
    mode=TEXT,
    id=TEXT,
    creationDate=DATE,
    hubInfo=HUB_INFO,
)
CONFIGURATION = record(
    online_date=TEXT,
    backend_name=TEXT,
    backend_version=TEXT,
    n_qubits=COUNT,
    basis_gates=items(TEXT),
    gates=items({"type": "object"}),
    local=one_of(True, False),
    simulator=one_of(True, False),
    conditional=one_of(True, False),
    open_pulse=one_of(True, False),
    memory=one_of(True, False),
    max_shots=COUNT,
    coupling_map={"type": ["array", "null"]},
    input_allowed=items(TEXT),
)
DATED = record(date=DATE)
PROPERTIES = record(
    last_update_date=DATE,
    qubits=items(items(DATED)),
    general=items(DATED),
    gates=items(record(parameters=items(DATED))),
)
PROGRAM = record(
    id=TEXT,
    name=TEXT,
    description_=ANYTHING,
    cost_=COUNT,
    is_public_=one_of(True, False),
    creation_date_=DATE,
    update_date_=DATE,
    spec_={"type": "object"},
)
RUNTIME_STATUS = {
    "type": "string",
    "pattern": "(?i)^(queued|running|completed|failed|cancelled|cancelled - ran too long)$",
}
RUNTIME_JOB = record(
    id=TEXT,
    hub=TEXT,
    group=TEXT,
    project=TEXT,
    backend=TEXT,
    status=RUNTIME_STATUS,
    params=ANYTHING,
    program=record(id=TEXT),
    created=DATE,
)
EXPERIMENT = record(
    uuid=TEXT,
    device_name=TEXT,
    type=TEXT,
    jobs=items(TEXT),
    tags=items(TEXT),
    owner=TEXT,
    hub_id=TEXT,
    group_id=TEXT,
    project_id=TEXT,
    plot_names=items(TEXT),
    start_time=DATE,
    created_at=DATE,
    updated_at_=DATE,
    visibility=one_of("private", "project", "group", "hub", "public"),
    extra_={"type": "object"},
)
RESULT = record(
    uuid=TEXT,
    experiment_uuid=TEXT,
    device_name=TEXT,
    device_components=items(TEXT),
    type=TEXT,
    tags=items(TEXT),
    verified=one_of(True, False),
    quality=one_of("Good", "Bad", "No Information"),
    fit={"type": "object"},
    created_at=DATE,
)
JSON_ALONE = {"type": ["object", "array"]}  # read, and not looked at
EMPTY = {"type": ["null", "object"]}

SHAPES = {
    "version": record(**{"api-auth": TEXT, "new_api": one_of(True)}),
    "log_in": record(id=TEXT, ttl=COUNT, created=DATE, userId=TEXT),
    "user_info": record(urls=record(http=URL, ws=URL, services=record(runtime=URL, resultsDB=URL))),
    "list_hubs": items(
        record(
            name=TEXT,
            groups={
                "additionalProperties": record(
                    projects={"additionalProperties": record(isDefault=one_of(True, False))}
                )
            },
        )
    ),
    "list_devices": items(CONFIGURATION),
    "device_properties": PROPERTIES,
    "device_defaults": record(
        pulse_library=items(record(samples=items({"type": "array", "minItems": 2, "maxItems": 2}))),
        cmd_def=items(record(name=TEXT)),
    ),
    "device_status": record(
        state=one_of(True, False), status=TEXT, backend_version=TEXT, lengthQueue=COUNT
    ),
    "device_jobs_limit": record(maximumJobs={"type": "integer", "minimum": -1}, runningJobs=COUNT),
    "device_bookings": items(BOOKING),
    "my_bookings": items(BOOKING),
    "create_job": record(*NEVER, "error", **LISTED, objectStorageInfo=record(uploadUrl=URL)),
    "upload": EMPTY,
    "job_data_uploaded": record(job=JOB),
    "list_jobs": items(JOB),
    "list_job_ids": items(record(id=TEXT, creationDate=DATE, liveDataEnabled=ANYTHING)),
    "get_job": record(
        *NEVER,
        **LISTED,
        timePerStep={
            "type": "object",
            "propertyNames": STATUS,
            "additionalProperties": DATE,
            "minProperties": 1,
        },
    ),
    "job_status": record("jobId", **BRIEF),
    "job_properties": {"anyOf": [PROPERTIES, {"const": {}}]},
    "job_qobj_url": record(url=URL),
    "job_result_url": record(url=URL),
    "job_result_downloaded": JSON_ALONE,
    "download": record(header={"type": "object"}),
    "cancel_job": record("error", cancelled=one_of(True)),
    "update_job": record(name_=TEXT, tags_=items(TEXT)),
    "delete_job": EMPTY,
    "list_programs": record(programs=items(PROGRAM), count=COUNT),
    "upload_program": record(id=TEXT),
    "get_program": PROGRAM,
    "update_program": EMPTY,
    "update_program_data": EMPTY,
    "make_program_public": EMPTY,
    "make_program_private": EMPTY,
    "delete_program": EMPTY,
    "log_out_of_runtime": EMPTY,
    "create_runtime_job": record(id=TEXT),
    "list_runtime_jobs": record(jobs=items(RUNTIME_JOB), count=COUNT),
    "get_runtime_job": RUNTIME_JOB,
    "cancel_runtime_job": EMPTY,
    "delete_runtime_job": EMPTY,
    "experiment_devices": record(devices=items(record(name=TEXT))),
    "device_components": record(device_components=items(record(device_name=TEXT, type=TEXT))),
    "create_experiment": EXPERIMENT,
    "get_experiment": EXPERIMENT,
    "update_experiment": JSON_ALONE,
    "list_experiments": record(experiments=items(EXPERIMENT), marker_=TEXT),
    "delete_experiment": JSON_ALONE,
    "create_plot": record(name=TEXT, size=COUNT),
    "update_plot": record(name=TEXT, size=COUNT),
    "delete_plot": EMPTY,
    "create_analysis_result": RESULT,
    "get_analysis_result": RESULT,
    "update_analysis_result": JSON_ALONE,
    "list_analysis_results": record(analysis_results=items(RESULT), marker_=TEXT),
    "delete_analysis_result": JSON_ALONE,
}
# Bytes or text, whatever was stored or printed.
NO_JSON = {"get_plot", "runtime_job_results", "runtime_job_logs"}
HERE = "/api/Network/ibm-q/Groups/open/Projects/main"
MULTIPART = b'--B\r\nContent-Disposition: form-data; name="plot"; filename="p.svg"\r\n\r\n<svg/>\r\n--B--\r\n'


def test_every_operation_of_the_client_has_a_shape(asks):
    ours = {
        route.operation for route in ROUTES if not route.path.startswith(("/control", "/health"))
    }

    assert ours == SHAPES.keys() | NO_JSON


ERROR = record(error=record(status=COUNT, statusCode=COUNT, name=TEXT, message=TEXT, code=ANYTHING))


def _checked(told, shape):
    validator = Draft202012Validator(shape, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(told)] == []
    return told


@pytest.fixture
def ask(mock, asks, booked):
    """Asks, and checks the answer's shape; the operations that were answered are in ``ask.seen``."""
    me = asks(booked, 0)
    seen = set()

    def call(operation, method, path, content=None, *, refused=None, **sent):
        answer = me.ask(method, path, content, **sent)
        expected = range(200, 300) if refused is None else (refused,)
        assert answer.status_code in expected, (operation, answer.text)
        found, _ = Router(ROUTES).find(method, REAL.path_of(answer.url))
        assert found.operation == operation
        seen.add(operation)
        if refused is not None:
            return _checked(json.loads(answer.content), ERROR)
        if operation in NO_JSON:
            return answer.content
        told = json.loads(answer.content) if answer.content else None
        return _checked(told, SHAPES[operation])

    call.seen = seen
    call.token = booked.token
    return call


@pytest.fixture
def booked(clock):
    from datetime import timedelta

    from qhil_mocks.ibmq.bookings import Booking

    plain = MockIBMQ(seed=7, devices=[])
    now = clock.now()
    booking = Booking(
        "b", plain.users[0].id, "ibm_perth", ("ibm-q", "open", "main"), now, now, now + timedelta(1)
    )
    return MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock, bookings=[booking])


def test_every_answer_has_its_shape(ask, flip, clock):
    _account_and_device(ask)
    _job(ask, flip, clock)
    _runtime(ask)
    _experiments(ask)

    assert ask.seen == SHAPES.keys() | NO_JSON


def _account_and_device(ask):
    device = f"{HERE}/devices/ibm_perth"
    ask("version", "GET", "/api/version")
    ask("log_in", "POST", "/api/users/loginWithToken", {"apiToken": ask.token})
    ask("user_info", "GET", "/api/users/me")
    ask("list_hubs", "GET", "/api/Network")
    ask("list_devices", "GET", f"{HERE}/devices/v/1")
    ask("device_properties", "GET", f"{device}/properties")
    ask("device_defaults", "GET", f"{device}/defaults")
    ask("device_status", "GET", f"{device}/queue/status")
    ask("device_jobs_limit", "GET", f"{device}/jobsLimit")
    assert ask("device_bookings", "GET", "/api/Network/devices/ibm_perth/bookings/v2")
    assert ask("my_bookings", "GET", "/api/Network/bookings/v2")


def _job(ask, flip, clock):
    asked = {
        "backend": {"name": "ibm_perth"},
        "allowObjectStorage": True,
        "name": "n",
        "tags": ["t"],
    }
    created = ask("create_job", "POST", f"{HERE}/Jobs", asked)
    job = f"{HERE}/Jobs/{created['id']}"
    ask("upload", "PUT", created["objectStorageInfo"]["uploadUrl"], flip)
    ask("job_data_uploaded", "POST", f"{job}/jobDataUploaded")
    clock.advance(1)
    assert "infoQueue" in ask("job_status", "GET", f"{job}/status/v/1")
    ask("list_jobs", "GET", f"{HERE}/Jobs/status/v/1")
    ask("list_job_ids", "GET", f"{HERE}/Jobs/v/1")
    ask("get_job", "GET", f"{job}/v/1")
    ask("update_job", "PUT", job, {"name": "m"})
    ask("job_properties", "GET", f"{job}/properties")
    qobj = ask("job_qobj_url", "GET", f"{job}/jobDownloadUrl")
    ask("download", "GET", qobj["url"])
    ask("job_result_downloaded", "POST", f"{job}/resultDownloaded")
    ask("cancel_job", "POST", f"{job}/cancel")
    ask("list_jobs", "GET", f"{HERE}/Jobs/status/v/1")
    ask("delete_job", "DELETE", job)
    created = ask("create_job", "POST", f"{HERE}/Jobs", asked)
    job = f"{HERE}/Jobs/{created['id']}"
    ask("upload", "PUT", created["objectStorageInfo"]["uploadUrl"], flip)
    ask("job_data_uploaded", "POST", f"{job}/jobDataUploaded")
    clock.advance(100)
    full = ask("get_job", "GET", f"{job}/v/1")
    if full["status"] == "COMPLETED":  # on Qiskit 2, which has no Qobj, it fails
        ask("download", "GET", ask("job_result_url", "GET", f"{job}/resultDownloadUrl")["url"])
    else:
        ask("job_result_url", "GET", f"{job}/resultDownloadUrl", refused=404)
        assert full["error"]["message"]


def _runtime(ask):
    program = {
        "name": "p",
        "description": "d",
        "cost": 60,
        "is_public": False,
        "data": base64.b64encode(b"def main(backend, user_messenger):\n    pass\n").decode(),
        "spec": {"parameters": {"type": "object"}},
    }
    path = "/runtime/programs/" + ask("upload_program", "POST", "/runtime/programs", program)["id"]
    ask("list_programs", "GET", "/runtime/programs")
    ask("get_program", "GET", path)
    ask("update_program", "PATCH", path, {"description": "other"})
    ask("update_program_data", "PUT", f"{path}/data", body=base64.b64encode(b"def main(): 1"))
    ask("make_program_public", "PUT", f"{path}/public")
    ask("make_program_private", "PUT", f"{path}/private")
    started = {
        "program_id": "p",
        "hub": "ibm-q",
        "group": "open",
        "project": "main",
        "backend": "ibm_perth",
        "params": {"n": 1},
    }
    job = "/runtime/jobs/" + ask("create_runtime_job", "POST", "/runtime/jobs", started)["id"]
    ask("list_runtime_jobs", "GET", "/runtime/jobs")
    ask("get_runtime_job", "GET", job)
    ask("cancel_runtime_job", "POST", f"{job}/cancel")  # by this clock it has not begun
    ask("get_runtime_job", "GET", job)
    ask("runtime_job_results", "GET", f"{job}/results")
    # There are none, which the client reads out of the 404.
    ask("runtime_job_logs", "GET", f"{job}/logs", refused=404)
    ask("delete_runtime_job", "DELETE", job)
    ask("delete_program", "DELETE", path)
    ask("log_out_of_runtime", "POST", "/runtime/logout")


def _experiments(ask):
    ask("experiment_devices", "GET", "/experiments/devices")
    ask("device_components", "GET", "/experiments/device_components")
    made = {
        "type": "T1",
        "device_name": "ibm_perth",
        "hub_id": "ibm-q",
        "group_id": "open",
        "project_id": "main",
        "extra": {"a": 1},
        "tags": ["x"],
    }
    uuid = ask("create_experiment", "POST", "/experiments/experiments", made)["uuid"]
    path = f"/experiments/experiments/{uuid}"
    ask("get_experiment", "GET", path)
    ask("update_experiment", "PUT", path, {"notes": "seen"})
    ask("list_experiments", "GET", "/experiments/experiments", query={"limit": 1})
    form = {"Content-Type": "multipart/form-data; boundary=B"}
    ask("create_plot", "POST", f"{path}/plots", body=MULTIPART, headers=form)
    ask("get_plot", "GET", f"{path}/plots/p.svg")
    ask("update_plot", "PUT", f"{path}/plots/p.svg", body=MULTIPART, headers=form)
    ask("delete_plot", "DELETE", f"{path}/plots/p.svg")
    found = {
        "experiment_uuid": uuid,
        "device_components": ["Q0"],
        "fit": {"t": 1},
        "type": "T1",
        "quality": "Good",
        "verified": True,
        "tags": [],
    }
    result = ask("create_analysis_result", "POST", "/experiments/analysis_results", found)["uuid"]
    path_of_result = f"/experiments/analysis_results/{result}"
    ask("get_analysis_result", "GET", path_of_result)
    ask("update_analysis_result", "PUT", path_of_result, {"quality": "Bad"})
    ask("list_analysis_results", "GET", "/experiments/analysis_results")
    ask("delete_analysis_result", "DELETE", path_of_result)
    ask("delete_experiment", "DELETE", path)
