"""Jobs by plain requests, on a clock that stands still."""

from __future__ import annotations

import pytest

HERE = "/api/Network/ibm-q/Groups/open/Projects/main"


def qobj(shots=100, instructions=None, **changes):
    """A Qobj that measures one qubit of ibm_perth after a NOT."""
    header = {
        "name": "flip", "n_qubits": 7, "memory_slots": 1, "global_phase": 0.0,
        "qreg_sizes": [["q", 7]], "creg_sizes": [["c", 1]],
        "qubit_labels": [["q", index] for index in range(7)], "clbit_labels": [["c", 0]],
    }  # fmt: skip
    steps = instructions or [
        {"name": "x", "qubits": [0]},
        {"name": "measure", "qubits": [0], "memory": [0]},
    ]
    return {
        "qobj_id": "q1", "type": "QASM", "schema_version": "1.3.0",
        "header": {"backend_name": "ibm_perth", "mine": 7},
        "config": {"shots": shots, "memory_slots": 1, "n_qubits": 7},
        "experiments": [
            {"header": header, "config": {"n_qubits": 7, "memory_slots": 1}, "instructions": steps}
        ],
        **changes,
    }  # fmt: skip


def created(me, project=HERE, **asked):
    status, told = me(
        "POST",
        f"{project}/Jobs",
        {"backend": {"name": "ibm_perth"}, "allowObjectStorage": True, **asked},
    )
    assert status == 200, told
    return told


def submitted(me, content=None, project=HERE, **asked):
    told = created(me, project, **asked)
    upload = told["objectStorageInfo"]["uploadUrl"]
    assert me("PUT", upload, qobj() if content is None else content)[0] == 200
    status, answer = me("POST", f"{project}/Jobs/{told['id']}/jobDataUploaded")
    assert status == 200, answer
    return answer["job"]


def state_of(me, job):
    return me("GET", f"{HERE}/Jobs/{job['id']}/status/v/1")[1]["status"]


@pytest.mark.requires("qiskit-terra")
def test_a_job_goes_through_its_life_and_leaves_a_result(caller, clock):
    me = caller(0)
    job = submitted(me, name="first", tags=["a", "b"])
    seen = [state_of(me, job)]
    for seconds in (1, 9, 1, 5):
        clock.advance(seconds)
        seen.append(state_of(me, job))
    _, told = me("GET", f"{HERE}/Jobs/{job['id']}/v/1")
    _, where = me("GET", f"{HERE}/Jobs/{job['id']}/resultDownloadUrl")
    _, result = me("GET", where["url"])

    assert seen == ["VALIDATING", "QUEUED", "QUEUED", "RUNNING", "COMPLETED"]
    assert told["timePerStep"] == {
        "CREATING": "2022-05-17T09:00:00.000Z",
        "VALIDATING": "2022-05-17T09:00:00.000Z",
        "VALIDATED": "2022-05-17T09:00:01.000Z",
        "QUEUED": "2022-05-17T09:00:01.000Z",
        "RUNNING": "2022-05-17T09:00:11.000Z",
        "COMPLETED": "2022-05-17T09:00:16.000Z",
    }
    assert (told["name"], told["tags"], told["backend"]["name"]) == (
        "first",
        ["a", "b"],
        "ibm_perth",
    )
    assert "error" not in job
    assert (result["job_id"], result["qobj_id"], result["success"]) == (job["id"], "q1", True)
    assert result["header"]["mine"] == 7
    assert result["results"][0]["header"]["name"] == "flip"
    assert result["results"][0]["data"]["counts"]["0x1"] > 80
    assert me("POST", f"{HERE}/Jobs/{job['id']}/resultDownloaded")[0] == 200


@pytest.mark.requires("qiskit-terra")
def test_one_seed_gives_the_same_ids_and_counts(mock, clock, asks):
    def counts(service):
        me = asks(service, 0)
        jobs = [submitted(me, qobj(shots=1000)) for _ in range(2)]
        clock.advance(100)
        urls = [me("GET", f"{HERE}/Jobs/{job['id']}/resultDownloadUrl")[1]["url"] for job in jobs]
        results = [me("GET", url)[1] for url in urls]
        return [(one["job_id"], one["results"][0]["data"]["counts"]) for one in results]

    first, again = counts(mock), counts(mock._recreate_cm())

    assert first == again
    assert first[0][1] != first[1][1]


def test_the_qobj_comes_back_as_it_was_sent(caller):
    me = caller(0)
    job = submitted(me)

    _, where = me("GET", f"{HERE}/Jobs/{job['id']}/jobDownloadUrl")

    assert me("GET", where["url"]) == (200, qobj())


def test_places_in_the_queue_are_told_while_it_waits(caller, clock):
    me, other = caller(0), caller(1)
    first, second = submitted(me), submitted(other)
    clock.advance(2)

    assert me("GET", f"{HERE}/Jobs/{first['id']}/status/v/1")[1]["infoQueue"]["position"] == 1
    _, told = other("GET", f"{HERE}/Jobs/{second['id']}/status/v/1")
    assert told["infoQueue"] == {
        "status": "PENDING_IN_QUEUE",
        "position": 2,
        "hubPriority": 1.0,
        "groupPriority": 1.0,
        "projectPriority": 1.0,
        "estimatedStartTime": "2022-05-17T09:00:16.000Z",
        "estimatedCompleteTime": "2022-05-17T09:00:21.000Z",
    }
    assert me("GET", f"{HERE}/devices/ibm_perth/queue/status")[1]["lengthQueue"] == 2
    assert me("GET", f"{HERE}/devices/ibm_perth/jobsLimit")[1]["runningJobs"] == 1


def test_a_waiting_job_can_be_cancelled_and_then_not_again(caller, clock):
    me = caller(0)
    job = submitted(me)
    clock.advance(2)

    assert me("POST", f"{HERE}/Jobs/{job['id']}/cancel") == (200, {"cancelled": True})
    assert state_of(me, job) == "CANCELLED"
    assert me("POST", f"{HERE}/Jobs/{job['id']}/cancel") == (200, {"cancelled": False})
    assert me("GET", f"{HERE}/Jobs/{job['id']}/resultDownloadUrl")[0] == 404


def test_a_job_that_never_got_its_qobj_can_be_cancelled(caller):
    me = caller(0)
    job = created(me)

    assert state_of(me, job) == "CREATING"
    me("POST", f"{HERE}/Jobs/{job['id']}/cancel")
    assert state_of(me, job) == "CANCELLED"


@pytest.mark.parametrize(
    "content", [[], {}, {"config": {}, "header": {}, "experiments": []}, qobj(experiments=[7])]
)
def test_a_qobj_that_is_none_fails_to_validate(caller, clock, content):
    me = caller(0)
    job = submitted(me, content)
    clock.advance(1)
    _, told = me("GET", f"{HERE}/Jobs/{job['id']}/v/1")

    assert told["status"] == "ERROR_VALIDATING_JOB"
    assert "Qobj" in told["error"]["message"]


@pytest.mark.requires("qiskit-terra")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (qobj(instructions=[{"name": "h", "qubits": [0]}]), "h on qubits"),
        (qobj(shots=10**9), "max_shots"),
        (qobj(type="PULSE"), "Pulse schedules"),
        (qobj(experiments=[{"instructions": 7}]), ""),
    ],
)
def test_what_the_device_refuses_ends_the_job_with_an_error(caller, clock, content, message):
    me = caller(0)
    job = submitted(me, content)
    clock.advance(100)
    _, told = me("GET", f"{HERE}/Jobs/{job['id']}/v/1")

    assert told["status"] == "ERROR_RUNNING_JOB"
    assert message in told["error"]["message"]
    assert isinstance(told["error"]["code"], int)


def test_the_open_project_takes_no_more_jobs_than_its_limit(caller):
    me = caller(0)
    jobs = [created(me) for _ in range(5)]
    asked = {"backend": {"name": "ibm_perth"}}
    status, told = me("POST", f"{HERE}/Jobs", asked)

    assert status == 403
    assert told["error"]["code"] == 3458
    # That of another device is another limit, and what has ended does not count.
    assert me("POST", f"{HERE}/Jobs", {"backend": {"name": "ibm_sherbrooke"}})[0] == 200
    me("POST", f"{HERE}/Jobs/{jobs[0]['id']}/cancel")
    assert me("POST", f"{HERE}/Jobs", asked)[0] == 200


@pytest.mark.requires("qiskit-terra")
def test_result_and_qobj_of_a_private_project_are_read_once(caller, clock):
    private = "/api/Network/ibm-q-lab/Groups/research/Projects/private"
    me = caller(1)
    job = submitted(me, project=private)
    clock.advance(100)

    for what in ("resultDownloadUrl", "jobDownloadUrl"):
        _, where = me("GET", f"{private}/Jobs/{job['id']}/{what}")
        assert me("GET", where["url"])[0] == 200
        status, told = me("GET", f"{private}/Jobs/{job['id']}/{what}")
        assert (status, told["error"]["code"]) == (403, 2801)


@pytest.mark.requires("qiskit-terra")
def test_a_private_qobj_that_was_read_still_runs(caller, clock):
    private = "/api/Network/ibm-q-lab/Groups/research/Projects/private"
    me = caller(1)
    job = submitted(me, project=private)
    _, where = me("GET", f"{private}/Jobs/{job['id']}/jobDownloadUrl")
    me("GET", where["url"])
    clock.advance(100)

    assert me("GET", f"{private}/Jobs/{job['id']}/v/1")[1]["status"] == "COMPLETED"


def test_name_and_tags_can_be_changed(caller):
    me = caller(0)
    path = f"{HERE}/Jobs/{submitted(me, name='old', tags=['a'])['id']}"

    assert me("PUT", path, {"name": ""})[1]["name"] == ""
    assert me("PUT", path, {"tags": ["x", "y"]})[1]["tags"] == ["x", "y"]
    _, told = me("GET", f"{path}/v/1")
    assert (told["name"], told["tags"]) == ("", ["x", "y"])


def test_a_job_that_has_ended_can_be_deleted(caller):
    me = caller(0)
    path = f"{HERE}/Jobs/{submitted(me)['id']}"

    assert me("DELETE", path)[0] == 409
    me("POST", f"{path}/cancel")
    assert me("DELETE", path)[0] == 200
    assert me("GET", f"{path}/v/1")[0] == me("DELETE", path)[0] == 404


def test_properties_are_those_of_the_jobs_time(caller):
    me = caller(0)
    past = created(me, backend={"name": "ibm_sherbrooke"})
    recorded_later = created(me)

    # In May 2022 there was no calibration yet of one, and none of the other either.
    assert me("GET", f"{HERE}/Jobs/{past['id']}/properties") == (200, {})
    assert me("GET", f"{HERE}/Jobs/{recorded_later['id']}/properties") == (200, {})


@pytest.mark.parametrize(
    ("method", "what"),
    [
        ("GET", "/v/1"), ("GET", "/status/v/1"), ("GET", "/properties"), ("GET", "/resultDownloadUrl"),
        ("GET", "/jobDownloadUrl"), ("POST", "/cancel"), ("POST", "/jobDataUploaded"), ("DELETE", ""),
    ],
)  # fmt: skip
def test_a_job_is_its_owners_and_its_projects(caller, method, what):
    job = submitted(caller(1))
    premium = "/api/Network/ibm-q-lab/Groups/research/Projects/premium"

    assert caller(0)(method, f"{HERE}/Jobs/{job['id']}{what}")[0] == 404
    assert caller(1)(method, f"{premium}/Jobs/{job['id']}{what}")[0] == 404
    assert caller(1)(method, f"{HERE}/Jobs/unknown{what}")[0] == 404


def test_it_is_submitted_once(caller):
    me = caller(0)
    job = submitted(me)

    assert me("POST", f"{HERE}/Jobs/{job['id']}/jobDataUploaded")[0] == 409


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"backend": 7}, {"backend": {"name": None}}, {"backend": {"name": "ibm_perth"}, "name": 7},
        {"backend": {"name": "ibm_perth"}, "tags": "a"}, {"backend": {"name": "ibm_perth"}, "tags": [1]},
        {"backend": {"name": "ibm_perth"}, "experimentTag": {}},
        {"backend": {"name": "ibm_perth"}, "liveDataEnabled": "yes"},
    ],
)  # fmt: skip
def test_nonsense_is_refused(caller, asked):
    assert caller(0)("POST", f"{HERE}/Jobs", asked)[0] == 400


@pytest.mark.parametrize("asked", [{}, {"name": 7}, {"tags": 7}, {"status": "COMPLETED"}])
def test_changes_of_anything_else_are_refused(caller, asked):
    me = caller(0)

    assert me("PUT", f"{HERE}/Jobs/{created(me)['id']}", asked)[0] == 400


def test_a_device_that_is_not_served_takes_no_job(caller):
    assert caller(0)("POST", f"{HERE}/Jobs", {"backend": {"name": "ibmq_manila"}})[0] == 404
