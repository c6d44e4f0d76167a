"""Websockets through every door, by a plain websocket client: handshakes, messages, closes, nonsense."""

from __future__ import annotations

import contextlib
import json

import pytest

pytestmark = pytest.mark.requires("websockets", "uvicorn", "trustme")


def authentication(me):
    return json.dumps({"type": "authentication", "data": me.access_token})


def next_of(socket):
    """What is told next, without the state in which a job stays for no time: one may be quick enough to see it."""
    told = json.loads(socket.recv())
    passing = told["type"] == "job-status" and told["data"]["status"] == "VALIDATED"
    return next_of(socket) if passing else told


def closed_with(socket):
    """The close code, after whatever else came."""
    from websockets.exceptions import ConnectionClosed

    with contextlib.suppress(ConnectionClosed):
        while True:
            socket.recv()
    return socket.close_code


def test_the_states_of_a_job_come_as_they_change(caller, connect, clock):
    me = caller(0)
    job = me.submit()
    with connect(f"/jobs/{job['id']}/status/v/1") as socket:
        socket.send(authentication(me))
        told = [next_of(socket) for _ in range(2)]
        for seconds in (1, 10):
            clock.advance(seconds)
            told.append(next_of(socket))
        me("POST", f"/api/Network/ibm-q/Groups/open/Projects/main/Jobs/{job['id']}/cancel")
        told.append(next_of(socket))

        assert closed_with(socket) == 4002
    assert told[0] == {"type": "authenticated"}
    assert {one["type"] for one in told[1:]} == {"job-status"}
    assert [one["data"]["status"] for one in told[1:]] == [
        "VALIDATING",
        "QUEUED",
        "RUNNING",
        "CANCELLED",
    ]
    assert told[2]["data"]["infoQueue"]["position"] == 1


@pytest.mark.parametrize(
    "sent",
    ["{}", "[", '"text"', '{"type": "authentication", "data": 7}', "[" * 100_000, b"\xff\xfe"],
    ids=["empty", "no JSON", "no object", "no token", "deep", "binary"],
)
def test_who_does_not_say_who_it_is_hears_nothing(caller, connect, sent):
    job = caller(0).submit()
    with connect(f"/jobs/{job['id']}/status/v/1") as socket:
        socket.send(sent)

        assert closed_with(socket) == 1008


@pytest.mark.parametrize("job_id", ["0" * 24, "..", "ünknown"])
def test_a_job_that_is_not_there_has_its_code(caller, connect, job_id):
    with connect(f"/jobs/{job_id}/status/v/1") as socket:
        socket.send(authentication(caller(0)))

        assert closed_with(socket) == 4003


def test_a_job_of_another_user_is_not_there(caller, connect):
    job = caller(0).submit()
    with connect(f"/jobs/{job['id']}/status/v/1") as socket:
        socket.send(authentication(caller(1)))

        assert closed_with(socket) == 4003


@pytest.mark.parametrize(
    "path", ["/elsewhere", "/jobs/..%2f..%2fetc/status/v/1", "/jobs//status/v/1"]
)
def test_an_address_without_a_channel_is_refused(connect, path):
    from websockets.exceptions import InvalidStatus

    with pytest.raises(InvalidStatus) as caught, connect(path):
        pass

    assert caught.value.response.status_code in (403, 404)


def test_who_goes_away_is_not_missed(caller, connect, clock):
    me = caller(0)
    job = me.submit()
    path = f"/jobs/{job['id']}/status/v/1"
    for _ in range(3):
        with connect(path) as socket:
            socket.send(authentication(me))
            socket.recv()
    with connect(path) as socket:
        socket.cut()
    clock.advance(1)

    with connect(path) as socket:
        socket.send(authentication(me))
        socket.recv()

        assert next_of(socket)["data"]["status"] == "QUEUED"


def test_a_broken_frame_ends_the_connection_alone(caller, connect):
    me = caller(0)
    job = me.submit()
    path = f"/jobs/{job['id']}/status/v/1"
    with connect(path) as broken:
        broken.send_bytes(b"\xff" * 64)  # reserved bits, an unknown opcode, no mask

        assert closed_with(broken) in (1002, 1006)
    with connect(path) as socket:
        socket.send(authentication(me))

        assert json.loads(socket.recv()) == {"type": "authenticated"}
