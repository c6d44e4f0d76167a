"""`MockIBMQ` and the real client: every call of its runtime service, its programs and its jobs."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import psutil
import pytest
import requests

from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = [
    pytest.mark.requires("qiskit-ibmq-provider", "responses", "faker", "trustme"),
    # The client leaves the sockets of its streams to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning"),
]

PERTH = {"backend_name": "ibm_perth"}
METADATA = {
    "name": "steps",
    "description": "Publishes steps.",
    "max_execution_time": 60,
    "spec": {
        "parameters": {
            "properties": {
                "steps": {"type": "integer", "description": "How many."},
                "fail": {"type": "boolean"},
            },
            "required": ["steps"],
        },
        "interim_results": {"type": "object"},
        "return_values": {"type": "object"},
    },
}
STEPS = """
import logging
import time

import numpy as np

def main(backend, user_messenger, steps, fail=None, forever=False):
    logging.getLogger("steps").info("%d steps", steps)
    for step in range(steps):
        user_messenger.publish({"step": step, "pair": np.array([step, 1j])})
    if fail:
        raise RuntimeError("as asked")
    if forever:
        time.sleep(1000)
    user_messenger.publish({"angles": np.arange(3.0)}, final=True)
"""


@pytest.fixture(autouse=True)
def _collected():
    """Before the next test, which need not be so patient with the client's sockets."""
    yield
    gc.collect()


def running_programs():
    """Child processes of this one in which a program runs."""
    children = psutil.Process().children(recursive=True)
    return [one for one in children if "isolation.child" in " ".join(one.cmdline())]


@pytest.fixture
def mock():
    return MockIBMQ(seed=7, devices=["ibm_perth", "ibmq_manila"])


@pytest.fixture(params=["in-process", "server"])
def service(request, mock, served, tmp_path, monkeypatch):
    """`mock` behind either door; the server's by TLS, whose authority this process trusts."""
    if request.param == "in-process":
        with mock:
            yield mock
    else:
        with served(mock, tls=tmp_path / "tls") as entered:
            authority = str(tmp_path / "tls" / "authority.pem")
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)
            monkeypatch.setenv("WEBSOCKET_CLIENT_CA_BUNDLE", authority)
            yield entered
    assert not running_programs()
    assert not [one for one in threading.enumerate() if one.name.startswith("qhil-")]


@pytest.fixture
def provider(ibmq, service):
    return ibmq.enable_account(service.token, url=service.url)


@pytest.fixture
def runtime(provider):
    return provider.runtime


@pytest.fixture
def other(ibmq, service, provider):
    """Another user's runtime service, beside that of the first."""
    from qiskit.providers.ibmq.ibmqfactory import IBMQFactory

    return IBMQFactory().enable_account(service.users[1].token, url=service.url).runtime


def test_programs_are_uploaded_read_updated_and_deleted(runtime, tmp_path, capsys):
    from qiskit.providers.ibmq.runtime.exceptions import (
        RuntimeDuplicateProgramError,
        RuntimeProgramNotFound,
    )

    assert runtime.upload_program(STEPS, METADATA) == "steps"
    with pytest.raises(RuntimeDuplicateProgramError):
        runtime.upload_program(STEPS, METADATA)
    program = runtime.program("steps")
    assert program.data == STEPS
    assert program.to_dict() == {
        "program_id": "steps", "name": "steps", "description": "Publishes steps.",
        "max_execution_time": 60, "is_public": False, "backend_requirements": {},
        "parameters": program.parameters(), **{
            key: METADATA["spec"][key] for key in ("interim_results", "return_values")
        },
    }  # fmt: skip
    assert program.parameters().metadata == METADATA["spec"]["parameters"]

    file = tmp_path / "steps.py"
    file.write_text("# ü\n" + STEPS, encoding="utf-8")
    runtime.update_program("steps", data=str(file), description="New.", max_execution_time=9)
    assert program.data == "# ü\n" + STEPS
    assert (program.description, program.max_execution_time) == ("New.", 9)
    runtime.update_program("steps", metadata={"name": "strides", "spec": {}})
    assert program.name == "strides"
    assert program.update_date >= program.creation_date

    runtime.pprint_programs(refresh=True, detailed=True)
    assert capsys.readouterr().out.startswith("=" * 50 + "\nsteps:\n  Name: strides")
    runtime.delete_program("steps")
    with pytest.raises(RuntimeProgramNotFound):
        runtime.program("steps")
    with pytest.raises(RuntimeProgramNotFound):
        runtime.delete_program("steps")
    with pytest.raises(RuntimeProgramNotFound):
        runtime.update_program("steps", name="more")
    runtime.logout()


def test_many_programs_are_all_listed_newest_first(runtime):
    for number in range(23):
        runtime.upload_program(STEPS, {**METADATA, "name": f"p{number}"})

    names = [program.program_id for program in runtime.programs(limit=None)]
    assert names[:23] == [f"p{number}" for number in reversed(range(23))]
    assert names[23:] == ["estimator", "sampler", "circuit-runner", "hello-world"]
    assert [one.program_id for one in runtime.programs(limit=2, skip=22)] == ["p0", "estimator"]


def test_a_program_is_for_its_owner_until_it_is_made_public(runtime, other):
    from qiskit.providers.ibmq.exceptions import IBMQNotAuthorizedError
    from qiskit.providers.ibmq.runtime.exceptions import (
        QiskitRuntimeError,
        RuntimeJobNotFound,
        RuntimeProgramNotFound,
    )

    runtime.upload_program(STEPS, METADATA)
    with pytest.raises(RuntimeProgramNotFound):
        other.program("steps")
    with pytest.raises(RuntimeJobNotFound):
        other.set_program_visibility("steps", public=True)
    runtime.set_program_visibility("steps", public=True)

    assert other.program("steps").is_public
    with pytest.raises(IBMQNotAuthorizedError):
        _ = other.program("steps").data
    with pytest.raises(QiskitRuntimeError, match="403"):
        other.delete_program("steps")
    assert other.upload_program(STEPS, METADATA).startswith("steps-")
    runtime.set_program_visibility("steps", public=False)
    with pytest.raises(RuntimeProgramNotFound):
        other.program("steps", refresh=True)


def test_interim_results_come_while_it_runs_and_the_result_and_log_afterwards(runtime, provider):
    runtime.upload_program(STEPS, METADATA)
    inputs = runtime.program("steps").parameters()
    inputs.steps = 3
    before = datetime.now(timezone.utc)
    heard = []
    job = runtime.run(
        "steps", {**PERTH, "log_level": "INFO"}, inputs, callback=lambda *told: heard.append(told)
    )

    result = job.result(wait=0.1)

    job._ws_client_future.result(30)
    assert result["angles"].tolist() == [0, 1, 2]
    assert [job_id for job_id, _ in heard] == [job.job_id()] * 3
    assert [told["step"] for _, told in heard] == [0, 1, 2]
    assert heard[2][1]["pair"].tolist() == [2, 1j]
    assert job.logs() == "INFO:steps:3 steps\n"
    assert job.error_message() is None
    assert job.status().name == "DONE"
    assert job.backend() is provider.get_backend("ibm_perth")
    assert (job.creation_date - before).total_seconds() < 60
    again = runtime.job(job.job_id())
    assert again.program_id == "steps"
    assert again.inputs == vars(inputs)
    assert again.result()["angles"].tolist() == [0, 1, 2]


def test_a_program_that_fails_says_where(runtime):
    from qiskit.providers.ibmq.runtime.exceptions import RuntimeJobFailureError

    runtime.upload_program(STEPS, METADATA)
    job = runtime.run("steps", PERTH, {"steps": 0, "fail": True})

    with pytest.raises(RuntimeJobFailureError, match="RuntimeError: as asked"):
        job.result(wait=0.1)
    assert "line 12, in main" in job.logs()
    wrong = runtime.run("steps", PERTH, {"steps": "many"})
    with pytest.raises(
        RuntimeJobFailureError, match=r"input .*steps.* at \$.steps: expected an int"
    ):
        wrong.result(wait=0.1)


def test_a_program_that_takes_too_long_is_ended(runtime):
    from qiskit.providers.ibmq.runtime.exceptions import RuntimeJobFailureError

    runtime.upload_program(STEPS, {**METADATA, "max_execution_time": 0.5, "spec": {}})
    job = runtime.run("steps", PERTH, {"steps": 1, "forever": True})

    with pytest.raises(RuntimeJobFailureError, match="ran longer than maximum execution time"):
        job.result(wait=0.1)
    assert job.status().name == "ERROR"


def test_a_job_is_cancelled_while_it_runs_and_while_somebody_listens(runtime):
    from qiskit.providers.ibmq.runtime.exceptions import RuntimeInvalidStateError

    runtime.upload_program(STEPS, {**METADATA, "spec": {}})
    begun = threading.Event()
    job = runtime.run(
        "steps", PERTH, {"steps": 1, "forever": True}, callback=lambda *_: begun.set()
    )
    waiting = runtime.run("steps", PERTH, {"steps": 0})
    assert begun.wait(60)
    assert (job.status().name, waiting.status().name) == ("RUNNING", "QUEUED")
    with pytest.raises(RuntimeInvalidStateError, match="already streaming"):
        job.stream_results(print)

    job.cancel()

    assert job.status().name == "CANCELLED"
    job._ws_client_future.result(10)
    assert runtime.job(job.job_id()).status().name == "CANCELLED"
    with pytest.raises(RuntimeInvalidStateError):
        runtime.job(job.job_id()).cancel()
    waiting.result(wait=0.1)


def test_jobs_are_listed_filtered_and_deleted(runtime, other):
    from qiskit.providers.ibmq.runtime.exceptions import RuntimeJobNotFound

    runtime.upload_program(STEPS, {**METADATA, "spec": {}})
    running = runtime.run("steps", PERTH, {"steps": 0, "forever": True})
    queued = [runtime.run("hello-world", PERTH, {"iterations": 0}) for _ in range(25)]
    queued[3].cancel()
    ids = [job.job_id() for job in (*reversed(queued), running)]

    assert [job.job_id() for job in runtime.jobs(limit=None)] == ids
    assert [job.job_id() for job in runtime.jobs(limit=3, skip=2)] == ids[2:5]
    assert [job.job_id() for job in runtime.jobs(program_id="steps")] == ids[-1:]
    assert [job.job_id() for job in runtime.jobs(pending=False)] == [queued[3].job_id()]
    assert len(runtime.jobs(pending=True, limit=None)) == 25
    assert other.jobs() == []
    with pytest.raises(RuntimeJobNotFound):
        other.job(running.job_id())
    for job in (running, *queued):
        runtime.delete_job(job.job_id())
    assert runtime.jobs(limit=None) == []
    with pytest.raises(RuntimeJobNotFound):
        runtime.delete_job(running.job_id())


def test_what_cannot_be_run_is_refused_when_it_is_submitted(runtime):
    from qiskit.providers.ibmq.api.exceptions import RequestsApiError

    with pytest.raises(RequestsApiError, match=r"404 .* Program unknown not found"):
        runtime.run("unknown", PERTH, {})
    with pytest.raises(RequestsApiError, match=r"403 .* not authorized to select an image"):
        runtime.run("hello-world", {**PERTH, "image": "mine:latest"}, {})


def test_circuits_run_by_the_provider_give_counts_and_quasi_probabilities(provider):
    from qiskit import QuantumCircuit

    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.measure_all()
    job = provider.run_circuits(
        [circuit, circuit], "ibmq_manila", shots=4000, measurement_error_mitigation=True
    )

    result = job.result(wait=0.1)

    counts, quasi = result.get_counts(1), result.get_quasiprobabilities()[1]
    assert sum(counts.values()) == 4000
    assert quasi[0] + quasi[3] > (counts["00"] + counts["11"]) / 4000
    assert result.date


def test_sampler_and_estimator_take_what_the_client_sends(runtime):
    import numpy as np
    from qiskit import QuantumCircuit
    from qiskit.circuit import Parameter
    from qiskit.quantum_info import SparsePauliOp

    angle = Parameter("angle")
    circuit = QuantumCircuit(2)
    circuit.ry(angle, 0)
    values = np.array([[0.0], [np.pi]])
    measured = circuit.copy()
    measured.measure_all()
    simulator = {"backend_name": "ibmq_qasm_simulator"}
    chosen = {"circuit_indices": [0, 0], "parameter_values": values}
    with MockIBMQ(seed=7):  # with the simulator
        from qiskit.providers.ibmq.ibmqfactory import IBMQFactory

        ibmq = IBMQFactory()
        runtime = ibmq.load_account().runtime
        sampled = runtime.run("sampler", simulator, {"circuits": [measured], **chosen})
        estimated = runtime.run(
            "estimator",
            PERTH,
            {
                "circuits": [circuit],
                "observables": [SparsePauliOp(["IZ", "ZI"], [1.0, 0.5])],
                "observable_indices": [0, 0],
                **chosen,
            },
        )

        assert sampled.result(wait=0.1)["quasi_dists"] == [{"00": 1.0}, {"01": 1.0}]
        assert estimated.result(wait=0.1)["values"] == pytest.approx([1.5, -0.5], abs=0.25)


def test_the_same_seed_gives_the_same_jobs(ibmq):
    told = []
    for _ in range(2):
        with MockIBMQ(seed=7, devices=["ibm_perth"]) as mock:
            job = ibmq.enable_account(mock.token).runtime.run(
                "hello-world", PERTH, {"iterations": 1}, callback=lambda *one: told.append(one)
            )
            job.result(wait=0.1)
            job._ws_client_future.result(30)
            ibmq.disable_account()

    assert len(told) == 2
    assert told[0] == told[1]


def test_what_runs_when_the_service_is_left_runs_again_when_it_is_entered_again(ibmq):
    mock = MockIBMQ(seed=7, devices=["ibm_perth"])
    begun = threading.Event()
    with mock:
        job = ibmq.enable_account(mock.token).runtime.run(
            "hello-world", PERTH, {"iterations": 30}, callback=lambda *_: begun.set()
        )
        job_id = job.job_id()
        assert begun.wait(60)
        assert running_programs()
        assert job.status().name == "RUNNING"
        job.cancel_result_streaming()
    assert not running_programs()
    with mock:
        again = ibmq.enable_account(mock.token).runtime.job(job_id)
        assert again.result(wait=0.1) == "Hello, World!"


def test_many_clients_at_once(ibmq, mock, provider):
    """Each hears its own results; no program more than once, none less."""
    heard = {}

    def run(number):
        job = provider.runtime.run(
            "hello-world",
            {"backend_name": ["ibm_perth", "ibmq_manila"][number % 2]},
            {"iterations": number},
            callback=lambda job_id, told: heard.setdefault(job_id, []).append(told["iteration"]),
        )
        job.result(wait=0.1)
        job._ws_client_future.result(30)
        return job.job_id()

    with ThreadPoolExecutor(4) as threads:
        ids = list(threads.map(run, range(4)))

    assert [heard.get(job_id, []) for job_id in ids] == [list(range(number)) for number in range(4)]


def test_nothing_is_told_without_a_token(mock):
    with mock:
        answer = requests.get("https://runtime-us-east.quantum-computing.ibm.com/jobs", timeout=9)

    assert answer.status_code == 401
