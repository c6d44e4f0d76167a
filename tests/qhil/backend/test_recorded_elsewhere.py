"""Runs outside the caller's process: those with a timeout, those of large states, those on an executor."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from device_circuits import bell, coins, flip, takes_hours
from qiskit import QuantumCircuit
from qiskit.providers import JobStatus

from qhil.backend import RecordedBackend
from qhil.errors import SimulationError
from qhil.service_errors import IBMQJobTimeoutError
from qhil.simulation import worker
from qhil.simulation.errors import SimulationMemoryError

BATCH = [coins(name="first"), bell(), flip(), coins(name="last")]


@pytest.fixture
def idle_process():
    """The process id of the child that the next simulation elsewhere will run in."""
    worker.warm_up()
    return worker._POOL._idle[-1].pid


def _is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _batch(**fields):
    return RecordedBackend("ibmq_manila", seed=3, **fields).run(BATCH, shots=3000, memory=True)


def _shots(job):
    return [job.result().get_memory(index) for index in range(len(BATCH))]


@pytest.mark.timeout(60)
def test_a_run_of_hours_comes_back_when_its_timeout_passes_and_nothing_of_it_runs_on(idle_process):
    backend = RecordedBackend("ibmq_montreal", seed=7)

    job = backend.run(takes_hours(), shots=8192, method="statevector", timeout=0.2)

    assert job.status() == JobStatus.CANCELLED
    assert job.in_final_state()
    assert list(job.time_per_step()) == ["CREATING", "RUNNING"]
    assert "timed out after 0.2 s" in job.error_message()
    with pytest.raises(
        IBMQJobTimeoutError, match=r"no result for job .*run\(timeout=0\.2\) passed"
    ):
        job.result()
    assert _is_gone(idle_process)
    assert not worker._POOL._busy
    assert not multiprocessing.active_children()


def test_after_a_timeout_the_next_run_works(idle_process):
    backend = RecordedBackend("ibmq_montreal", seed=7)
    backend.run(takes_hours(), shots=8192, method="statevector", timeout=0.01)

    counts = backend.run(bell(), shots=100, timeout=60).result().get_counts()

    assert sum(counts.values()) == 100


def test_a_run_that_ends_in_time_gives_the_shots_it_gives_without_a_timeout():
    backend = RecordedBackend("ibmq_manila", seed=3)

    job = backend.run(BATCH, shots=3000, memory=True, timeout=float("inf"))

    assert job.status() == JobStatus.DONE
    assert _shots(job) == _shots(_batch())


def test_a_thread_pool_gives_the_same_shots():
    with ThreadPoolExecutor(2) as executor:
        job = _batch(executor=executor)

    assert _shots(job) == _shots(_batch())
    assert job.job_id() == _batch().job_id()


def test_a_process_pool_gives_the_same_shots():
    spawning = multiprocessing.get_context("spawn")

    with ProcessPoolExecutor(2, mp_context=spawning) as executor:
        job = _batch(executor=executor)

    assert _shots(job) == _shots(_batch())


def test_a_dask_cluster_gives_the_same_shots(requires):
    requires("distributed")
    import distributed

    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        scheduler_port=0,
        host="127.0.0.1",
    )
    with cluster, distributed.Client(cluster) as client:
        job = _batch(executor=client)

    assert _shots(job) == _shots(_batch())


@pytest.mark.timeout(60)
def test_a_timeout_holds_on_an_executor_too():
    with ThreadPoolExecutor(1) as executor:
        backend = RecordedBackend("ibmq_montreal", seed=7, executor=executor)

        job = backend.run(takes_hours(), shots=8192, method="statevector", timeout=0.1)
        next_job = backend.run(bell(), shots=100, timeout=60)

    assert job.status() == JobStatus.CANCELLED
    assert not worker._POOL._busy
    assert sum(next_job.result().get_counts().values()) == 100


def test_an_executor_that_takes_nothing_more_is_a_simulation_error():
    executor = ThreadPoolExecutor(1)
    executor.shutdown()

    with pytest.raises(
        SimulationError, match="the simulation failed: RuntimeError: cannot schedule"
    ):
        _batch(executor=executor)


def _wide(size):
    circuit = QuantumCircuit(127, size, name="wide")
    circuit.sx(range(size))
    circuit.measure(range(size), range(size))
    return circuit


def test_what_would_end_the_process_inside_aer_is_refused():
    backend = RecordedBackend("ibm_washington", noise="ideal", seed=7)

    with pytest.raises(SimulationError, match=r"'wide' touches 64 qubits, .* beyond 63"):
        backend.run(_wide(64), shots=10, method="extended_stabilizer")

    assert sum(backend.run(bell(), shots=10).result().get_counts().values()) == 10


@pytest.mark.parametrize("method", ["statevector", "density_matrix"])
def test_what_needs_more_memory_than_there_is_is_refused(method):
    backend = RecordedBackend("ibm_washington", seed=7)

    with pytest.raises(
        SimulationError, match=f"touches 60 qubits, .* method {method} needs .* GiB"
    ):
        backend.run(_wide(60), shots=10, method=method)


def test_where_aer_chooses_the_method_it_does_without_that_memory_or_says_so():
    """Aer 0.11 chooses another method by itself; later ones fail."""
    backend = RecordedBackend("ibm_washington", seed=7)

    try:
        job = backend.run(_wide(60), shots=10)
    except SimulationMemoryError as error:
        assert "memory" in str(error)  # noqa: PT017  # which of the three depends on Aer
    else:
        assert job.status() == JobStatus.DONE or "memory" in job.error_message()


def test_a_clifford_circuit_over_the_whole_device_runs_twirled():
    backend = RecordedBackend("ibm_washington", noise="twirled", seed=7)

    counts = backend.run(_wide(127), shots=100).result().get_counts()

    assert sum(counts.values()) == 100
    assert len(next(iter(counts))) == 127
