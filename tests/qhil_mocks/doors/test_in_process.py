"""The in-process door, by `requests` alone: what it answers, refuses, lets through, and leaves behind."""

from __future__ import annotations

import threading

import pytest

from qhil_mocks.clock import VirtualClock
from qhil_mocks.doors.in_process import PROCESS
from qhil_mocks.errors import MockError
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("responses")

try:
    import requests  # comes with responses
except ModuleNotFoundError:
    requests = None  # then the mark above says what is missing


def mock(seed=7, **options):
    return MockIBMQ(seed=seed, devices=["ibmq_armonk"], **options)


def logs_in(service):
    answer = requests.post(f"{service.url}/users/loginWithToken", json={"apiToken": service.token})
    return answer.status_code == 200


@pytest.fixture(autouse=True)
def nothing_is_left():
    send = requests.adapters.HTTPAdapter.send
    threads = set(threading.enumerate())

    yield

    assert requests.adapters.HTTPAdapter.send is send
    assert set(threading.enumerate()) == threads
    assert PROCESS._entered == []


def test_the_real_host_is_answered_within_the_block():
    with mock() as service:
        answer = requests.get("https://auth.quantum-computing.ibm.com/api/version")

        assert answer.json()["new_api"] is True
        assert (answer.status_code, answer.reason) == (200, "OK")
        assert logs_in(service)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/version?secret=1",
        "https://auth.quantum-computing.ibm.com/apiary/version",
    ],
)
def test_a_host_it_does_not_mock_is_refused(url):
    with (
        mock(),
        pytest.raises(
            requests.ConnectionError, match=r"(?s)passthrough=True.*nearest:.*GET /api/version"
        ) as caught,
    ):
        requests.get(url)

    assert "secret" not in str(caught.value)


def test_a_route_it_does_not_have_is_refused_with_the_nearest():
    with mock() as service, pytest.raises(MockError, match=r"(?s)nearest:.*GET /api/version"):
        requests.get(f"{service.url}/versions")


def test_what_passes_through_goes_where_it_would():
    with mock(passthrough=True) as service:
        assert logs_in(service)
        with pytest.raises(requests.ConnectionError) as caught:
            requests.get("http://127.0.0.1:1/")

    assert not isinstance(caught.value, MockError)


def test_nested_the_inner_answers():
    with mock() as outer:
        with mock(seed=8) as inner:
            assert logs_in(inner)
            assert not logs_in(outer)

        assert logs_in(outer)


def test_nested_who_has_logged_in_outside_is_still_answered_from_there():
    with mock() as outer:
        answer = requests.post(f"{outer.url}/users/loginWithToken", json={"apiToken": outer.token})
        headers = {"X-Access-Token": answer.json()["id"]}
        with mock(seed=8):
            assert requests.get(f"{outer.url}/Network", headers=headers).status_code == 200

        assert requests.get(f"{outer.url}/Network", headers=headers).status_code == 200


def test_left_in_another_order_they_still_leave_nothing():
    first, second = mock(), mock(seed=8)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)

    assert logs_in(second)
    second.__exit__(None, None, None)


def test_each_thread_has_its_own():
    turns = [threading.Event() for _ in range(3)]
    found = {}

    def first():
        with mock(seed=1) as service:
            turns[0].set()
            turns[1].wait(10)
            found["first"] = logs_in(service)
        turns[2].set()

    def second():
        turns[0].wait(10)
        with mock(seed=2) as service:
            turns[1].set()
            turns[2].wait(10)
            found["second"] = logs_in(service)

    threads = [threading.Thread(target=run) for run in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {"first": True, "second": True}


def test_a_thread_without_its_own_is_answered_by_the_newest():
    found = []
    with mock() as service:
        thread = threading.Thread(target=lambda: found.append(logs_in(service)))
        thread.start()
        thread.join()

    assert found == [True]


def test_as_a_decorator_each_call_has_its_own():
    seen = []

    @mock()
    def ask():
        answer = requests.post(
            "https://auth.quantum-computing.ibm.com/api/users/loginWithToken",
            json={"apiToken": mock().token},
        )
        seen.append(answer.json()["id"])

    ask()
    ask()

    # The first login of a service of that seed, both times.
    assert seen[0] == seen[1]


def test_it_is_entered_once_at_a_time_and_keeps_its_state():
    service = mock()
    with service:
        assert logs_in(service)
        with pytest.raises(MockError, match="entered already"):
            service.__enter__()
    with service:
        assert logs_in(service)


def test_a_request_that_outlives_its_mock_fails():
    with mock():
        adapter = requests.adapters.HTTPAdapter()
        send = requests.adapters.HTTPAdapter.send

    request = requests.Request("GET", "https://example.com/").prepare()
    with pytest.raises(requests.ConnectionError, match="refused"):
        send(adapter, request)
    with pytest.raises(MockError, match="left meanwhile"):
        PROCESS.door_of(request)


def test_nothing_of_earlier_requests_is_kept():
    with mock() as service:
        for _ in range(3):
            logs_in(service)
        intercepted = PROCESS._interception

        assert len(intercepted._mock.calls) <= 1


def test_a_thread_of_a_mock_that_was_left_is_no_client_of_a_later_one():
    asked, left, seen = threading.Event(), threading.Event(), []

    def client(service):
        logs_in(service)
        seen.append(PROCESS._time_here())
        asked.set()
        left.wait(30)
        seen.append(PROCESS._time_here())

    with mock(clock=VirtualClock()) as service:
        thread = threading.Thread(target=client, args=[service])
        thread.start()
        asked.wait(30)
    with mock(seed=8, clock=VirtualClock()):
        left.set()
        thread.join(30)

        assert PROCESS._time_here() is not None

    assert seen[0] is not None
    assert seen[1] is None
