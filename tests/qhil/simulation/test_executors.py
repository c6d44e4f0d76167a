from __future__ import annotations

import functools
import multiprocessing
import os
import pickle
import sys
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from qhil.simulation import executors
from qhil.simulation.aer import SimulationRequest, prepare, simulate
from qhil.simulation.errors import SimulationCrash, SimulationOptionError
from qhil.simulation.executors import join, map_requests, run_on, split, worker_count
from qhil.simulation.worker import run_in_child

prepare()

from qiskit import QuantumCircuit  # noqa: E402
from qiskit_aer.noise import NoiseModel, ReadoutError, depolarizing_error  # noqa: E402

# One thread each: several would only wait for each other on circuits of this size.
OPTIONS = {
    "shots": 60,
    "seed_simulator": 2**61 - 5,
    "memory": True,
    "max_parallel_threads": 1,
}


def _circuit(size, clbits):
    circuit = QuantumCircuit(size, clbits)
    circuit.sx(0)
    for qubit in range(size - 1):
        circuit.cx(qubit, qubit + 1)
    circuit.measure(range(size), range(size))
    circuit.sx(0)
    circuit.measure(0, clbits - 1)
    return circuit


def _batch(**options):
    """Unlike circuits, and equal ones, with noise that differs from shot to shot."""
    noise = NoiseModel(["sx", "cx"])
    noise.add_all_qubit_quantum_error(depolarizing_error(0.1, 1), ["sx"])
    noise.add_all_qubit_quantum_error(depolarizing_error(0.2, 2), ["cx"])
    noise.add_all_qubit_readout_error(ReadoutError([[0.9, 0.1], [0.2, 0.8]]))
    circuits = [_circuit(*sizes) for sizes in ((3, 4), (1, 9), (3, 4), (2, 2), (4, 5))]
    circuits[1].metadata = {"mine": 1}
    return SimulationRequest((*circuits, circuits[0]), noise, {**OPTIONS, **options})


def _told(result):
    """All of a result that is not of the moment."""
    return [
        (each.data.to_dict(), each.header.name, each.header.metadata, each.shots, each.success)
        if not isinstance(each.header, dict)
        else (each.data.to_dict(), each.header, each.shots, each.success)
        for each in result.results
    ]


def _spawning():
    """A process pool that inherits nothing from this process."""
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


@pytest.fixture(scope="module")
def spawned():
    with _spawning() as pool:
        yield pool


@pytest.fixture(scope="module")
def dask_client(requires):
    requires("distributed")
    import distributed

    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        scheduler_port=0,
        host="127.0.0.1",
    )
    with cluster, distributed.Client(cluster) as client:
        yield client


class Immediate:
    """Runs what is submitted at once: neither Python's nor Dask's, and without limits of its own."""

    def __init__(self):
        self.submitted = []

    def submit(self, function, *arguments):
        self.submitted.append(arguments)
        future = Future()
        try:
            future.set_result(function(*arguments))
        except SimulationOptionError as error:
            future.set_exception(error)
        return future


class Waiting:
    """Runs nothing: its futures wait, but for the first, which has failed."""

    def __init__(self, error):
        self._error = error
        self.futures = []

    def submit(self, function, *arguments):
        self.futures.append(Future())
        if len(self.futures) == 1:
            self.futures[0].set_exception(self._error)
        return self.futures[-1]


@pytest.mark.parametrize("parts", [1, 2, 4, 100])
def test_parts_give_the_counts_of_one_call(parts):
    request = _batch()

    joined = join([simulate(part) for part in split(request, parts)])

    assert _told(joined) == _told(simulate(request))


def test_parts_give_the_counts_of_one_call_without_noise_and_by_any_method():
    for method in ("statevector", "stabilizer", "matrix_product_state", "density_matrix"):
        request = SimulationRequest(_batch().circuits, None, {**OPTIONS, "method": method})

        joined = join([simulate(part) for part in split(request, 4)])

        assert _told(joined) == _told(simulate(request))


def test_parts_are_consecutive_and_of_nearly_equal_length():
    request = _batch()

    parts = split(request, 4)

    assert [len(part.circuits) for part in parts] == [1, 2, 1, 2]
    assert sum((part.circuits for part in parts), ()) == request.circuits


def test_parts_share_the_noise_model_and_the_options():
    request = _batch()

    parts = split(request, 3)

    assert all(part.noise_model is request.noise_model for part in parts)
    assert [part.options["seed_simulator"] for part in parts] == [
        2**61 - 5,
        2**61 - 5 + 2 * 2113,
        2**61 - 5 + 4 * 2113,
    ]
    assert all(part.options["shots"] == 60 for part in parts)
    assert request.options == OPTIONS


def test_without_a_seed_parts_have_none():
    parts = split(_batch(seed_simulator=None), 2)

    assert [part.options["seed_simulator"] for part in parts] == [None, None]
    assert "seed_simulator" not in split(SimulationRequest(_batch().circuits), 2)[1].options


def test_there_are_no_more_parts_than_circuits():
    one = SimulationRequest(_batch().circuits[:1])
    none = SimulationRequest(())

    assert split(one, 5) == (one,)
    assert split(none, 5) == (none,)


def test_less_than_one_part_is_an_error():
    with pytest.raises(ValueError, match="at least 1, not 0"):
        split(_batch(), 0)


def test_joining_keeps_what_the_results_say():
    first, second = (simulate(part) for part in split(_batch(), 2))

    joined = join([first, second])

    assert type(joined) is type(first)
    assert joined.results == [*first.results, *second.results]
    assert (joined.job_id, joined.date, joined.status) == (first.job_id, first.date, first.status)
    assert joined.backend_name == first.backend_name
    assert joined.backend_version == first.backend_version
    assert joined.time_taken == first.time_taken + second.time_taken
    assert joined.to_dict()["metadata"] == first.to_dict()["metadata"]
    assert joined.success


def test_joining_a_failure_is_a_failure_with_its_status():
    good = simulate(SimulationRequest(_batch().circuits))
    magic = QuantumCircuit(1)
    magic.t(0)
    magic.measure_all()
    bad = simulate(SimulationRequest((magic,), None, {"method": "stabilizer"}))

    joined = join([good, bad])

    assert not joined.success
    assert joined.status == bad.status


def test_joining_one_gives_it_back_and_joining_none_is_an_error():
    result = simulate(SimulationRequest(_batch().circuits))

    assert join([result]) is result
    with pytest.raises(ValueError, match="no results"):
        join([])


def test_a_thread_pool_gives_the_counts_of_one_call():
    request = _batch()

    with ThreadPoolExecutor(2) as pool:
        result = run_on(pool, request)

    assert _told(result) == _told(simulate(request))


def test_a_process_pool_gives_the_counts_of_one_call(spawned):
    request = _batch()

    result = run_on(spawned, request)

    assert _told(result) == _told(simulate(request))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # several threads: so have we
def test_a_forked_process_pool_gives_the_counts_of_one_call():
    request = _batch()
    expected = _told(simulate(request))

    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        result = run_on(pool, request)

    assert _told(result) == expected


def test_a_dask_cluster_gives_the_counts_of_one_call(dask_client):
    request = _batch()

    result = run_on(dask_client, request, parts=6)

    assert worker_count(dask_client) == 2
    assert _told(result) == _told(simulate(request))


def test_dask_does_not_take_equal_requests_without_a_seed_for_one(dask_client):
    request = SimulationRequest(_batch().circuits[:1], _batch().noise_model, {"shots": 200})

    first, second = map_requests(dask_client, [request, request])

    assert first.job_id != second.job_id
    assert first.get_counts() != second.get_counts()


def test_an_error_on_a_dask_cluster_comes_back(dask_client):
    with pytest.raises(SimulationOptionError, match="no option 'sots'"):
        run_on(dask_client, _batch(sots=1))


def test_the_executor_that_a_dask_client_makes_serves_too(dask_client):
    request = _batch()

    with dask_client.get_executor() as executor:
        assert worker_count(executor) == 2
        result = run_on(executor, request)

    assert _told(result) == _told(simulate(request))


def test_an_error_on_a_process_pool_comes_back_with_its_traceback(spawned):
    with pytest.raises(SimulationOptionError, match="no option 'sots'") as caught:
        run_on(spawned, _batch(sots=1))

    assert "in simulate" in str(caught.value.__cause__)


def test_a_process_of_a_pool_that_dies_is_a_crash():
    died = pytest.raises(SimulationCrash, match="a process of the executor died")
    with _spawning() as pool, died as caught:
        map_requests(pool, [3], run=os._exit)

    assert isinstance(caught.value.__cause__, BrokenProcessPool)


def test_a_worker_that_dask_gives_up_is_a_crash():
    class KilledWorker(Exception):  # noqa: N818  # Dask's name
        pass

    with pytest.raises(SimulationCrash, match="died: a worker"):
        run_on(Waiting(KilledWorker("a worker")), _batch(), parts=2)


def test_any_object_with_submit_serves_and_gets_small_picklable_requests():
    executor, request = Immediate(), _batch()

    result = run_on(executor, request, parts=6)

    assert _told(result) == _told(simulate(request))
    assert len(executor.submitted) == 6
    assert max(len(pickle.dumps(each)) for each in executor.submitted) < 20_000


def test_results_come_in_the_order_of_the_requests():
    requests = [
        SimulationRequest((circuit,), None, {"shots": index + 1})
        for index, circuit in enumerate(_batch().circuits)
    ]

    with ThreadPoolExecutor(3) as pool:
        results = map_requests(pool, requests)

    assert [result.results[0].shots for result in results] == [1, 2, 3, 4, 5, 6]


def test_the_error_of_the_first_request_that_fails_is_raised():
    good, first, second = _batch(), _batch(first_error=1), _batch(second_error=1)

    with pytest.raises(SimulationOptionError, match="first_error"):
        map_requests(Immediate(), [good, first, second])


def test_what_has_not_begun_when_one_fails_is_cancelled():
    executor = Waiting(KeyError("no"))

    with pytest.raises(KeyError):
        run_on(executor, _batch(), parts=3)

    assert [future.cancelled() for future in executor.futures] == [False, True, True]


def test_no_requests_give_no_results():
    assert map_requests(Immediate(), []) == []


def test_parts_may_run_in_processes_that_can_be_stopped():
    request = _batch()
    run = functools.partial(run_in_child, timeout=100)

    with ThreadPoolExecutor(2) as threads:
        result = run_on(threads, request, run=run)

    assert _told(result) == _told(simulate(request))


def test_there_is_a_part_for_each_worker_of_an_executor_that_tells():
    with ThreadPoolExecutor(3) as pool:
        assert worker_count(pool) == 3
    assert worker_count(Immediate()) == os.cpu_count()


def test_dask_is_not_imported_to_find_out_whether_it_is_dask(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    assert run_on(Immediate(), _batch()).success
    assert not executors.is_dask(Immediate())
