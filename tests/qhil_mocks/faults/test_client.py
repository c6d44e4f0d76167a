"""Faults as the real client meets them: an exception of its own, another, or none because it tries again.

What is told here is what the client does, be it well or not.
"""

from __future__ import annotations

import gc
import math
import queue
from types import SimpleNamespace

import pytest

import qhil
from qhil_mocks.clock import ManualClock
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = [
    pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker", "websockets", "trustme"),
    # The client leaves the sockets of its streams to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket.socket"),
]

FINE = None


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch, ibmq):
    """The client tries again at once."""
    from qiskit.providers.ibmq.api.clients import base
    from urllib3.util.retry import Retry

    monkeypatch.setattr(Retry, "sleep", lambda *_, **__: None)
    monkeypatch.setattr(base, "time", SimpleNamespace(sleep=lambda _: None))
    yield
    gc.collect()


@pytest.fixture
def circuit():
    from qiskit import QuantumCircuit

    made = QuantumCircuit(1)
    made.x(0)
    made.measure_all()
    return made


@pytest.fixture
def run(ibmq, circuit):
    """``run(mock, plan)``: what comes of submitting, waiting and fetching: None, or the name of the exception."""

    def ran(mock, plan, url=None):
        device = ibmq.enable_account(mock.token, url=url or mock.url).get_backend("ibm_perth")
        with qhil.inject(plan) as injection:
            try:
                job = device.run(circuit, shots=100)
                if isinstance(mock.clock, ManualClock):
                    mock.clock.advance(100)
                job.wait_for_final_state(timeout=20)
                counts = job.result().get_counts()
            except Exception as error:  # noqa: BLE001  # told
                return type(error).__name__, injection
        assert sum(counts.values()) == 100
        return FINE, injection

    return ran


@pytest.fixture
def ready():
    return MockIBMQ(seed=7, devices=["ibm_perth"])


REQUESTS = [
    ("api.create_job=1*status(503)", FINE),
    ("api.create_job=status(503)", "IBMQBackendApiError"),
    ("api.create_job=status(401)", "IBMQBackendApiError"),
    ("api.create_job=status(429)", "IBMQBackendApiError"),
    ("api.create_job=status(521)", "IBMQBackendApiError"),
    ("api.create_job=job_limit", "IBMQBackendJobLimitError"),
    ("api.create_job=1*lost_answer", FINE),
    ("api.create_job=1*twice", FINE),
    ("api.create_job=1*refuse", FINE),
    ("api.create_job=1*tls_error", FINE),
    ("api.create_job=1*reset", "IBMQBackendApiError"),
    ("api.create_job=1*reset(after)", "IBMQBackendApiError"),
    ("api.create_job=1*close_mid_body", "IBMQBackendApiError"),
    ("api.create_job=1*slow_body(60)", FINE),
    ("api.create_job=1*delay(60)", FINE),
    ("api.create_job=1*malformed_json", "JSONDecodeError"),
    ("api.create_job=1*truncated_json", "JSONDecodeError"),
    ("api.create_job=1*empty_body", "JSONDecodeError"),
    ("api.create_job=1*html", "JSONDecodeError"),
    ("api.create_job=1*missing_field($.id)", "KeyError"),
    ("api.create_job=1*renamed_field($.id)", "KeyError"),
    ("api.create_job=1*wrong_type($.id)", "IBMQBackendApiError"),
    ("api.create_job=1*extra_field", FINE),
    ("api.create_job=1*content_type", FINE),
    ("api.create_job=1*unknown_status", FINE),
    ("api.job_data_uploaded=1*unknown_status", "ValueError"),
    ("api.job_data_uploaded=1*stale_status", FINE),
    # The job was taken, and the client does not know.
    ("api.job_data_uploaded=1*lost_answer", "IBMQBackendApiError"),
    ("api.job_data_uploaded=1*twice", "IBMQBackendApiError"),
    ("api.job_data_uploaded=1*twice(first)", FINE),
    ("storage.upload=1*status(403)", "IBMQBackendApiError"),
    ("storage.upload=1*reset", FINE),
    ("storage.upload=delay(700)", "IBMQBackendApiError"),
    ("storage.download=1*malformed_json", "JSONDecodeError"),
    ("storage.download=1*missing_field($.results)", "IBMQJobApiError"),
    ("storage.download=1*close_mid_body", "IBMQJobApiError"),
    ("storage.download=1*slow_body(700)", "IBMQJobApiError"),
    ("job.life=fails(creating)", "IBMQJobFailureError"),
    ("job.life=fails(validating)", "IBMQJobFailureError"),
    ("job.life=fails(running)", "IBMQJobFailureError"),
    ("job.life=cancelled", "IBMQJobInvalidStateError"),
    ("job.life=recalibrated", FINE),
]


@pytest.mark.parametrize(("plan", "wanted"), REQUESTS, ids=[plan for plan, _ in REQUESTS])
def test_a_job_is_submitted_and_fetched(ready, run, plan, wanted):
    with ready:
        found, injection = run(ready, plan)

    assert found == wanted
    assert injection.firings


BY_A_SERVER = [
    "api.create_job=1*status(503)",
    "api.create_job=1*lost_answer",
    "api.create_job=1*reset(after)",
    "api.create_job=1*close_mid_body",
    "api.create_job=1*malformed_json",
    "api.job_data_uploaded=1*lost_answer",
    "storage.download=1*close_mid_body",
    "job.life=cancelled",
]


@pytest.mark.parametrize("plan", BY_A_SERVER)
def test_by_a_server_it_is_the_same(mock, served, run, plan):
    with served(mock) as entered:
        found, injection = run(entered, plan, entered.url)

    assert found == dict(REQUESTS)[plan]
    assert injection.firings


def test_by_a_server_a_connection_that_cannot_be_had_is_one_that_is_closed(mock, served, run):
    """Which a POST does not outlive: it may have been heard."""
    with served(mock) as entered:
        assert run(entered, "api.create_job=1*refuse", entered.url)[0] == "IBMQBackendApiError"


SOCKETS = [
    "connect=1*refuse",
    "connect=1*status(401)",
    *(f"connect=1*close({code})" for code in (1000, 1006, 1011, 4001, 4002, 4003)),
    *(f"authenticate=1*{effect}" for effect in ("refuse", "twice", "malformed", "close(4003)")),
    *(f"message=1*{effect}" for effect in ("lost", "twice", "malformed", "reordered")),
    *(f"message=1*close({code})" for code in (1000, 1006, 1011, 4001, 4002, 4003)),
    "message=close(1011)",
]


@pytest.mark.parametrize("plan", SOCKETS)
def test_a_job_is_waited_for_by_a_websocket(mock, run, plan):
    """The client tries the websocket again, or asks over HTTP."""
    with mock:
        found, injection = run(mock, f"socket.job_status.{plan}")

    assert found == FINE
    assert injection.firings


@pytest.mark.parametrize("plan", ["connect=1*refuse", "message=1*close(1006)", "message=1*lost"])
def test_a_websocket_of_a_server_is_the_same(mock, served, run, plan):
    with served(mock) as entered:
        found, injection = run(entered, f"socket.job_status.{plan}", entered.url)

    assert found == FINE
    assert injection.firings


PUBLISHER = """
def main(backend, user_messenger):
    for step in range(3):
        user_messenger.publish({"step": step})
    return "done"
"""
METADATA = {"name": "publisher", "description": "Publishes.", "max_execution_time": 60}


@pytest.mark.parametrize(
    ("plan", "heard"),
    [
        ("socket.interim_results.message@2=1*lost", [1, 2]),
        ("socket.interim_results.message@2=1*twice", [0, 0, 1, 2]),
        ("socket.interim_results.message@2=1*reordered", [1, 0, 2]),
    ],
)
def test_interim_results_come_as_a_fault_has_it(ibmq, ready, plan, heard):
    with ready:
        provider = ibmq.enable_account(ready.token)
        program = provider.runtime.upload_program(PUBLISHER, metadata=METADATA)
        steps = queue.Queue()
        with qhil.inject(plan) as injection:
            job = provider.runtime.run(
                program,
                {"backend_name": "ibm_perth"},
                {},
                callback=lambda _, told: steps.put(told["step"]),
            )
            assert job.result(wait=0.1) == "done"
            found = [steps.get(timeout=30) for _ in heard]
            job._ws_client_future.result(30)

    assert found == heard
    assert steps.empty()
    assert injection.firings


ESTIMATOR = """
def main(backend, user_messenger):
    return {"values": [0.25, -1.0], "metadata": [{"name": "z"}]}
"""


def test_expectation_values_may_be_none(ibmq, ready):
    with ready:
        provider = ibmq.enable_account(ready.token)
        program = provider.runtime.upload_program(ESTIMATOR, metadata=METADATA)
        job = provider.runtime.run(program, {"backend_name": "ibm_perth"}, {})
        job.wait_for_final_state()
        with qhil.inject("api.runtime_job_results=1*nan"):
            result = job.result(wait=0.1)

    assert [math.isnan(one) for one in result["values"]] == [True, True]
    assert result["metadata"] == [{"name": "z"}]


def test_a_device_that_does_not_work_is_told(ibmq, mock, circuit):
    with mock:
        device = ibmq.enable_account(mock.token).get_backend("ibm_perth")
        with qhil.inject("job.life=maintenance(600)"):
            job = device.run(circuit)
            mock.clock.advance(300)
            during = device.status(), job.status().name
            mock.clock.advance(320)

        assert (during[0].operational, during[0].status_msg, during[1]) == (
            False,
            "maintenance",
            "QUEUED",
        )
        assert device.status().operational
        assert job.status().name == "DONE"


def test_a_persistent_fault_costs_no_time_and_is_counted(ready, run):
    with ready:
        found, injection = run(ready, "api.create_job=status(503)")

    assert found == "IBMQBackendApiError"
    assert injection.calls["api.create_job"] == 6
    assert injection.submissions == 0
    assert all("test_client.py" in one.place for one in injection.firings)
