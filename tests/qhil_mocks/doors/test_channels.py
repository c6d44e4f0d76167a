"""Websockets through every door, by a plain websocket client: handshakes, messages, closes, nonsense."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import ssl

import pytest

from qhil_mocks.doors.client_account import TRUST_VARIABLE

pytestmark = pytest.mark.requires("websockets", "uvicorn", "trustme")


@pytest.fixture
def connect(caller):
    """``connect(path)``: a websocket to where the service says that it is, through either door."""
    base = caller(0)("GET", "/api/users/me")[1]["urls"]["ws"]
    trusted = None
    if base.startswith("wss"):
        trusted = ssl.create_default_context(cafile=os.environ[TRUST_VARIABLE])

    def connected(path):
        return Websocket(base + path, ssl=trusted)

    return connected


class Websocket:
    """A connection, in one thread: the library's own for such code reads in one and writes in another.

    An OpenSSL connection does not bear that: a message may be lost.
    """

    def __init__(self, url, *, ssl):
        from websockets.asyncio.client import connect

        self._loop = asyncio.new_event_loop()
        try:
            self._connection = self._await(connect(url, ssl=ssl))
        except BaseException:
            self._loop.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._await(self._connection.close())
        self._connection.transport.close()  # or Python 3.9 and 3.10 warn that it was left open
        self._loop.close()

    def send(self, message):
        self._await(self._connection.send(message))

    def recv(self):
        return self._await(asyncio.wait_for(self._connection.recv(), 30))

    def send_bytes(self, unframed):
        """Bytes as they are, of which the library knows nothing."""
        self._connection.transport.write(unframed)

    def cut(self):
        """Away, without a word."""
        self._connection.transport.abort()

    @property
    def close_code(self):
        return self._connection.close_code

    def _await(self, awaitable):
        async def awaited():
            return await awaitable

        return self._loop.run_until_complete(awaited())


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
