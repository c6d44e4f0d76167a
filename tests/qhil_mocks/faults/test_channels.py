"""Every effect at websockets, as a plain client sees it through every door."""

from __future__ import annotations

import json

import pytest

import qhil
from qhil_mocks.rest import Close, Request, Response

pytestmark = pytest.mark.requires("websockets", "uvicorn", "trustme", "responses", "faker")

SITE = "socket.job_status"
CODES = [1000, 1006, 1011, 4001, 4002, 4003]


@pytest.fixture
def me(caller):
    return caller(0)


@pytest.fixture
def heard(me, connect, clock):
    """``heard(plan)``: what a client hears that waits for a job to its end; the last is the code of the close."""

    def listened(plan):
        from websockets.exceptions import ConnectionClosed

        job = me.submit()
        clock.advance(100)
        found = []
        with qhil.inject(plan), connect(f"/jobs/{job['id']}/status/v/1") as socket:
            try:
                socket.send(json.dumps({"type": "authentication", "data": me.access_token}))
                while True:
                    found.append(_short(socket.recv()))
            except ConnectionClosed:
                return [*found, socket.close_code]

    return listened


def _short(text):
    try:
        told = json.loads(text)
    except ValueError:
        return text
    return told["type"]


def test_without_a_fault_that_is_so(heard):
    assert heard("") == ["authenticated", "job-status", 4002]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("step", "before"), [("connect", []), ("authenticate", []), ("message", ["authenticated"])]
)
def test_it_is_closed_with_any_code_at_each_step(heard, step, before, code):
    assert heard(f"{SITE}.{step}=close({code})") == [*before, code]


@pytest.mark.parametrize(
    ("plan", "wanted"),
    [
        ("authenticate=lost", ["job-status", 4002]),
        ("authenticate=twice", ["authenticated", "authenticated", "job-status", 4002]),
        ("authenticate=malformed", ["{'type': ", "job-status", 4002]),
        ("authenticate=refuse", [1008]),
        ("message=lost", ["authenticated", 4002]),
        ("message=twice", ["authenticated", "job-status", "job-status", 4002]),
        ("message=malformed", ["authenticated", "{'type': ", 4002]),
        ("message=reordered", ["authenticated", "job-status", 4002]),
    ],
)
def test_messages_are_not_what_they_should_be(heard, plan, wanted):
    assert heard(f"{SITE}.{plan}") == wanted


def test_messages_come_in_another_order(me, connect, clock):
    job = me.submit()
    with (
        qhil.inject(f"{SITE}.message=1*reordered"),
        connect(f"/jobs/{job['id']}/status/v/1") as socket,
    ):
        socket.send(json.dumps({"type": "authentication", "data": me.access_token}))
        assert _short(socket.recv()) == "authenticated"
        clock.advance(1)
        states = [json.loads(socket.recv())["data"]["status"] for _ in range(2)]

    assert states == ["QUEUED", "VALIDATING"]


@pytest.mark.parametrize("status", [401, 503])
def test_a_handshake_is_refused_with_a_status(me, connect, status):
    from websockets.exceptions import InvalidStatus

    with qhil.inject(f"{SITE}.connect=status({status})"), pytest.raises(InvalidStatus) as caught:
        connect("/jobs/x/status/v/1")

    assert caught.value.response.status_code == status


def test_a_handshake_comes_to_nothing(me, connect):
    from websockets.exceptions import InvalidMessage

    with qhil.inject(f"{SITE}.connect=refuse"), pytest.raises((InvalidMessage, OSError)):
        connect("/jobs/x/status/v/1")


# Interim results come from a program, whose place the test takes.

RESULTS = "socket.interim_results"


@pytest.fixture
def results(mock):
    """``results(plan)``: what a client hears of a job that publishes three results and ends, or how it is refused."""
    service = mock._service
    with mock:
        state = service.state
        token = state.access.log_in(mock.token, state.clock.now()).access_token

        def asked(method, path, content=None):
            body = json.dumps(content).encode()
            return service.answer(Request(method, path, (), {"x-access-token": token}, body))

        def heard(plan):
            started = {
                "program_id": "hello-world",
                "hub": "ibm-q",
                "group": "open",
                "project": "main",
                "backend": "ibm_perth",
                "params": {},
            }
            job = json.loads(asked("POST", "/runtime/jobs", started).body)["id"]
            path = f"/runtime/stream/jobs/{job}"
            with qhil.inject(plan):
                opened = service.channel(Request("WEBSOCKET", path, (), {"x-access-token": token}))
                if isinstance(opened, Response):
                    return opened
                for text in "abc":
                    state.interim.add(job, text)
                state.interim.end(job, patience=0)
                opened.receive("nobody listens")
                return [*opened.due(), *opened.due()]

        yield heard


FIRST = '{"type": "acknowledged"}'


@pytest.mark.parametrize(
    ("plan", "wanted"),
    [
        ("", [FIRST, "a", "b", "c", Close(1000)]),
        (f"{RESULTS}.message@2=1*lost", [FIRST, "b", "c", Close(1000)]),
        (f"{RESULTS}.message@2=1*twice", [FIRST, "a", "a", "b", "c", Close(1000)]),
        (f"{RESULTS}.message@2=1*reordered", [FIRST, "b", "a", "c", Close(1000)]),
        (f"{RESULTS}.message@4=1*reordered", [FIRST, "a", "b", "c", Close(1000)]),
        (f"{RESULTS}.message=reordered", ["c", "b", "a", FIRST, Close(1000)]),
        (f"{RESULTS}.message@2=1*malformed", [FIRST, "{'type': ", "b", "c", Close(1000)]),
        (f"{RESULTS}.message=close(1011)", [Close(1011)]),
        (f"{RESULTS}.message@3=close(1006)", [FIRST, "a", Close(1006)]),
        (f"{RESULTS}.connect=close(1000)", [Close(1000)]),
    ],
)
def test_interim_results_are_not_what_they_should_be(results, plan, wanted):
    assert results(plan) == wanted


def test_nobody_gets_to_interim_results(results):
    assert results(f"{RESULTS}.connect=status(401)").status == 401
    assert results(f"{RESULTS}.connect=refuse").mishap.kind == "refuse"
