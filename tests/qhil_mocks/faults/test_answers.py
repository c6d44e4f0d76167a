"""Every effect at requests, as a plain client sees it through every door."""

from __future__ import annotations

import json
import threading

import pytest

import qhil
from qhil.errors import FaultError
from qhil_mocks.clock import ManualClock
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("responses", "uvicorn", "faker")

OPEN = "/api/Network/ibm-q/Groups/open/Projects/main"
DEVICE = f"{OPEN}/devices/ibm_perth"


@pytest.fixture
def me(caller):
    return caller(0)


@pytest.fixture
def is_server(request):
    return request.node.callspec.params["asks"] == "server"


@pytest.mark.parametrize(
    "code", [401, 403, 404, 406, 409, 413, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]
)
def test_a_status_comes_with_the_error_body_of_the_service(me, code):
    with qhil.inject(f"api.version=1*status({code})"):
        answer = me.ask("GET", "/api/version")
        after = me.ask("GET", "/api/version")

    assert answer.status_code == code
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]
    assert "Retry-After" not in answer.headers
    assert after.status_code == 200


def test_it_may_say_when_to_come_again(me):
    with qhil.inject("api.version=status(429,7)"):
        assert me.ask("GET", "/api/version").headers["Retry-After"] == "7"


def test_nothing_is_done_where_an_error_is_answered(me, mock):
    with qhil.inject("api.create_job=status(503)"):
        assert me("POST", f"{OPEN}/Jobs", {"backend": {"name": "ibm_perth"}})[0] == 503

    assert me("GET", f"{OPEN}/Jobs/v/1")[1] == []


def test_an_answer_is_lost_though_all_was_done(me):
    with qhil.inject("api.create_job=lost_answer"):
        assert me("POST", f"{OPEN}/Jobs", {"backend": {"name": "ibm_perth"}})[0] == 504

    assert len(me("GET", f"{OPEN}/Jobs/v/1")[1]) == 1


def test_the_limit_of_jobs_has_its_own_code(me):
    with qhil.inject("api.create_job=job_limit"):
        status, answer = me("POST", f"{OPEN}/Jobs", {"backend": {"name": "ibm_perth"}})

    assert (status, answer["error"]["code"]) == (403, 3458)


@pytest.mark.parametrize(("answer", "status"), [("first", 200), ("second", 409)])
def test_a_request_reaches_the_service_twice(me, flip, answer, status):
    job = me.create()
    me("PUT", job["objectStorageInfo"]["uploadUrl"], flip)
    with qhil.inject(f"api.job_data_uploaded=twice({answer})") as injection:
        assert me("POST", f"{OPEN}/Jobs/{job['id']}/jobDataUploaded")[0] == status

    assert injection.submissions == 1
    with qhil.inject("api.create_job=twice"):
        me.create()
    assert len(me("GET", f"{OPEN}/Jobs/v/1")[1]) == 3


@pytest.mark.parametrize("effect", ["malformed_json", "truncated_json"])
def test_what_comes_is_no_json(me, effect):
    with qhil.inject(f"api.device_status={effect}"):
        answer = me.ask("GET", f"{DEVICE}/queue/status")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.content)


def test_fields_are_missing_renamed_added_and_of_other_types(me):
    def told(effect):
        with qhil.inject(f"api.device_status={effect}"):
            return me("GET", f"{DEVICE}/queue/status")[1]

    clean = me("GET", f"{DEVICE}/queue/status")[1]

    assert told("missing_field($.state)") == {k: v for k, v in clean.items() if k != "state"}
    assert told("renamed_field($.state)")["renamed_state"] is True
    assert told("extra_field") == {**clean, "unasked": True}
    assert told("wrong_type($.lengthQueue)") == {**clean, "lengthQueue": "0"}
    assert len(told("missing_field")) == len(clean) - 1


def test_a_state_is_unknown_or_one_that_the_job_has_left(me, clock):
    job = me.submit()
    clock.advance(100)
    clean = me("GET", f"{OPEN}/Jobs/{job['id']}/status/v/1")[1]["status"]
    found = []
    for effect in ("unknown_status", "stale_status"):
        with qhil.inject(f"api.job_status=1*{effect}"):
            found.append(me("GET", f"{OPEN}/Jobs/{job['id']}/status/v/1")[1]["status"])

    assert clean in ("COMPLETED", "ERROR_RUNNING_JOB")
    assert found[0] == "PONDERING"
    assert found[1] in ("CREATING", "VALIDATING", "VALIDATED", "QUEUED", "RUNNING")


def test_something_else_comes_in_place_of_the_answer(me):
    def answered(effect):
        with qhil.inject(f"api.version={effect}"):
            return me.ask("GET", "/api/version")

    assert answered("content_type").headers["Content-Type"] == "text/html"
    assert answered("content_type").json()["new_api"]
    assert answered("content_type(text/plain)").headers["Content-Type"] == "text/plain"
    assert answered("empty_body").content == b""
    assert answered("html").content.startswith(b"<!DOCTYPE html>")
    assert answered("html").status_code == 200


@pytest.mark.parametrize("effect", ["refuse", "reset", "reset(after)"])
def test_the_connection_fails(me, effect):
    import requests

    asked = {"backend": {"name": "ibm_perth"}}
    with qhil.inject(f"api.create_job={effect}"), pytest.raises(requests.ConnectionError):
        me("POST", f"{OPEN}/Jobs", asked)

    assert len(me("GET", f"{OPEN}/Jobs/v/1")[1]) == (effect == "reset(after)")


def test_the_client_is_told_what_is_wrong_with_a_connection(me, is_server):
    import requests

    with qhil.inject("api.version=reset"), pytest.raises(requests.ConnectionError) as caught:
        me("GET", "/api/version")
    assert "reset by peer" in str(caught.value)
    with qhil.inject("api.version=refuse"), pytest.raises(requests.ConnectionError) as caught:
        me("GET", "/api/version")
    # A server has accepted the connection by the time that it knows what is asked of it.
    assert ("closed connection without response" if is_server else "refused") in str(caught.value)


def test_the_connection_is_closed_within_the_body(me):
    import requests

    with (
        qhil.inject("api.version=close_mid_body"),
        pytest.raises(
            requests.exceptions.ChunkedEncodingError,
            match=r"IncompleteRead\(31 bytes read, 31 more",
        ),
    ):
        me("GET", "/api/version")


def test_where_there_is_no_body_there_is_no_answer(me, mock):
    import requests

    # The result of a job that was cancelled is an empty text.
    started = {
        "program_id": "hello-world",
        "hub": "ibm-q",
        "group": "open",
        "project": "main",
        "backend": "ibm_perth",
        "params": {},
    }
    job = me("POST", "/runtime/jobs", started)[1]["id"]
    me("POST", f"/runtime/jobs/{job}/cancel")
    with (
        qhil.inject("api.runtime_job_results=1*close_mid_body"),
        pytest.raises(requests.ConnectionError, match="closed connection without response"),
    ):
        me("GET", f"/runtime/jobs/{job}/results")


@pytest.mark.parametrize("effect", ["slow_body(20)", "delay(20)"])
def test_time_passes_by_a_clock_that_is_moved_by_hand(me, clock, effect):
    before = clock.now()
    with qhil.inject(f"api.version={effect}") as injection:
        assert me("GET", "/api/version")[0] == 200

    assert (clock.now() - before).total_seconds() == 20
    assert injection.delayed == 20


def test_delays_are_drawn_from_their_distribution(me, clock):
    def delays(distribution):
        plan = qhil.FaultPlan.parse(f"api.version=delay(2,{distribution})", seed=5)
        found = []
        with qhil.inject(plan):
            for _ in range(40):
                before = clock.now()
                me("GET", "/api/version")
                found.append((clock.now() - before).total_seconds())
        return found

    uniform, exponential = delays("uniform"), delays("exponential")

    assert delays("fixed") == [2] * 40
    assert delays("uniform") == uniform
    assert 0 <= min(uniform) < 1
    assert 3 < max(uniform) <= 4
    assert 1 < sum(exponential) / 40 < 3
    assert max(exponential) > 4


def test_a_fault_that_the_answer_does_not_allow_for_is_told(me, is_server):
    with qhil.inject("api.version=missing_field($.nothing)"):
        if is_server:
            status, answer = me("GET", "/api/version")
            assert (status, answer["error"]["code"]) == (400, "FAULT")
            assert "has no field $.nothing; it has $.new_api" in answer["error"]["message"]
        else:
            with pytest.raises(FaultError, match=r"has no field \$.nothing; it has \$.new_api"):
                me("GET", "/api/version")


def test_every_firing_is_kept_with_its_place(me, is_server):
    with qhil.inject(
        "api.*@2=1*status(503);storage.*=status(403)", allow_unfired=True
    ) as injection:
        for _ in range(3):
            me("GET", "/api/version")

    (firing,) = injection.firings
    assert (firing.site, firing.call, str(firing.effect)) == ("api.version", 2, "status(503)")
    # A server's threads do not know who asks.
    assert firing.place == "?" if is_server else "conftest.py:" in firing.place
    assert injection.calls["api.version"] == 3


def test_the_mock_itself_and_its_health_never_fail(me):
    with qhil.inject("*=1*off", allow_unfired=True) as injection:
        me("GET", "/health")
        me("GET", "/control/state")

    assert injection.calls == {}


def test_a_mock_has_faults_of_its_own(asks):
    mock = MockIBMQ(seed=7, devices=["ibm_perth"], faults="api.version@2=1*status(503)")
    me = asks(mock, 0)
    statuses = [me("GET", "/api/version")[0] for _ in range(3)]

    assert statuses == [200, 503, 200]
    assert [str(one.effect) for one in mock.faults.firings] == ["status(503)"]
    mock.faults.check()


def test_what_is_no_plan_is_refused():
    with pytest.raises(FaultError, match=r"nearest: api\.job_status"):
        MockIBMQ(seed=7, devices=[], faults="api.job_statu=status(503)")
    with pytest.raises(FaultError, match=r"code of status.* must be one of 401"):
        qhil.FaultPlan.parse("api.version=status(418)")
    with pytest.raises(FaultError, match="admits no effect 'missing_field'"):
        qhil.FaultPlan.parse("storage.upload=missing_field")


# Of one door alone.


def test_in_process_a_time_limit_ends_a_delay():
    import requests

    clock = ManualClock()
    mock = MockIBMQ(seed=7, devices=[], clock=clock)
    before = clock.now()
    with mock, qhil.inject("api.version=1*delay(60)->1*slow_body(60)") as injection:
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{mock.url}/version", timeout=30)
        with pytest.raises(requests.ConnectionError, match="Read timed out"):
            requests.get(f"{mock.url}/version", timeout=30)

    assert injection.delayed == 60
    assert (clock.now() - before).total_seconds() == 60


def test_in_process_the_time_of_day_is_not_waited_for():
    import requests

    mock = MockIBMQ(seed=7, devices=[])
    with mock, qhil.inject("api.version=delay(86400)") as injection:
        assert requests.get(f"{mock.url}/version", timeout=None).status_code == 200

    assert injection.delayed == 86400


def test_in_process_tls_fails():
    import requests

    mock = MockIBMQ(seed=7, devices=[])
    with (
        mock,
        qhil.inject("api.version=tls_error"),
        pytest.raises(requests.exceptions.SSLError, match="WRONG_VERSION_NUMBER"),
    ):
        requests.get(f"{mock.url}/version", timeout=30)


def test_by_tls_a_server_makes_nonsense_of_it(tmp_path):
    import requests

    mock = MockIBMQ(seed=7, devices=[], faults="api.version=tls_error")
    with mock.server(tls=tmp_path) as server, requests.Session() as session:
        session.trust_env = False
        session.verify = str(server.authority)
        with pytest.raises(requests.exceptions.SSLError, match="WRONG_VERSION_NUMBER"):
            session.get(f"{server.url}/api/version", timeout=30)

    mock.faults.check()


def test_without_tls_a_server_refuses_a_plan_for_it():
    import requests

    with pytest.raises(FaultError, match="speaks plain HTTP"):
        MockIBMQ(seed=7, devices=[], faults="api.version=tls_error").server()
    with MockIBMQ(seed=7, devices=[]).server() as server, qhil.inject("api.version=tls_error"):
        answer = requests.get(f"{server.url}/api/version", timeout=30)

    assert answer.status_code == 400
    assert "speaks plain HTTP" in answer.json()["error"]["message"]


def test_a_server_by_the_time_of_day_lets_its_client_wait():
    import requests

    mock = MockIBMQ(seed=7, devices=[])
    plan = "api.version=1*delay(0.01)->1*slow_body(0.01)"
    with mock.server() as server, qhil.inject(plan) as injection:
        answers = [requests.get(f"{server.url}/api/version", timeout=30) for _ in range(2)]

    assert [one.json()["new_api"] for one in answers] == [True, True]
    assert all(one.elapsed.total_seconds() > 0.01 for one in answers[:1])
    assert injection.delayed == 0


# A client that repeats requests does so as with a real server.


@pytest.fixture
def session(mock):
    """A session that repeats requests as the real client's does, without the time between."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util.retry import Retry

    with requests.Session() as made:
        made.mount(
            "https://",
            HTTPAdapter(
                max_retries=Retry(total=5, connect=3, backoff_factor=0, status_forcelist=(503, 504))
            ),
        )
        yield made


@pytest.mark.parametrize(
    "effect",
    ["status(503)", "lost_answer", "refuse", "reset", "reset(after)", "tls_error", "delay(60)"],
)
def test_what_passes_is_repeated_and_fine(mock, session, effect):
    with mock, qhil.inject(f"api.version=2*{effect}") as injection:
        answer = session.get(f"{mock.url}/version", timeout=30)

    assert answer.status_code == 200
    assert injection.calls["api.version"] == 3


@pytest.mark.parametrize(
    ("effect", "calls", "error"),
    [
        ("status(503)", 6, "RetryError"),
        ("refuse", 4, "ConnectionError"),
        ("reset", 6, "ConnectionError"),
        ("tls_error", 6, "SSLError"),
        ("delay(60)", 6, "ConnectionError"),
        ("close_mid_body", 1, "ChunkedEncodingError"),
    ],
)
def test_what_lasts_is_an_error_after_so_many_times(mock, session, effect, calls, error):
    import requests

    error_type = getattr(requests.exceptions, error)
    with mock, qhil.inject(f"api.version={effect}") as injection, pytest.raises(error_type):
        session.get(f"{mock.url}/version", timeout=30)

    assert injection.calls["api.version"] == calls


def test_a_post_is_not_repeated_where_it_may_have_been_heard(mock, session):
    import requests

    asked = {"apiToken": mock.token}
    with mock, qhil.inject("api.log_in=1*reset->2*refuse") as injection:
        with pytest.raises(requests.ConnectionError):
            session.post(f"{mock.url}/users/loginWithToken", json=asked, timeout=30)
        answer = session.post(f"{mock.url}/users/loginWithToken", json=asked, timeout=30)

    assert answer.status_code == 200
    assert injection.calls["api.log_in"] == 4


def test_a_time_to_come_again_is_heeded(mock, monkeypatch):
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util.retry import Retry

    waited = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", waited.append)
    with requests.Session() as session, mock, qhil.inject("api.version=1*status(503,7)"):
        session.mount("https://", HTTPAdapter(max_retries=Retry(total=2)))
        answer = session.get(f"{mock.url}/version", timeout=30)

    assert answer.status_code == 200
    assert waited == [7]


def test_faults_of_other_threads_are_faults_too(mock):
    import requests

    found = []
    with mock, qhil.inject("api.version=1*status(503)"):
        thread = threading.Thread(
            target=lambda: found.append(requests.get(f"{mock.url}/version", timeout=30).status_code)
        )
        thread.start()
        thread.join()

    assert found == [503]
