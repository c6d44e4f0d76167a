"""Whose waits are a mock's, and that nothing of it is left: by `requests` alone, without the real client."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import datetime, timezone
from types import SimpleNamespace

import pytest

from qhil_mocks.clock import ImmediateClock, ManualClock, VirtualClock
from qhil_mocks.doors.client_waits import ClientWaits, timers_by
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("responses")

try:
    import requests  # comes with responses
    from requests.adapters import HTTPAdapter
    from urllib3.util import retry
except ModuleNotFoundError:
    pass  # then the mark above says what is missing

START = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
# The adapter pauses for 0, 2, 4 s.
REPEATED = "api.version=3*status(503)"


def mock(clock, seed=7, **options):
    return MockIBMQ(seed=seed, devices=["ibmq_armonk"], clock=clock, **options)


def passed(clock):
    return (clock.now() - START).total_seconds()


def asks_again_and_again(service):
    session = requests.Session()
    repeats = retry.Retry(5, backoff_factor=1, status_forcelist=[503])
    session.mount("https://", HTTPAdapter(max_retries=repeats))
    return session.get(f"{service.url}/version", timeout=30).status_code


@pytest.fixture(autouse=True)
def nothing_is_left():
    assert retry.time is time

    yield

    assert retry.time is time


@pytest.fixture
def slept(monkeypatch):
    """What is waited for real."""
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    return waits


def test_pauses_between_repeated_requests_move_the_clock(slept):
    with mock(VirtualClock(START), faults=REPEATED) as service:
        assert asks_again_and_again(service) == 200
        assert passed(service.clock) == service.faults.delayed == 6

    assert slept == []


def test_so_they_do_in_a_thread(slept):
    answers = []
    with mock(VirtualClock(START), faults=REPEATED) as service:
        thread = threading.Thread(target=lambda: answers.append(asks_again_and_again(service)))
        thread.start()
        thread.join(30)

        assert answers == [200]
        assert passed(service.clock) == 6
    assert slept == []


def test_they_are_of_the_mock_that_was_asked():
    with mock(VirtualClock(START), faults=REPEATED) as outer:
        with mock(VirtualClock(START), seed=8, faults=REPEATED) as inner:
            assert asks_again_and_again(inner) == 200
            assert (passed(outer.clock), passed(inner.clock)) == (0, 6)
        assert asks_again_and_again(outer) == 200
        assert (passed(outer.clock), passed(inner.clock)) == (6, 6)


def test_mocks_that_are_left_in_another_order_leave_nothing(slept):
    first, second = mock(ImmediateClock()), mock(ImmediateClock(), seed=8)
    first.__enter__()
    second.__enter__()
    first.__exit__()

    assert retry.time is not time
    second.__exit__()
    assert retry.time is time
    assert slept == []


def test_pauses_of_others_are_real(slept):
    with mock(VirtualClock(START)) as service:
        retry.time.sleep(3)  # nobody has asked the mock

        assert slept == [3]
        assert passed(service.clock) == 0


def test_after_a_request_that_has_gone_to_the_network_too(slept, monkeypatch):
    with mock(VirtualClock(START), passthrough=True) as service:
        assert requests.get(f"{service.url}/version", timeout=30).status_code == 200
        with pytest.raises(requests.ConnectionError):
            requests.get("https://127.0.0.1:1/", timeout=30)
        retry.time.sleep(3)

        assert slept == [3]


def test_a_mock_that_is_left_counts_no_more(slept):
    with mock(VirtualClock(START)) as service:
        requests.get(f"{service.url}/version", timeout=30)
    with mock(VirtualClock(START), seed=8) as other:
        retry.time.sleep(3)

        assert slept == [3]
        assert passed(other.clock) == 0


def test_the_time_of_a_client_is_that_of_the_clock():
    with mock(VirtualClock(START)) as service:
        requests.get(f"{service.url}/version", timeout=30)
        before = retry.time.monotonic(), retry.time.perf_counter()
        retry.time.sleep(90)

        assert retry.time.time() == START.timestamp() + 90
        assert retry.time.monotonic() - before[0] == retry.time.perf_counter() - before[1] == 90
        assert retry.time.strftime is time.strftime
        with pytest.raises(ValueError, match="non-negative"):
            retry.time.sleep(-1)


def test_an_answer_that_is_late_moves_the_clock():
    with mock(VirtualClock(START), faults="api.version=1*delay(20)") as service:
        assert requests.get(f"{service.url}/version", timeout=30).status_code == 200
        assert passed(service.clock) == service.faults.delayed == 20


def test_what_was_replaced_by_somebody_else_meanwhile_is_left_alone():
    waits = ClientWaits(lambda: None, lambda: None, contextlib.nullcontext)
    retry.time = "another"
    waits.end()
    left, retry.time = retry.time, time

    assert left == "another"


def test_what_stood_in_for_the_time_before_is_used_where_waits_are_real(monkeypatch):
    slept = []
    monkeypatch.setattr(retry, "time", SimpleNamespace(sleep=slept.append))
    with mock(ManualClock(START)) as service:
        requests.get(f"{service.url}/version", timeout=30)
        retry.time.sleep(3)
    monkeypatch.undo()

    assert slept == [3]


def test_a_timer_rings_when_the_clock_comes_there():
    from qhil_mocks.doors.in_process import PROCESS

    rung = []
    with mock(VirtualClock(START)) as service:
        timer = timers_by(PROCESS._time_here)

        def ring(name=""):
            rung.append((name, passed(service.clock)))

        timer(60, ring, kwargs={"name": "late"}).start()
        timer(30, ring, args=["early"]).start()
        dropped = timer(40, ring)
        dropped.start()
        dropped.cancel()
        requests.get(f"{service.url}/version", timeout=30)
        retry.time.sleep(50)
        service.clock.advance(20)

    assert rung == [("early", 30.0), ("late", 70.0)]


def test_without_a_mock_a_timer_is_one():
    assert type(timers_by(lambda: None)(60, print)) is threading.Timer
