"""What users of qiskit-ibmq-provider do, each as a scenario: a mocked service of its own, a virtual clock, a seed.

qhil.sweep(scenarios.submit_wait_fetch, documented=scenarios.DOCUMENTED, seed=7)
"""

from concurrent import futures
from datetime import datetime, timezone

from qiskit import IBMQ, QuantumCircuit
from qiskit.providers.ibmq import IBMQError
from qiskit.providers.ibmq.managed import IBMQJobManager

from qhil_mocks import MockIBMQ, VirtualClock

# All errors of the client have this base, and its users are told to catch it.
DOCUMENTED = (IBMQError,)
# A program really runs at each point, in a process of its own: what is swept is what only programs have. How often
# the client asks for the state of its job depends on how long that takes.
SITES = {
    "runtime_with_interim_results": (
        "api.create_runtime_job",
        "api.runtime_job_results",
        "runtime_job.life",
        "socket.*",
    )
}
_START = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
_PATIENCE = 600  # s by the clock: a job takes 16
_STREAM_PATIENCE = 5  # s, for real


def _mock():
    return MockIBMQ(seed=7, devices=["ibmq_manila"], clock=VirtualClock(_START))


def _flip():
    circuit = QuantumCircuit(1)
    circuit.x(0)
    circuit.measure_all()
    return circuit


def _told(counts):
    """The outcome that came most often, and how many shots there were: what does not depend on the draw."""
    return {"outcome": max(counts, key=counts.get), "shots": sum(counts.values())}


def submit_wait_fetch():
    """One job, waited for, and its counts."""
    with _mock():
        backend = IBMQ.load_account().get_backend("ibmq_manila")
        job = backend.run(_flip(), shots=100)
        job.wait_for_final_state(timeout=_PATIENCE)
        return _told(job.result().get_counts())


def job_manager():
    """Two jobs of one circuit each, split and collected by the job manager."""
    with _mock():
        backend = IBMQ.load_account().get_backend("ibmq_manila")
        jobs = IBMQJobManager().run(
            [_flip(), _flip()], backend=backend, shots=100, max_experiments_per_job=1
        )
        results = jobs.results(timeout=_PATIENCE)
        return [_told(results.get_counts(index)) for index in range(2)]


def runtime_with_interim_results():
    """A program that publishes twice, and its result.

    The client hears what is published in a thread of its own, and need not have heard all when it has the result: so it
    is told whether that was in order, not how much it was.
    """
    heard = []
    with _mock():
        job = IBMQ.load_account().runtime.run(
            "hello-world",
            options={"backend_name": "ibmq_manila"},
            inputs={"iterations": 2},
            callback=lambda _job_id, told: heard.append(told),
        )
        result = job.result(timeout=_PATIENCE)
        # The client has no word for it: until then what is still to be heard may be, or not.
        futures.wait([job._ws_client_future], timeout=_STREAM_PATIENCE)
    order = [
        one["iteration"] if isinstance(one, dict) and "iteration" in one else one for one in heard
    ]
    return {"result": result, "in order": order in ([], [0], [1], [0, 1])}
