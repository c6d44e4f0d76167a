"""The real client waits by the clock of the mock; nothing here waits for real, and nothing is measured in real time."""

from __future__ import annotations

import gc
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest

import qhil
from qhil.errors import HangError
from qhil.faults import FaultPlan, Injection
from qhil_mocks.clock import Durations, ManualClock, VirtualClock
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = [
    pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker", "websockets"),
    # The client leaves a socket that the service has closed to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning"),
]

START = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def _collected():
    """Before the next test, which need not be so patient with the client's sockets."""
    yield
    gc.collect()


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


def passed(clock):
    return (clock.now() - START).total_seconds()


@pytest.fixture
def no_websocket(monkeypatch):
    """The client has to poll."""
    from qiskit.providers.ibmq.api.clients.account import AccountClient
    from qiskit.providers.ibmq.api.exceptions import WebsocketError

    def fails(*_, **__):
        raise WebsocketError("no websocket")

    monkeypatch.setattr(AccountClient, "_job_final_status_websocket", fails)


@pytest.mark.usefixtures("no_websocket")
def test_a_job_is_polled_until_it_has_run(device, circuit, clock):
    assert device.run(circuit).result().get_counts()["1"] > 900
    assert passed(clock) == 20  # four polls, 5 s apart; it takes 16 s


def test_a_time_limit_is_over_when_the_clock_says_so(ibmq, circuit, clock):
    from qiskit.providers.ibmq.job import IBMQJobTimeoutError

    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock, faults="job.life=stuck") as mock:
        job = ibmq.enable_account(mock.token).get_backend("ibm_perth").run(circuit)
        with pytest.raises(IBMQJobTimeoutError):
            job.wait_for_final_state(timeout=3600)

        assert passed(clock) == pytest.approx(3600)
        assert job.status().name == "QUEUED"
        assert mock.faults.delayed == pytest.approx(3600)


@pytest.mark.usefixtures("no_websocket")
def test_so_is_that_of_a_client_that_polls(ibmq, circuit, clock):
    from qiskit.providers.ibmq.job import IBMQJobTimeoutError

    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock, faults="job.life=stuck") as mock:
        job = ibmq.enable_account(mock.token).get_backend("ibm_perth").run(circuit)
        with pytest.raises(IBMQJobTimeoutError):
            job.result(timeout=3600)

        assert passed(clock) == 3600


def test_a_job_that_never_ends_is_a_hang(ibmq, circuit, clock):
    plan = Injection(FaultPlan.parse("job.life=stuck"), limit=600)
    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock) as mock, qhil.inject(plan):
        job = ibmq.enable_account(mock.token).get_backend("ibm_perth").run(circuit)
        with pytest.raises(HangError, match="at most 600 s"):
            job.result()


@pytest.mark.usefixtures("no_websocket")
def test_so_is_one_that_is_polled_for_ever(ibmq, circuit):
    plan = Injection(FaultPlan.parse("job.life=stuck"), limit=600)
    with MockIBMQ(seed=7, devices=["ibm_perth"]) as mock, qhil.inject(plan):
        job = ibmq.enable_account(mock.token).get_backend("ibm_perth").run(circuit)
        with pytest.raises(HangError, match="605 s were waited"):
            job.result()


def test_a_request_that_is_repeated_costs_what_the_client_pauses(ibmq, clock):
    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock) as mock:
        device = ibmq.enable_account(mock.token).get_backend("ibm_perth")
        with (
            qhil.inject("api.device_properties=status(503)") as faults,
            pytest.raises(Exception, match="503"),
        ):
            device.properties(refresh=True)

        assert len(faults.firings) == 6
        assert passed(clock) == faults.delayed == 15


def test_by_the_default_clock_it_costs_no_time_either(ibmq):
    with MockIBMQ(seed=7, devices=["ibm_perth"]) as mock:
        device = ibmq.enable_account(mock.token).get_backend("ibm_perth")
        before = mock.clock.now()
        with (
            qhil.inject("api.device_properties=status(503)") as faults,
            pytest.raises(Exception, match="503"),
        ):
            device.properties(refresh=True)

        assert faults.delayed == 15
        assert mock.clock.now() - before >= timedelta(seconds=14.9)


def test_a_pause_that_the_service_asks_for_is_made(ibmq, clock):
    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock) as mock:
        device = ibmq.enable_account(mock.token).get_backend("ibm_perth")
        with qhil.inject("api.device_properties=1*status(503,retry_after=40)"):
            assert device.properties(refresh=True).backend_name == "ibm_perth"

        assert passed(clock) == 40


def test_a_device_that_is_down_for_an_hour_delays_the_default_job_by_that(ibmq, circuit):
    with MockIBMQ(seed=7, devices=["ibm_perth"], faults="job.life=device_down(3600)") as mock:
        job = ibmq.enable_account(mock.token).get_backend("ibm_perth").run(circuit)

        assert job.result().get_counts()["1"] > 900
        assert mock.faults.delayed == pytest.approx(3600, abs=5)


def test_a_lost_websocket_is_opened_again_after_a_pause(ibmq, circuit, clock):
    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock) as mock:
        device = ibmq.enable_account(mock.token).get_backend("ibm_perth")
        with qhil.inject("socket.job_status.message=1*close(1011)") as faults:
            assert device.run(circuit).result().get_counts()["1"] > 900

        assert passed(clock) == faults.delayed == 16  # the pause of 0.5 s is within that


def test_the_job_manager_waits_by_the_clock(device, circuit, clock):
    from qiskit.providers.ibmq.managed import IBMQJobManager

    jobs = IBMQJobManager().run([circuit] * 3, backend=device, max_experiments_per_job=1)
    results = jobs.results()

    assert all(results.get_counts(index)["1"] > 900 for index in range(3))
    assert passed(clock) == 26  # 1 + 10, then 5 for each: the device runs one after the other


@pytest.mark.requires("trustme")
def test_a_program_runs_as_long_as_it_does_and_the_client_waits_by_the_clock(ibmq, mock, clock):
    with mock:
        provider = ibmq.enable_account(mock.token)
        job = provider.runtime.run(
            "hello-world", inputs={"iterations": 1}, options={"backend_name": "ibm_perth"}
        )

        assert job.result(wait=60) == "Hello, World!"
        assert (
            passed(clock) == 120
        )  # queued for 10 s: seen to run after the first poll, and to be done after the next


@pytest.mark.requires("trustme")
def test_a_program_that_waits_for_ever_is_not_waited_for(ibmq, clock):
    from qiskit.providers.exceptions import JobTimeoutError
    from qiskit.providers.jobstatus import JobStatus

    with MockIBMQ(
        seed=7, devices=["ibm_perth"], clock=clock, faults="runtime_job.life=stuck"
    ) as mock:
        provider = ibmq.enable_account(mock.token)
        job = provider.runtime.run("hello-world", inputs={}, options={"backend_name": "ibm_perth"})
        with pytest.raises(JobTimeoutError):
            job.result(timeout=3600)

        assert passed(clock) == 3600
        assert job.status() is JobStatus.QUEUED


def test_the_monitor_waits_by_the_clock(device, circuit, clock, capsys):
    import io

    from qiskit.providers.ibmq.job import job_monitor

    job = device.run(circuit)
    told = io.StringIO()
    job_monitor(job, interval=7, output=told)

    assert "has successfully run" in told.getvalue()
    assert passed(clock) == 21


def test_two_threads_that_wait_at_once_wait_no_longer_than_one(device, circuit, clock):
    jobs = [device.run(circuit) for _ in range(2)]
    threads = [threading.Thread(target=job.wait_for_final_state) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert [job.status().name for job in jobs] == ["DONE", "DONE"]
    assert passed(clock) == 21


def test_a_client_waits_by_the_clock_of_the_mock_that_it_asked(ibmq, circuit):
    inner, outer = (VirtualClock(START, durations=Durations(running=length)) for length in (3, 7))
    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=outer) as one:
        job = ibmq.enable_account(one.token).get_backend("ibm_perth").run(circuit)
        with MockIBMQ(seed=8, devices=["ibm_perth"], clock=inner) as other:
            second = ibmq.enable_account(other.token).get_backend("ibm_perth").run(circuit)
            job.wait_for_final_state()

            assert (passed(outer), passed(inner)) == (7, 0)
            second.wait_for_final_state()
            assert (passed(outer), passed(inner)) == (7, 3)


def test_by_a_clock_that_is_moved_by_hand_alone_the_client_has_the_time_of_day(ibmq, monkeypatch):
    from qiskit.providers.ibmq.runtime import runtime_job

    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    clock = ManualClock(START)
    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock):
        runtime_job.time.sleep(5)

        assert slept == [5]
        assert clock.now() == START
        assert runtime_job.time.time() > START.timestamp() + 3600
