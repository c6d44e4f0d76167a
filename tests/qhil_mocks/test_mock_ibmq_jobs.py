"""Jobs of the real client, against a service in this process."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

import qhil
from qhil_mocks.clock import ManualClock
from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker")


@pytest.fixture
def provider(ibmq, service):
    return ibmq.enable_account(service.token, url=service.url)


@pytest.fixture
def device(provider):
    return provider.get_backend("ibm_perth")


@pytest.fixture
def bell(requires):
    requires("qiskit-ibmq-provider")
    from qiskit import QuantumCircuit, transpile

    def made(device):
        circuit = QuantumCircuit(2, name="bell")
        circuit.h(0)
        circuit.cx(0, 1)
        circuit.measure_all()
        return transpile(circuit, device, seed_transpiler=1)

    return made


def test_a_job_runs_on_the_recorded_device(device, bell):
    job = device.run(bell(device), shots=2000)
    result = job.result()

    qhil.assert_counts_close(result.get_counts(), {"00": 0.5, "11": 0.5}, within=0.1)
    assert sum(result.get_counts().values()) == 2000
    assert len(result.get_counts()) == 4  # a device without noise would give two
    assert (result.backend_name, result.job_id) == ("ibm_perth", job.job_id())
    assert job.status().name == "DONE"
    assert list(job.time_per_step()) == [
        "CREATING",
        "VALIDATING",
        "VALIDATED",
        "QUEUED",
        "RUNNING",
        "COMPLETED",
    ]
    assert job.properties().backend_name == "ibm_perth"
    assert job.scheduling_mode() == "fairshare"
    assert job.error_message() is None
    assert job.cancel() is False


def test_counts_are_those_of_the_recorded_backend(ibmq, bell):
    """The service adds nothing of its own: the Qobj that was sent, on a backend with the job's seed."""
    with MockIBMQ(seed=7, devices=["ibm_perth"]) as service:
        device = ibmq.enable_account(service.token, url=service.url).get_backend("ibm_perth")
        circuit = bell(device)
        counts = device.run(circuit, shots=500).result().get_counts()
        again = device.run(circuit, shots=500).result().get_counts()
        seed = service._service.state.identities.number("run", 0)
    recorded = qhil.RecordedBackend("ibm_perth", seed=seed).run(circuit, shots=500)

    assert counts == recorded.result().get_counts()
    assert again != counts


def test_single_shots_and_options_are_honoured(device, bell):
    with pytest.warns(UserWarning, match="qobj_header"):  # the client, of an option of its own
        job = device.run(bell(device), shots=20, memory=True, header={"mine": 7})
    result = job.result()

    assert len(result.get_memory()) == 20
    assert result.header.mine == 7
    assert job.backend_options()["shots"] == 20


def test_several_circuits_keep_names_and_metadata(device, bell):
    circuits = [bell(device) for _ in range(3)]
    for number, circuit in enumerate(circuits):
        circuit.name = f"number {number}"
        circuit.metadata = {"number": number}
    result = device.run(circuits, shots=100).result()

    assert [one.header.name for one in result.results] == ["number 0", "number 1", "number 2"]
    assert result.results[2].header.metadata == {"number": 2}
    assert result.get_counts("number 1") == result.get_counts(1)


def test_a_job_is_retrieved_with_all_it_had(provider, device, bell):
    job = device.run(
        bell(device), shots=100, job_name="mine", job_tags=["a", "b"], experiment_id="e1"
    )
    again = device.retrieve_job(job.job_id())

    assert again.result().get_counts() == job.result().get_counts()
    assert (again.name(), sorted(again.tags()), again.experiment_id) == ("mine", ["a", "b"], "e1")
    assert again._get_qobj().to_dict() == job._get_qobj().to_dict()
    assert [len(circuit.data) for circuit in again.circuits()] == [len(bell(device).data)]
    assert again.creation_date() == job.creation_date()
    assert again.client_version["qiskit"]


def test_the_job_of_another_user_is_not_found(ibmq, service, provider, device, bell):
    from qiskit.providers.ibmq.exceptions import IBMQBackendApiError

    job = device.run(bell(device), shots=10)
    ibmq.disable_account()
    other = ibmq.enable_account(service.users[1].token, url=service.url)

    with pytest.raises(IBMQBackendApiError, match=r"404 Client Error: Not Found .* not found"):
        other.backend.retrieve_job(job.job_id())


def test_jobs_are_found_by_what_the_client_asks_for(provider, device, bell):
    from qiskit.providers.jobstatus import JobStatus

    circuit = bell(device)
    made = [
        device.run(circuit, shots=10, job_name=f"run {number}", job_tags=[f"t{number % 2}", "all"])
        for number in range(4)
    ]
    ids = [job.job_id() for job in made]
    for job in made:
        job.wait_for_final_state()

    def found(**query):
        return [ids.index(job.job_id()) for job in provider.backend.jobs(**query)]

    assert found() == [3, 2, 1, 0]
    assert found(descending=False) == [0, 1, 2, 3]
    assert found(limit=2, skip=1) == [2, 1]
    assert found(job_name="run [12]") == [2, 1]
    assert found(job_tags=["t0"]) == [2, 0]
    assert found(job_tags=["t0", "all"], job_tags_operator="AND") == [2, 0]
    assert found(status=JobStatus.DONE, backend_name="ibm_perth") == [3, 2, 1, 0]
    assert found(status="ERROR") == found(backend_name="ibmq_manila") == []
    start = made[2].creation_date()
    assert found(start_datetime=start) == [3, 2]
    assert found(end_datetime=start) == [2, 1, 0]
    assert found(
        db_filter={"hubInfo.hub.name": "ibm-q", "summaryData.summary.num_circuits": 1}
    ) == [3, 2, 1, 0]
    assert [job["id"] for job in provider.backend.job_ids(limit=3)] == ids[:0:-1]
    assert [job.job_id() for job in device.jobs(limit=1)] == ids[-1:]


def test_pages_end_and_give_every_job_once(ibmq):
    """Without a limit the client asks for page after page, by date: all jobs of one moment must come once."""
    start = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
    with MockIBMQ(seed=7, devices=["ibmq_armonk"], clock=ManualClock(start)) as service:
        provider = ibmq.enable_account(service.users[1].token, url=service.url)
        premium = ibmq.get_provider(project="premium")
        for _ in range(45):
            premium._api_client.account_api.create_remote_job("ibmq_armonk")

        for descending in (True, False):
            ids = [job["id"] for job in premium.backend.job_ids(limit=None, descending=descending)]
            jobs = [job.job_id() for job in premium.backend.jobs(limit=None, descending=descending)]
            assert len(set(ids)) == 45
            assert ids == jobs
        assert provider.backend.jobs(limit=None) == []


def test_name_and_tags_are_updated(device, bell):
    job = device.run(bell(device), shots=10, job_tags=["a"])

    assert job.update_name("new") == "new"
    assert sorted(job.update_tags(additional_tags=["b"])) == ["a", "b"]
    again = device.retrieve_job(job.job_id())
    assert (again.name(), sorted(again.tags())) == ("new", ["a", "b"])


def test_what_the_device_refuses_is_told_as_the_jobs_error(device):
    from qiskit import QuantumCircuit
    from qiskit.providers.ibmq.job.exceptions import IBMQJobFailureError

    circuit = QuantumCircuit(1)
    circuit.h(0)
    circuit.measure_all()
    job = device.run(circuit, shots=10)
    job.wait_for_final_state()

    assert job.status().name == "ERROR"
    assert "h on qubits [0], is not an instruction" in job.error_message()
    assert job.error_message().endswith("Error code: 1106.")
    with pytest.raises(IBMQJobFailureError):
        job.result()


def test_a_waiting_job_is_cancelled(ibmq, bell):
    clock = ManualClock()
    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock) as service:
        device = ibmq.enable_account(service.token, url=service.url).get_backend("ibm_perth")
        job = device.run(bell(device), shots=10)
        clock.advance(3)

        assert job.status().name == "QUEUED"
        assert job.queue_position() == 1
        wait = job.queue_info().estimated_start_time - clock.now()
        assert abs(wait - timedelta(seconds=8)) < timedelta(milliseconds=1)
        assert device.status().pending_jobs == 1
        assert job.cancel() is True
        assert job.status().name == "CANCELLED"


def test_a_job_gets_on_as_the_clock_is_moved(ibmq, bell):
    clock = ManualClock()
    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=clock) as service:
        device = ibmq.enable_account(service.token, url=service.url).get_backend("ibm_perth")
        job = device.run(bell(device), shots=10)
        seen = [job.status().name]
        for seconds in (2, 10, 10):
            clock.advance(seconds)
            seen.append(job.status().name)

        assert seen == ["VALIDATING", "QUEUED", "RUNNING", "DONE"]
        assert sum(job.result().get_counts().values()) == 10


def test_the_job_limit_is_an_error_of_its_own(ibmq, bell):
    from qiskit.providers.ibmq.exceptions import IBMQBackendJobLimitError

    with MockIBMQ(seed=7, devices=["ibm_perth"], clock=ManualClock()) as service:
        device = ibmq.enable_account(service.token, url=service.url).get_backend("ibm_perth")
        circuit = bell(device)
        for _ in range(5):
            device.run(circuit, shots=10)

        assert device.remaining_jobs_count() == 0
        assert len(device.active_jobs()) == 5
        with pytest.raises(IBMQBackendJobLimitError, match="3458"):
            device.run(circuit, shots=10)


def test_a_private_result_is_read_once(ibmq, service, bell):
    from qiskit.providers.ibmq.job.exceptions import IBMQJobApiError

    ibmq.enable_account(service.users[1].token, url=service.url)
    device = ibmq.get_provider(project="private").get_backend("ibm_perth")
    job = device.run(bell(device), shots=10)
    assert job.result().get_counts() == job.result().get_counts()  # the client keeps it

    with pytest.raises(IBMQJobApiError, match="Error code: 2801"):
        device.retrieve_job(job.job_id()).result()


def test_the_job_manager_splits_and_collects(ibmq, service, bell):
    from qiskit.providers.ibmq.managed import IBMQJobManager

    ibmq.enable_account(service.users[1].token, url=service.url)
    device = ibmq.get_provider(project="premium").get_backend("ibm_perth")
    jobs = IBMQJobManager().run(
        [bell(device)] * 5, backend=device, max_experiments_per_job=2, shots=20
    )
    results = jobs.results()

    assert len(jobs.jobs()) == 3
    assert sum(results.get_counts(4).values()) == 20
    assert [status.name for status in jobs.statuses()] == ["DONE"] * 3


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # code of that time
@pytest.mark.parametrize("name", ["ibmqx2", "ibmq_16_melbourne", "ibmq_essex", "ibm_fez"])
def test_code_that_names_a_device_of_any_time_runs(ibmq, name):
    from qiskit import QuantumCircuit, execute
    from qiskit.tools.monitor import job_monitor

    with MockIBMQ(seed=7, devices=[name]):
        device = ibmq.load_account().get_backend(name)
        circuit = QuantumCircuit(2)
        circuit.h(0)
        circuit.cx(0, 1)
        circuit.measure_all()
        job = execute(circuit, device, shots=500, seed_transpiler=1)
        job_monitor(job, quiet=True)

        qhil.assert_counts_close(job.result().get_counts(), {"00": 0.5, "11": 0.5}, within=0.2)


def test_a_qobj_runs_as_a_circuit_does(device, bell):
    from qiskit import assemble

    qobj = assemble(bell(device), device, shots=50, qobj_id="mine")
    with pytest.warns(DeprecationWarning, match="Passing a Qobj"):
        result = device.run(qobj).result()

    assert result.qobj_id == "mine"
    assert sum(result.get_counts().values()) == 50


def test_a_pulse_job_is_kept_as_it_was_and_ends_with_an_error(ibmq):
    from qiskit import pulse

    with MockIBMQ(seed=7, devices=["ibmq_armonk"]):
        device = ibmq.load_account().get_backend("ibmq_armonk")
        with pulse.build(device) as schedule:
            pulse.play(pulse.Gaussian(160, 0.1, 40), pulse.drive_channel(0))
            pulse.acquire(320, pulse.acquire_channel(0), pulse.MemorySlot(0))
        job = device.run(schedule, meas_level=1, shots=100)
        again = device.retrieve_job(job.job_id())

        assert job.status().name == "ERROR"
        assert "Pulse schedules are not simulated yet" in job.error_message()
        assert again._get_qobj().to_dict() == job._get_qobj().to_dict()
        assert again.circuits()[0].duration == schedule.duration
