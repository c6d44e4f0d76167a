"""What may become of a job, as a plain client sees it through every door."""

from __future__ import annotations

import pytest

import qhil
from qhil_mocks.clock import ManualClock
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("responses", "uvicorn", "faker")

OPEN = "/api/Network/ibm-q/Groups/open/Projects/main"
DEVICE = f"{OPEN}/devices/ibm_perth"
# On Qiskit 2, which has no Qobj, a job that runs fails.
RAN = ("COMPLETED", "ERROR_RUNNING_JOB")


@pytest.fixture
def me(caller):
    return caller(0)


@pytest.fixture
def state_of(me):
    def told(job):
        return me("GET", f"{OPEN}/Jobs/{job['id']}/v/1")[1]

    return told


def test_it_waits_for_ever_and_others_pass_it(me, state_of, clock):
    with qhil.inject("job.life=1*stuck") as injection:
        first, second = me.submit(), me.submit()
        clock.advance(10_000)

    assert state_of(first)["status"] == "QUEUED"
    assert state_of(first)["infoQueue"]["position"] == 1
    assert state_of(second)["status"] in RAN
    assert injection.submissions == 2
    assert me("POST", f"{OPEN}/Jobs/{first['id']}/cancel")[1] == {"cancelled": True}


@pytest.mark.parametrize(("state", "steps"), [("creating", 2), ("validating", 3), ("running", 6)])
def test_it_fails_in_each_state(me, state_of, clock, state, steps):
    with qhil.inject(f"job.life=1*fails({state})"):
        failed, fine = me.submit(), me.submit()
        clock.advance(100)

    assert state_of(failed)["status"] == f"ERROR_{state.upper()}_JOB"
    assert state_of(failed)["error"]["message"] == "Internal error"
    assert len(state_of(failed)["timePerStep"]) == steps
    assert state_of(fine)["status"] in RAN
    assert me("GET", f"{OPEN}/Jobs/{failed['id']}/resultDownloadUrl")[0] == 404


def test_the_service_cancels_it_when_it_is_its_turn(me, state_of, clock):
    with qhil.inject("job.life=cancelled"):
        job = me.submit()
        clock.advance(5)
        assert state_of(job)["status"] == "QUEUED"
        clock.advance(100)

    assert state_of(job)["status"] == "CANCELLED"


@pytest.mark.parametrize(
    ("effect", "status"), [("device_down", "unavailable"), ("maintenance", "maintenance")]
)
def test_its_device_does_not_work_for_a_while(me, state_of, clock, effect, status):
    def device():
        told = me("GET", f"{DEVICE}/queue/status")[1]
        return told["state"], told["status"], told["lengthQueue"]

    with qhil.inject(f"job.life=1*{effect}(600)"):
        first = me.submit()
        assert device() == (True, "active", 0)
        clock.advance(1)
        assert device() == (False, status, 1)
        second = me.submit()
        clock.advance(500)
        assert device() == (False, status, 2)
        clock.advance(100)

    assert device() == (True, "active", 1)
    assert state_of(first)["status"] == "RUNNING"
    clock.advance(100)
    assert state_of(second)["status"] in RAN


def test_its_device_does_not_work_any_more(me, state_of, clock):
    with qhil.inject("job.life=device_down"):
        job = me.submit()
        clock.advance(1_000_000)

    assert state_of(job)["status"] == "QUEUED"
    me("POST", "/control/reset", {})
    assert me("GET", f"{DEVICE}/queue/status")[1]["state"] is True


def test_of_a_job_that_ran_the_properties_are_the_next(asks, flip):
    history = qhil.load_recording("ibm_sherbrooke").history
    clock = ManualClock(history[0].date)
    me = asks(MockIBMQ(seed=7, devices=["ibm_sherbrooke", "ibm_perth"], clock=clock), 0)
    with qhil.inject("job.life=recalibrated"):
        job = me("POST", f"{OPEN}/Jobs", {"backend": {"name": "ibm_sherbrooke"}})[1]
        me("PUT", job["objectStorageInfo"]["uploadUrl"], flip)
        me("POST", f"{OPEN}/Jobs/{job['id']}/jobDataUploaded")
        before = _calibrated(me, job)
        clock.advance(12)  # it runs

    assert before == history[0].date
    assert _calibrated(me, job) == history[1].date


def test_where_there_are_no_next_they_are_dated_when_it_ran(asks):
    newest = qhil.load_recording("ibm_perth").history[-1].date
    clock = ManualClock(newest)
    me = asks(MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock), 0)
    with qhil.inject("job.life=recalibrated"):
        job = me.submit()
        before = _calibrated(me, job)
        clock.advance(12)

    assert before == newest
    assert (_calibrated(me, job) - newest).total_seconds() == 11


def _calibrated(me, job):
    from qhil_mocks.wire_dates import instant

    return instant(me("GET", f"{OPEN}/Jobs/{job['id']}/properties")[1]["last_update_date"])


def test_what_is_to_become_of_a_job_outlives_the_process(tmp_path, clock):
    import requests

    def asked(mock, method, path, content=None):
        login = requests.post(
            f"{mock.url}/users/loginWithToken", json={"apiToken": mock.token}, timeout=30
        )
        headers = {"X-Access-Token": login.json()["id"]}
        return requests.request(
            method,
            mock.url + path.replace("/api", "", 1),
            json=content,
            headers=headers,
            timeout=30,
        ).json()

    def opened():
        return MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock, db=tmp_path / "kept")

    with opened() as mock, qhil.inject("job.life=stuck"):
        job = asked(mock, "POST", f"{OPEN}/Jobs", {"backend": {"name": "ibm_perth"}})
        requests.put(job["objectStorageInfo"]["uploadUrl"], json={}, timeout=30)
        answered = asked(mock, "POST", f"{OPEN}/Jobs/{job['id']}/jobDataUploaded")
        assert answered["job"]["status"] == "VALIDATING"
    del mock
    with opened() as mock:
        (kept,) = mock._service.state.jobs.all()

    assert kept.fate.name == "stuck"


# Jobs of programs.


@pytest.fixture
def start(me):
    def started(device="ibm_perth"):
        asked = {
            "program_id": "hello-world",
            "hub": "ibm-q",
            "group": "open",
            "project": "main",
            "backend": device,
            "params": {},
        }
        return me("POST", "/runtime/jobs", asked)[1]["id"]

    return started


@pytest.fixture
def status_when(me, mock):
    """The state of a job, once nothing of it is under way any more."""

    def told(job):
        for thread in list(mock._service.state.runner._threads):
            thread.join()
        return me("GET", f"/runtime/jobs/{job}")[1]["status"]

    return told


def test_a_job_of_a_program_waits_for_ever(start, status_when, clock):
    with qhil.inject("runtime_job.life=stuck") as injection:
        job = start()
        clock.advance(1_000)

    assert status_when(job) == "Queued"
    assert injection.submissions == 1


def test_a_job_of_a_program_ends_before_it_runs(me, start, status_when, clock):
    with qhil.inject("runtime_job.life=1*fails->cancelled"):
        failed, cancelled = start(), start()
        clock.advance(100)

    assert [status_when(failed), status_when(cancelled)] == ["Failed", "Cancelled"]
    texts = [me("GET", f"/runtime/jobs/{job}/results")[1] for job in (failed, cancelled)]
    assert texts == [b"Internal error\n", b""]


def test_a_program_meets_what_goes_wrong_at_its_device(me, start, status_when, clock):
    with qhil.inject("backend.run=api_error(no device today)") as injection:
        job = start()
        clock.advance(100)
        assert status_when(job) == "Failed"

    assert b"no device today" in me("GET", f"/runtime/jobs/{job}/logs")[1]
    (firing,) = injection.firings
    assert firing.place.endswith(" in main")
    # The job of the program; those of its own were not taken.
    assert injection.submissions == 1


@pytest.mark.parametrize("effect", ["device_down", "maintenance"])
def test_the_device_of_a_program_does_not_work(me, start, status_when, clock, effect):
    with qhil.inject(f"runtime_job.life=1*{effect}(600)->1*fails"):
        first, second = start(), start()
        clock.advance(500)
        assert me("GET", f"{DEVICE}/queue/status")[1]["state"] is False
        assert [status_when(first), status_when(second)] == ["Queued", "Queued"]
        me("POST", f"/runtime/jobs/{first}/cancel")
        clock.advance(100)

    assert status_when(second) == "Failed"
