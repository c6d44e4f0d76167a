"""Jobs of runtime programs by plain requests, on a clock that stands still; their programs really run."""

from __future__ import annotations

import base64
import threading

import pytest

HERE = {"hub": "ibm-q", "group": "open", "project": "main"}
PARAMS = {"x": {"__type__": "complex", "__value__": [1, 2]}, "n": None, "big": 2**70}
GREETER = """
def main(backend, user_messenger, **inputs):
    print("grüß dich")
    user_messenger.publish({"x": inputs["x"]})
    return "fertig"
"""


def submitted(me, **changes):
    job = {
        "program_id": "hello-world", "backend": "ibm_perth", "params": {}, "runtime": "", **HERE,
    }  # fmt: skip
    status, told = me("POST", "/runtime/jobs", {**job, **changes})
    assert status == 200, told
    return told["id"]


def uploaded(me, source, name="mine"):
    program = {
        "name": name, "data": base64.b64encode(source.encode()).decode(), "cost": 300,
        "description": "Mine.", "is_public": True,
    }  # fmt: skip
    assert me("POST", "/runtime/programs", program)[0] == 201


def finished(mock, job):
    """Returns when it is."""
    state, changed = mock._service.state, threading.Event()
    stop = state.bell.listen(changed.set)
    while not state.runtime_jobs.get(job).final:
        assert changed.wait(60)
        changed.clear()
    stop()


def listed(me, **query):
    status, told = me("GET", "/runtime/jobs", query=query)
    assert status == 200, told
    return [one["id"] for one in told["jobs"]], told["count"]


def test_a_job_is_queued_runs_and_leaves_a_result_and_a_log(mock, caller, clock):
    me = caller(0)
    uploaded(me, GREETER)
    job = submitted(me, program_id="mine", params=PARAMS, log_level="info")
    assert me("PATCH", "/runtime/programs/mine", {"cost": 1e-9})[0] == 204  # too late for this one
    _, queued = me("GET", f"/runtime/jobs/{job}")
    early = [me("GET", f"/runtime/jobs/{job}/{what}")[0] for what in ("results", "logs")]
    clock.advance(10)
    finished(mock, job)

    assert queued == {
        "id": job, **HERE, "backend": "ibm_perth", "status": "Queued", "params": PARAMS,
        "program": {"id": "mine"}, "created": "2022-05-17T09:00:00.000Z",
    }  # fmt: skip
    assert early == [404, 404]
    assert me("GET", f"/runtime/jobs/{job}")[1] == {**queued, "status": "Completed"}
    assert me.ask("GET", f"/runtime/jobs/{job}/results").text == '"fertig"'
    assert me.ask("GET", f"/runtime/jobs/{job}/logs").text == "grüß dich\n"
    status, told = me("POST", f"/runtime/jobs/{job}/cancel")
    assert (status, told["error"]["message"]) == (
        409, f"Job {job} cannot be cancelled: it is Completed",
    )  # fmt: skip


def test_a_job_that_runs_is_cancelled(mock, caller, clock):
    me = caller(0)
    forever = "import time\n\ndef main(backend, user_messenger):\n    time.sleep(1000)\n"
    uploaded(me, forever)
    job = submitted(me, program_id="mine")
    clock.advance(10)
    status = me("GET", f"/runtime/jobs/{job}")[1]["status"]

    assert status == "Running"
    assert me("POST", f"/runtime/jobs/{job}/cancel")[0] == 204
    assert me("GET", f"/runtime/jobs/{job}")[1]["status"] == "Cancelled"
    assert me.ask("GET", f"/runtime/jobs/{job}/results").text == ""
    assert me("GET", f"/runtime/jobs/{job}/logs")[0] == 404
    assert me("POST", f"/runtime/jobs/{job}/cancel")[0] == 409


def test_jobs_are_listed_newest_first_as_asked_for(caller):
    me = caller(0)
    uploaded(me, GREETER)
    a, b, c = (submitted(me, program_id=one) for one in ("mine", "hello-world", "mine"))
    me("POST", f"/runtime/jobs/{b}/cancel")

    assert listed(me) == ([c, b, a], 3)
    assert listed(me, limit=1, offset=1) == ([b], 3)
    assert listed(me, pending="true") == ([c, a], 2)
    assert listed(me, pending="false") == ([b], 1)
    assert listed(me, program="mine", limit=1) == ([c], 2)
    assert listed(me, program="mine", pending="false") == ([], 0)
    assert listed(caller(1)) == ([], 0)
    assert me("GET", "/runtime/jobs", query={"pending": "maybe"})[0] == 400


def test_one_user_does_not_see_anothers_jobs_though_the_program_is_public(caller):
    me, other = caller(0), caller(1)
    uploaded(me, GREETER)
    job = submitted(other, program_id="mine")

    for method, path in (
        ("GET", ""), ("GET", "/results"), ("GET", "/logs"), ("POST", "/cancel"), ("DELETE", ""),
    ):  # fmt: skip
        assert me(method, f"/runtime/jobs/{job}{path}")[0] == 404
    assert other("GET", f"/runtime/jobs/{job}")[0] == 200


def test_a_job_is_deleted_in_whatever_state(caller):
    me = caller(0)
    queued, cancelled = submitted(me), submitted(me)
    me("POST", f"/runtime/jobs/{cancelled}/cancel")

    for job in (queued, cancelled):
        assert me("DELETE", f"/runtime/jobs/{job}")[0] == 204
        assert me("DELETE", f"/runtime/jobs/{job}")[0] == 404
    assert listed(me) == ([], 0)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"program_id": "unknown"}, 404), ({"program_id": None}, 400), ({"backend": "ibmqx2"}, 404),
        ({"backend": 7}, 400), ({"hub": "other"}, 404), ({"group": {}}, 400), ({"params": []}, 400),
        ({"params": "{}"}, 400), ({"log_level": "LOUD"}, 400), ({"log_level": 7}, 400),
        ({"runtime": 7}, 400), ({"runtime": "image:latest"}, 403),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_refused(caller, changes, expected):
    job = {"program_id": "hello-world", "backend": "ibm_perth", "params": {}, **HERE}

    status, told = caller(0)("POST", "/runtime/jobs", {**job, **changes})

    assert status == expected
    assert told["error"]["message"]


def test_a_program_that_is_private_is_not_run_by_others(caller):
    me, other = caller(0), caller(1)
    uploaded(me, GREETER)
    me("PUT", "/runtime/programs/mine/private")

    assert (
        other("POST", "/runtime/jobs", {"program_id": "mine", "backend": "ibm_perth", **HERE})[0]
        == 404
    )
