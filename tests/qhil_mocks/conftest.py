"""Services to ask through every door: by plain HTTP, and by the real client."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import operator
import os
import ssl
import warnings
from datetime import datetime, timezone
from types import SimpleNamespace

import pytest

from qhil_mocks.clock import ManualClock
from qhil_mocks.doors.client_account import (
    TRUST_VARIABLE,
    ClientAccount,
    has_client,
    saved_account,
)
from qhil_mocks.ibmq.addresses import REAL
from qhil_mocks.mock_ibmq import MockIBMQ

START = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
OPEN = "/api/Network/ibm-q/Groups/open/Projects/main"
# A Qobj: one qubit of ibm_perth is measured after a NOT.
FLIP = {
    "qobj_id": "q1",
    "type": "QASM",
    "schema_version": "1.3.0",
    "header": {"backend_name": "ibm_perth"},
    "config": {"shots": 100, "memory_slots": 1, "n_qubits": 7},
    "experiments": [
        {
            "header": {
                "name": "flip",
                "n_qubits": 7,
                "memory_slots": 1,
                "global_phase": 0.0,
                "qreg_sizes": [["q", 7]],
                "creg_sizes": [["c", 1]],
                "qubit_labels": [["q", index] for index in range(7)],
                "clbit_labels": [["c", 0]],
            },
            "config": {"n_qubits": 7, "memory_slots": 1},
            "instructions": [
                {"name": "x", "qubits": [0]},
                {"name": "measure", "qubits": [0], "memory": [0]},
            ],
        }
    ],
}
DOORS = ("in-process", "server")


class Caller:
    """Asks a service by plain HTTP; ``caller("GET", path)`` is status and content of the answer.

    Content that is not JSON comes as bytes. ``url_of`` gives the URL of a path of the service's routes.
    """

    def __init__(self, url_of, token=None):
        self.url_of = url_of
        self.access_token = None
        if token is not None:
            _, granted = self("POST", "/api/users/loginWithToken", {"apiToken": token})
            self.access_token = granted["id"]

    def __call__(self, method, path, content=None, **sent):
        answer = self.ask(method, path, content, **sent)
        if answer.headers["Content-Type"] != "application/json":
            return answer.status_code, answer.content
        return answer.status_code, json.loads(answer.content) if answer.content else None

    def ask(self, method, path, content=None, *, query=None, body=b"", headers=None):
        """The whole answer. ``path`` may also be an URL that the service gave, ``query`` pairs of names and values."""
        import requests

        token = {} if self.access_token is None else {"X-Access-Token": self.access_token}
        return requests.request(
            method,
            path if "://" in path else self.url_of(path),
            params=query,
            headers={**token, **(headers or {})},
            data=body if content is None else json.dumps(content).encode(),
            timeout=30,
        )

    def create(self):
        """A new job in the open project, as the service tells it."""
        asked = {"backend": {"name": "ibm_perth"}, "allowObjectStorage": True}
        return self("POST", f"{OPEN}/Jobs", asked)[1]

    def submit(self):
        """A new job with a Qobj, on its way: the answer to its submission."""
        job = self.create()
        self("PUT", job["objectStorageInfo"]["uploadUrl"], FLIP)
        return self("POST", f"{OPEN}/Jobs/{job['id']}/jobDataUploaded")[1]["job"]


def real_url(path):
    """Under which URL of the real service a path of the routes is."""
    mounts = {
        "/api": REAL.api,
        "/runtime": REAL.runtime,
        "/experiments": REAL.experiments,
        "/control": REAL.api.replace("/api", "/control"),
        "/health": REAL.api.replace("/api", "/health"),
    }
    mount = next(one for one in mounts if path.startswith(one))
    return mounts[mount] + path[len(mount) :]


@pytest.fixture
def flip():
    """A Qobj."""
    return FLIP


@pytest.fixture
def clock():
    return ManualClock(START)


@pytest.fixture
def mock(clock):
    """A service with two devices, one of them with a history, and a clock to move; no door to it is open."""
    return MockIBMQ(seed=7, devices=["ibm_perth", "ibm_sherbrooke"], clock=clock)


@pytest.fixture(params=DOORS)
def asks(request, requires):
    """``asks(mock, user=None)``: somebody who asks ``mock`` through a door, which stays open for the test.

    Logged in as the user of that number, or not at all.
    """
    requires("responses", "uvicorn")
    doors = {}
    with contextlib.ExitStack() as opened:

        def made(mock, user=None):
            if mock not in doors and request.param == "in-process":
                opened.enter_context(mock)
                doors[mock] = real_url
            elif mock not in doors:
                doors[mock] = functools.partial(
                    operator.add, opened.enter_context(mock.server()).url
                )
            return Caller(doors[mock], None if user is None else mock.users[user].token)

        yield made


@pytest.fixture
def in_process(requires):
    """``in_process(mock)``: the first user of ``mock``, who asks it in this process."""
    requires("responses")
    with contextlib.ExitStack() as entered:

        def made(mock):
            entered.enter_context(mock)
            return Caller(real_url, mock.token)

        yield made


@pytest.fixture
def caller(mock, asks):
    """``caller(user=None)``: somebody who asks `mock`; see `asks`."""
    return functools.partial(asks, mock)


@pytest.fixture
def ibmq(requires):
    """The real client's `IBMQ`; a test that asks for it needs the client."""
    requires("qiskit-ibmq-provider")
    from qhil.ibmq_provider import import_ibmq_provider

    import_ibmq_provider()
    with warnings.catch_warnings():
        # It deprecates itself whenever it is used.
        warnings.filterwarnings(
            "ignore", message="The qiskit.IBMQ entrypoint", category=DeprecationWarning
        )
        from qiskit import IBMQ

        yield IBMQ


@pytest.fixture
def served(requires, tmp_path):
    """Puts a mock behind a server, as a context manager. Nothing stays of what the client has of it."""
    requires("responses", "uvicorn")
    return functools.partial(_served, tmp_path)


@contextlib.contextmanager
def _served(folder, mock, *, tls=None):
    before = ClientAccount.current() if has_client() else None
    with mock.server(tls=tls) as server:
        url = f"{server.url}/api"
        if before is not None:
            saved_account(folder, mock.token, url).restore()
        try:
            yield SimpleNamespace(url=url, token=mock.token, users=mock.users, clock=mock.clock)
        finally:
            if before is not None:
                before.restore()


@pytest.fixture(params=DOORS)
def service(request, requires, served):
    """A service with small devices, whose jobs are final as soon as they have run, behind either door.

    ``service.url`` is what the client has to be told; its account is saved.
    """
    requires("responses", "uvicorn")
    mock = MockIBMQ(seed=7, devices=["ibm_perth", "ibmq_manila", "ibm_sherbrooke"])
    with mock if request.param == "in-process" else served(mock) as entered:
        yield entered


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
