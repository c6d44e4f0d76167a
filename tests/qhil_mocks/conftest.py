"""Services to ask: by plain requests without any client, and by the real client through the in-process door."""

from __future__ import annotations

import json
import warnings
from datetime import datetime, timezone

import pytest

from qhil_mocks.clock import ManualClock
from qhil_mocks.mock_ibmq import MockIBMQ
from qhil_mocks.rest import Request

START = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)


class Caller:
    """Asks a service by plain requests; ``caller("GET", path)`` is status and content of the answer.

    ``query``: a dict, or pairs where a name comes again; content that is not JSON comes as bytes.
    """

    def __init__(self, service, token=None):
        self.service = service
        self.access_token = None
        if token is not None:
            _, granted = self("POST", "/api/users/loginWithToken", {"apiToken": token})
            self.access_token = granted["id"]

    def __call__(self, method, path, content=None, *, query=(), body=b"", headers=None):
        mine = {} if self.access_token is None else {"x-access-token": self.access_token}
        sent = body if content is None else json.dumps(content).encode()
        pairs = tuple(query.items() if isinstance(query, dict) else query)
        answer = self.service.answer(
            Request(method, path, pairs, {**mine, **(headers or {})}, sent)
        )
        if answer.content_type != "application/json":
            return answer.status, answer.body
        return answer.status, json.loads(answer.body) if answer.body else None


@pytest.fixture
def clock():
    return ManualClock(START)


@pytest.fixture
def mock(clock):
    """A service that nobody has entered, with two devices, one of them with a history, and a clock to move."""
    return MockIBMQ(seed=7, devices=["ibm_perth", "ibm_sherbrooke"], clock=clock)


@pytest.fixture
def caller(mock):
    """``caller(user=None)``: somebody who asks, logged in as the user of that number or not at all."""

    def made(user=None):
        token = None if user is None else mock.users[user].token
        return Caller(mock._service, token)

    return made


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
def service():
    """A service entered in this process, with small devices, whose jobs are final at once."""
    with MockIBMQ(seed=7, devices=["ibm_perth", "ibmq_manila", "ibm_sherbrooke"]) as entered:
        yield entered
