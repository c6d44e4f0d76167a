"""The real client waits for jobs by websocket, and without one as it does."""

from __future__ import annotations

import queue
import threading

import pytest

from qhil_mocks.doors.in_process import PROCESS
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker", "websockets")


@pytest.fixture(params=["in-process", "server"])
def device(request, ibmq, mock, served):
    """A device of a service whose clock is moved by hand, behind either door."""
    with mock if request.param == "in-process" else served(mock) as entered:
        yield ibmq.enable_account(entered.token, url=entered.url).get_backend("ibm_perth")


@pytest.fixture
def circuit():
    from qiskit import QuantumCircuit

    made = QuantumCircuit(1)
    made.x(0)
    made.measure_all()
    return made


@pytest.fixture
def no_polling(monkeypatch):
    """The client's other way of waiting, which is not to be needed."""
    from qiskit.providers.ibmq.api.clients import AccountClient

    def polled(*_, **__):
        raise AssertionError("the client asked over HTTP")

    monkeypatch.setattr(AccountClient, "_job_final_status_polling", polled)


class Waiting:
    """A thread that waits for a job, and what it hears."""

    def __init__(self, job):
        self._heard = queue.Queue()
        self._ended = []
        self._thread = threading.Thread(target=self._wait, args=[job])
        self._thread.start()

    def _wait(self, job):
        try:
            job.wait_for_final_state(callback=self._hear)
        except Exception as error:  # noqa: BLE001  # told by join
            self._ended.append(error)

    def _hear(self, job_id, status, job, **others):
        info = others.get("queue_info")
        self._heard.put((status.name, info and info.position))

    def next(self):
        return self._heard.get(timeout=30)

    def join(self):
        self._thread.join(30)
        assert not self._thread.is_alive()
        assert self._ended == []


def test_states_and_places_in_the_queue_come_as_they_change(device, circuit, clock, no_polling):
    first = device.run(circuit)
    second = device.run(circuit)
    waiting = Waiting(second)
    heard = [waiting.next()]
    for seconds in (1, 10, 5):
        clock.advance(seconds)
        heard.append(waiting.next())
    clock.advance(5)
    waiting.join()

    assert heard == [("VALIDATING", None), ("QUEUED", 2), ("QUEUED", 1), ("RUNNING", None)]
    assert first.status().name == "DONE"
    assert second.result().get_counts()["1"] > 900


def test_a_job_that_is_cancelled_ends_the_wait(device, circuit, no_polling):
    job = device.run(circuit)
    waiting = Waiting(job)
    assert waiting.next()[0] == "VALIDATING"
    assert job.cancel()
    waiting.join()

    assert job.status().name == "CANCELLED"


def test_without_a_websocket_the_client_polls(ibmq, circuit):
    with MockIBMQ(seed=7, devices=["ibm_perth"]) as service:
        device = ibmq.enable_account(service.token).get_backend("ibm_perth")
        job = device.run(circuit)
        PROCESS._entered[-1].door.close()  # its listener is gone, and the port refuses
        retrieved = device.retrieve_job(job.job_id())
        retrieved._status = None

        assert retrieved.result(wait=0.01).get_counts()["1"] > 900
