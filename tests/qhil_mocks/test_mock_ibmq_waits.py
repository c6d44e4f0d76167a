"""The real client waits by the clock of the mock; nothing here waits for real, and nothing is measured in real time."""

from __future__ import annotations

from datetime import timedelta

import pytest

import qhil
from qhil.errors import HangError
from qhil.faults import FaultPlan, Injection
from qhil_mocks.clock import Durations, VirtualClock
from qhil_mocks.mock_ibmq import MockIBMQ

from .conftest import START

pytestmark = pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker", "websockets")


@pytest.fixture
def clock():
    return VirtualClock(START)


@pytest.fixture
def device(ibmq, mock):
    with mock:
        yield ibmq.enable_account(mock.token).get_backend("ibm_perth")


@pytest.fixture
def circuit():
    from qiskit import QuantumCircuit

    made = QuantumCircuit(1)
    made.x(0)
    made.measure_all()
    return made


def test_a_job_is_waited_for_by_websocket_until_it_has_run(device, circuit, clock):
    job = device.run(circuit)
    counts = job.result().get_counts()

    assert counts["1"] > 900
    assert clock.now() == START + timedelta(seconds=16)
    assert job.time_per_step()["COMPLETED"] == clock.now()
