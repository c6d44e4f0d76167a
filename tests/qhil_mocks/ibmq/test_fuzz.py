"""Whatever is sent to whichever route: an answer of the service, never an error in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qhil_mocks.clock import ManualClock
from qhil_mocks.ibmq.routes import ROUTES
from qhil_mocks.mock_ibmq import MockIBMQ
from qhil_mocks.rest import Request

OPERATORS = (
    "where",
    "and",
    "or",
    "inq",
    "nin",
    "between",
    "regexp",
    "gt",
    "lte",
    "neq",
    "limit",
    "skip",
    "order",
)
KEYS = (
    "backend",
    "name",
    "tags",
    "apiToken",
    "id",
    "creationDate",
    "backend.name",
    "experimentTag",
    "program_id",
    "hub",
    "group",
    "project",
    "params",
    "runtime",
    "log_level",
    "data",
    "description",
    "cost",
    "spec",
    "parameters",
    "properties",
    "is_public",
    "advance",
    "seed",
    "uuid",
    "type",
    "device_name",
    "hub_id",
    "group_id",
    "project_id",
    "parent_experiment_uuid",
    "experiment_uuid",
    "extra",
    "fit",
    "visibility",
    "start_time",
    "quality",
    "chisq",
    *OPERATORS,
)
QUERIES = (
    "device_name",
    "type",
    "start_time",
    "device_components",
    "tags",
    "hub_id",
    "parent_experiment_uuid",
    "experiment_uuid",
    "visibility",
    "owner",
    "quality",
    "verified",
    "limit",
    "marker",
    "sort",
)
VALUES = st.text(max_size=12) | st.sampled_from(
    [
        "like:", "any:a,", "contains:", "ge:2022-05-17T09:00:00Z", "le:", "!public", "!", "!me",
        "in:Good,", "true", "0", "7", "type:asc,type:desc", "created_at:asc", "e30=", "AAAA", "=",
    ]
)  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["ibmq_armonk", "2022-05-17T09:00:00Z", "creationDate DESC", "(", "CREATING"]),
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)
FORM = b'--x\r\nContent-Disposition: form-data; name="plot"; filename="a.svg"\r\n\r\n<svg/>\r\n--x--\r\n'
BODIES = (
    st.binary(max_size=20)
    | JSON.map(lambda content: json.dumps(content).encode())
    | st.integers(0, len(FORM)).map(lambda length: FORM[:length])
)
TYPES = st.sampled_from(
    [
        "application/json",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=",
        "é€;;=",
    ]
)
NAMES = st.sampled_from(["ibmq_armonk", "..", "%2e%2e", "ünknown", "0" * 24, "v", "1"])


def upload(service, headers):
    """A runtime program, by its id. Nobody has entered the service, so that no job runs one."""
    program = {"name": "p", "description": "d", "cost": 1, "data": "cGFzcw=="}
    answer = service.answer(
        Request("POST", "/runtime/programs", (), headers, json.dumps(program).encode())
    )
    return json.loads(answer.body)["id"]


def submit(service, headers):
    """A job of a runtime program, which stays queued."""
    job = {
        "program_id": "hello-world", "backend": "ibmq_armonk", "params": {},
        "hub": "ibm-q", "group": "open", "project": "main",
    }  # fmt: skip
    answer = service.answer(Request("POST", "/runtime/jobs", (), headers, json.dumps(job).encode()))
    return json.loads(answer.body)["id"]


def made(service, headers, kind, content):
    """The uuid of a new entry of that kind."""
    body = json.dumps(content).encode()
    answer = service.answer(Request("POST", f"/experiments/{kind}", (), headers, body))
    return json.loads(answer.body)["uuid"]


@pytest.mark.requires("faker", "python-multipart")  # who am I is one of them, and so are plots
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
@settings(max_examples=12)
@given(data=st.data())
def test_every_route_answers_anything(route, data):
    mock = MockIBMQ(seed=7, devices=["ibmq_armonk"], clock=ManualClock())
    service = mock._service
    state = service.state
    token = state.access.log_in(mock.token, state.clock.now()).access_token
    headers = {"x-access-token": token}
    here = "/api/Network/ibm-q/Groups/open/Projects/main"
    created = json.loads(
        service.answer(
            Request("POST", f"{here}/Jobs", (), headers, b'{"backend": {"name": "ibmq_armonk"}}')
        ).body
    )
    experiment = {
        "type": "T1", "device_name": "ibmq_armonk",
        "hub_id": "ibm-q", "group_id": "open", "project_id": "main",
    }  # fmt: skip
    uuid = made(service, headers, "experiments", experiment)
    state.results_db.plots.add(uuid, "plot.svg", b"")
    mine = {
        "experiment": uuid, "plot": "plot.svg",
        "result": made(service, headers, "analysis_results", {"experiment_uuid": uuid, "type": "T1"}),
        "hub": "ibm-q", "group": "open", "project": "main", "device": "ibmq_armonk",
        "job": created["id"], "key": created["objectStorageInfo"]["uploadUrl"].rpartition("/")[2],
        "program": upload(service, headers), "runtime_job": submit(service, headers),
    }  # fmt: skip
    parts = [
        data.draw(st.just(mine[part[1:-1]]) | NAMES) if part.startswith("{") else part
        for part in route.path.split("/")
    ]
    query = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "filter": JSON.map(json.dumps),
                "initialDate": st.text(max_size=25),
                "limit": st.text(max_size=3) | st.integers().map(str),
                "offset": st.integers().map(str),
                "pending": st.text(max_size=3),
                "status": st.text(max_size=8),
                **dict.fromkeys(QUERIES, VALUES),
            },
        )
    )
    headers["content-type"] = data.draw(TYPES)

    answer = service.answer(
        Request(route.method, "/".join(parts), tuple(query.items()), headers, data.draw(BODIES))
    )

    assert answer.status < 500
    assert not state.runner._threads
    if answer.status >= 400:
        error = json.loads(answer.body)["error"]
        assert error["message"]
        assert error["code"]
