"""The real client: calls that the other modules do not make, each as its user would."""

from __future__ import annotations

import gc
from datetime import datetime, timedelta, timezone

import pytest

from qhil_mocks.clock import RealClock
from qhil_mocks.ibmq.bookings import Booking
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker", "uvicorn")


@pytest.fixture
def provider(ibmq, service):
    return ibmq.enable_account(service.token, url=service.url)


@pytest.fixture
def device(provider):
    return provider.get_backend("ibm_perth")


@pytest.fixture
def flip():
    from qiskit import QuantumCircuit

    circuit = QuantumCircuit(1, name="flip")
    circuit.x(0)
    circuit.measure_all()
    return circuit


@pytest.fixture
def waiting(ibmq, mock):
    """A device whose jobs wait until a clock is moved, in process."""
    with mock:
        yield ibmq.enable_account(mock.token).get_backend("ibm_perth")


def test_a_url_that_is_no_service_is_refused(ibmq, service):
    with pytest.raises(
        Exception, match=r"404|valid authentication URL|not of the mocked"
    ) as caught:
        ibmq.enable_account(service.token, url=service.url.replace("/api", "/nowhere"))

    assert type(caught.value).__module__.startswith("qiskit.providers.ibmq")


def test_an_expired_access_token_is_refused(ibmq, mock, clock):
    from qiskit.providers.ibmq.api.exceptions import RequestsApiError

    with mock:
        device = ibmq.enable_account(mock.token).get_backend("ibm_perth")
        clock.advance(15 * 24 * 3600)

        with pytest.raises(RequestsApiError, match="401 Client Error: Unauthorized"):
            device.status()


def test_a_job_tells_all_that_is_asked_of_it(device, flip):
    with pytest.warns(UserWarning, match="qobj_header"):  # the client, of an option of its own
        job = device.run(flip, shots=50, experiment_id="study", header={"mine": 7})
    job.wait_for_final_state()
    job.refresh()

    assert job.experiment_id == "study"
    assert job.client_version
    assert job.header()["mine"] == 7
    assert job.circuits()[0].name == "flip"
    assert job.backend_options()["shots"] == 50
    assert job.queue_position(refresh=True) is None
    assert job.queue_info() is None
    assert (
        job.qobj_dict()["header"]["backend_name"] == "ibm_perth"
        if hasattr(job, "qobj_dict")
        else True
    )
    (found,) = device.jobs(experiment_id="study")
    assert found.job_id() == job.job_id()


def test_a_list_of_states_is_either_of_them(provider, device, flip):
    done = device.run(flip, shots=10)
    done.wait_for_final_state()

    assert [job.job_id() for job in device.jobs(status=["ERROR", "DONE"])] == [done.job_id()]
    assert device.jobs(status=["ERROR", "CANCELLED", "QUEUED", "RUNNING"]) == []
    assert device.jobs(status=["INITIALIZING", "VALIDATING"]) == []


def test_of_a_job_that_failed_in_part_the_rest_can_be_had(ibmq, served, clock):
    from qiskit import QuantumCircuit
    from qiskit.providers.ibmq.job.exceptions import IBMQJobFailureError

    clifford, other = QuantumCircuit(1, name="clifford"), QuantumCircuit(1, name="other")
    clifford.x(0)
    other.t(0)
    for circuit in (clifford, other):
        circuit.measure_all()
    with served(MockIBMQ(seed=7, devices=["ibmq_qasm_simulator"], clock=clock)) as service:
        provider = ibmq.enable_account(service.token, url=service.url)
        device = provider.get_backend("ibmq_qasm_simulator")
        job = device.run([clifford, other], shots=10, method="stabilizer")
        clock.advance(100)

        with pytest.raises(IBMQJobFailureError):
            job.result()
        result = job.result(partial=True)
        assert job.status().name == "ERROR"
        assert [one.success for one in result.results] == [True, False]
        assert result.get_counts(0) == {"1": 10}
        assert "Experiment 1: ERROR" in job.error_message()


def test_reservations_are_told_as_they_were_given(ibmq, served, mock, clock):
    user, now = mock.users[0], clock.now()
    booking = Booking(
        id="b1",
        user=user.id,
        device="ibm_perth",
        project=user.projects[0].key,
        created=now - timedelta(days=1),
        start=now + timedelta(hours=1),
        end=now + timedelta(hours=2),
    )
    reserved = MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock, bookings=[booking])
    with served(reserved) as service:
        provider = ibmq.enable_account(service.token, url=service.url)
        device = provider.get_backend("ibm_perth")

        (one,) = device.reservations()
        assert (one.reservation_id, one.backend_name, one.duration) == ("b1", "ibm_perth", 60)
        assert (one.start_datetime, one.end_datetime) == (booking.start, booking.end)
        assert [it.reservation_id for it in provider.backend.my_reservations()] == ["b1"]
        assert device.reservations(start_datetime=now + timedelta(hours=3)) == []


def test_a_job_outlives_its_device(ibmq, served, clock, flip, tmp_path):
    """Kept in a file, which a service without that device goes on with: it is retired, and its jobs are read."""

    def kept(*devices):
        return served(MockIBMQ(seed=7, devices=devices, clock=clock, db=tmp_path / "kept.db"))

    with kept("ibm_perth") as service:
        device = ibmq.enable_account(service.token, url=service.url).get_backend("ibm_perth")
        job = device.run(flip, shots=10)
        clock.advance(100)
        counts = job.result().get_counts()
        ibmq.disable_account()
    with kept("ibmq_qasm_simulator") as service:
        provider = ibmq.enable_account(service.token, url=service.url)
        again = provider.backend.retrieve_job(job.job_id())

        assert not again.backend().status().operational
        assert again.backend().name() == "ibm_perth"
        assert again.result().get_counts() == counts
        assert again.properties() is None


def test_jobs_that_have_not_ended_are_active(waiting, flip, clock):
    first, second = waiting.run(flip), waiting.run(flip)
    clock.advance(1)

    assert {job.job_id() for job in waiting.active_jobs()} == {first.job_id(), second.job_id()}
    assert second.queue_position(refresh=True) == 2
    info = second.queue_info()
    assert info.position == 2
    assert info.estimated_complete_time > info.estimated_start_time
    assert waiting.remaining_jobs_count() == 3
    assert waiting.status().pending_jobs == 2
    assert first.cancel()
    assert [job.job_id() for job in waiting.active_jobs()] == [second.job_id()]


def test_a_set_of_jobs_is_found_again_changed_and_reported(provider, device, flip):
    from qiskit.providers.ibmq.managed import IBMQJobManager

    jobs = IBMQJobManager().run(
        [flip] * 5, device, name="five", max_experiments_per_job=2, shots=20, job_tags=["mine"]
    )
    jobs.results()
    again = IBMQJobManager().retrieve_job_set(jobs.job_set_id(), provider)

    assert [status.name for status in again.statuses()] == ["DONE"] * 3
    assert again.results().get_counts(4) == jobs.results().get_counts(4)
    assert "five" in again.report()
    assert again.error_messages() is None
    assert again.update_name("more") == "more"
    assert set(again.update_tags(replacement_tags=["yours"])) == {"yours"}
    assert len(again.qobjs()) == 3
    job, index = again.job(3)
    assert (job.job_id(), index) == (again.jobs()[1].job_id(), 1)


def test_a_set_with_a_job_that_fails_tells_which(device, flip):
    from qiskit import QuantumCircuit
    from qiskit.providers.ibmq.managed import IBMQJobManager

    refused = QuantumCircuit(1, name="refused")
    refused.h(0)
    refused.measure_all()
    jobs = IBMQJobManager().run([flip, refused], device, max_experiments_per_job=1, shots=20)
    with pytest.warns(UserWarning, match="Unable to retrieve job result for experiments 1-1"):
        results = jobs.results()

    assert [status.name for status in jobs.statuses()] == ["DONE", "ERROR"]
    assert sum(results.get_counts(0).values()) == 20
    assert "not an instruction" in jobs.error_messages()


def test_a_set_is_cancelled(waiting, flip):
    from qiskit.providers.ibmq.managed import IBMQJobManager

    jobs = IBMQJobManager().run([flip] * 2, waiting, max_experiments_per_job=1)
    jobs.cancel()

    assert {status.name for status in jobs.statuses()} == {"CANCELLED"}


# The client leaves the sockets of its streams to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
def test_runtime_over_a_server_with_tls(ibmq, mock, tmp_path, monkeypatch):
    """Interim results come by websocket from another origin than this process, whose authority is trusted."""
    with mock.server(tls=tmp_path) as server:
        authority = str(tmp_path / "authority.pem")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)
        monkeypatch.setenv("WEBSOCKET_CLIENT_CA_BUNDLE", authority)
        provider = ibmq.enable_account(mock.token, url=f"{server.url}/api")
        seen = []
        mock.clock.advance(100)
        job = provider.runtime.run(
            "hello-world",
            options={"backend_name": "ibm_perth"},
            inputs={"iterations": 2},
            callback=lambda _, interim: seen.append(interim),
        )
        mock.clock.advance(100)
        job.result(wait=0.2)
        status = job.status()
        ibmq.disable_account()
    gc.collect()

    assert status.name == "DONE"
    assert len(seen) >= 2


def test_who_asks_every_5_seconds_sees_each_state_by_the_real_clock(ibmq, flip):
    """Behind others, whose number gets smaller. The time of day is one that the test tells."""
    told = [datetime(2022, 5, 17, 12, tzinfo=timezone.utc)]
    clock = RealClock(time=lambda: told[0])
    seen, positions = [], []
    with MockIBMQ(seed=7, devices=["ibmq_manila"], clock=clock) as service:
        device = ibmq.enable_account(service.token).get_backend("ibmq_manila")
        waiting = device.status().pending_jobs
        job = device.run(flip, shots=10)
        while not seen or seen[-1] not in ("DONE", "ERROR"):
            seen.append(job.status().name)
            positions += [job.queue_position()] if seen[-1] == "QUEUED" else []
            told[0] += timedelta(seconds=5)

    assert list(dict.fromkeys(seen)) == ["VALIDATING", "QUEUED", "RUNNING", "DONE"]
    assert positions == sorted(positions, reverse=True)
    assert waiting > 1
    assert positions[0] > 1
