"""Programs with a simulator of their own, under a time limit in this process."""

import concurrent.futures
import functools
import os
import signal
import sys
import threading
import time
import warnings

import psutil
import pytest

import qhil
from qhil.errors import SimulationError
from qhil.program.hosting import contained_aer
from qhil.program.hosting.contained_aer import contained_aer_jobs
from qhil.program.runner import run_program
from qhil.simulation.aer import prepare
from qhil.simulation.errors import SimulationMemoryError
from qhil.simulation.worker import be_ready, worker_pids

AerSimulator, _ = prepare()

from qiskit import QuantumCircuit  # noqa: E402
from qiskit_aer.jobs.aerjob import AerJob  # noqa: E402
from qiskit_aer.noise import NoiseModel, depolarizing_error  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a limit in process needs signals")

LONG = 1000.0


def ghz(size=3):
    circuit = QuantumCircuit(size, size)
    circuit.h(0)
    for qubit in range(size - 1):
        circuit.cx(qubit, qubit + 1)
    circuit.measure(range(size), range(size))
    return circuit


def endless(simulator=None):
    """A job that takes hours: every shot changes 2^24 amplitudes dozens of times."""
    size = 24
    circuit = QuantumCircuit(size, size)
    for _ in range(2):
        for qubit in range(size - 1):
            circuit.rx(0.3, qubit)
            circuit.cx(qubit, qubit + 1)
        circuit.measure(
            range(size), range(size)
        )  # in between: no final state that could be sampled
    simulator = simulator or AerSimulator(method="statevector")
    return simulator.run(circuit, shots=100_000)


def sits(backend, user_messenger, *, how):
    """Sits in one simulation, or has it run."""
    if how == "wait":
        return endless().result()
    if how == "second of two":
        first = endless()
        endless().result()
        return first.result()
    if how == "thread":
        threading.Thread(target=lambda: endless().result(), name="mine").start()
    elif how == "executor":
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            return endless(AerSimulator(method="statevector", executor=pool)).result()
    elif how == "another device":
        circuit = QuantumCircuit(24, 24)
        for _ in range(10):
            circuit.sx(range(24))
        circuit.measure(range(24), range(24))
        return qhil.RecordedBackend("ibmq_montreal").run(circuit, shots=8000).result()
    else:
        endless()
    return time.sleep(1000)


@pytest.mark.parametrize(
    "how", ["wait", "second of two", "never wait", "thread", "executor", "another device"]
)
def test_a_program_that_sits_in_a_simulator_of_its_own_is_ended(backend, how):
    be_ready()
    before, threads = worker_pids(), threading.active_count()

    run = run_program(sits, backend, {"how": how}, max_execution_time=1.0)

    assert run.status == "CANCELLED - RAN TOO LONG"
    assert 1 <= run.seconds < 10
    assert run.left_running == ()
    assert before
    assert not any(psutil.pid_exists(pid) for pid in before)  # what simulated is dead
    # One more: a timer. A thread that just ends may still be listed, where the wait for it was interrupted.
    assert sum(thread.is_alive() for thread in threading.enumerate()) <= threads + 1
    assert _counts(AerSimulator()) == _counts(AerSimulator())


def test_a_job_that_a_program_never_waited_for_is_over_when_the_program_is(backend):
    jobs = []

    def main(backend, user_messenger):
        jobs.extend([endless(), endless()])
        while jobs[0].status().name != "RUNNING":
            pass
        return [jobs[1].status().name, jobs[0].cancel(), jobs[1].cancel()]

    run = run_program(main, backend, max_execution_time=LONG)

    assert run.result == ["INITIALIZING", False, True]
    assert [job.status().name for job in jobs] == ["ERROR", "CANCELLED"]
    with pytest.raises(SimulationError, match="the program ended before"):
        jobs[0].result()
    with pytest.raises(concurrent.futures.CancelledError):
        jobs[1].result()


def _counts(simulator, circuit=None, **options):
    circuit = circuit or ghz()
    job = simulator.run(circuit, shots=300, seed_simulator=5, **options)
    counts = job.result().get_counts(0)
    assert job.backend() is simulator
    assert job.status().name == "DONE"
    return dict(sorted(counts.items()))


def _noise():
    model = NoiseModel()
    model.add_all_qubit_quantum_error(depolarizing_error(0.1, 2), ["cx"])
    return model


def _by_executor():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return _counts(AerSimulator(executor=pool, max_job_size=1))


def _stock(name, circuit, read):
    from qiskit_aer import Aer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)  # of these simulators
        return read(Aer.get_backend(name).run(circuit).result())


def _without_measurements():
    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    return circuit


def _saved():
    circuit = _without_measurements()
    circuit.save_statevector()
    return AerSimulator().run(circuit).result().data(0)["statevector"].data


def _sampled():
    from qiskit_aer.primitives import Sampler

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its kind of interface
        found = Sampler(run_options={"seed": 3, "shots": 100}).run([ghz()]).result()
    return {str(key): value for key, value in found.quasi_dists[0].items()}


ASKED = {
    "plain": lambda: _counts(AerSimulator()),
    "noise of its own": lambda: _counts(AerSimulator(noise_model=_noise())),
    "noise of a run": lambda: _counts(AerSimulator(), noise_model=_noise()),
    "another method": lambda: _counts(AerSimulator(method="matrix_product_state")),
    "executor": _by_executor,
    "qasm_simulator": lambda: _stock("qasm_simulator", ghz(1), lambda result: result.success),
    "statevector_simulator": lambda: _stock(
        "statevector_simulator",
        _without_measurements(),
        lambda result: result.get_statevector().data,
    ),
    "unitary_simulator": lambda: _stock(
        "unitary_simulator", _without_measurements(), lambda result: result.get_unitary().data
    ),
    "saved": _saved,
    "primitive": _sampled,
}


def asks(backend, user_messenger, *, what):
    """Asks Aer, and gives what it answers."""
    if what == "from_backend":
        circuit = QuantumCircuit(1, 1)
        circuit.sx(0)
        circuit.measure(0, 0)
        return _counts(AerSimulator.from_backend(backend), circuit)
    return ASKED[what]()


@pytest.mark.parametrize("what", [*ASKED, "from_backend"])
def test_results_are_those_without_a_limit(backend, what):
    free = run_program(asks, backend, {"what": what})
    limited = run_program(asks, backend, {"what": what}, max_execution_time=LONG)

    assert str(free.result) == str(limited.result)
    assert type(free.result) is type(limited.result)


def _mistaken(mistake):
    if mistake == "parameter":
        from qiskit.circuit import Parameter

        circuit = QuantumCircuit(1, 1)
        circuit.rx(Parameter("a"), 0)
        circuit.measure(0, 0)
        return AerSimulator().run(circuit).result()
    circuit = QuantumCircuit(1, 1, name="odd")
    circuit.t(0)
    circuit.measure(0, 0)
    return AerSimulator(method="stabilizer").run(circuit).result().get_counts()


@pytest.mark.parametrize("mistake", ["parameter", "method"])
def test_errors_are_those_without_a_limit(backend, mistake):
    def main(backend, user_messenger):
        try:
            _mistaken(mistake)
        except Exception as error:  # noqa: BLE001  # whichever it is
            return [type(error).__module__, type(error).__name__, str(error)]

    free = run_program(main, backend)
    limited = run_program(main, backend, max_execution_time=LONG)

    assert free.result == limited.result
    assert free.result is not None


def test_memory_that_runs_out_is_the_error_it_is_without_a_limit(monkeypatch):
    def exhausted(*_, **__):
        raise SimulationMemoryError("too little")

    monkeypatch.setattr("qhil.simulation.worker.run_in_child", exhausted)

    with contained_aer_jobs(), pytest.raises(MemoryError, match="too little"):
        AerSimulator().run(ghz()).result()


def test_a_job_that_cannot_be_pickled_is_refused(backend):
    class Size(int):
        """A class within a function."""

    def main(backend, user_messenger):
        AerSimulator().run(ghz(), shots=Size(3))

    run = run_program(main, backend, max_execution_time=LONG)

    assert isinstance(run.exception, SimulationError)
    assert "cannot be sent to another process, where it could be ended" in run.error.message
    assert "AerSimulator().run(ghz(), shots=Size(3))" in run.error.traceback


def test_what_the_other_process_cannot_find_is_refused_too(backend):
    text = (
        "from qiskit import QuantumCircuit\n"
        "from qiskit_aer import AerSimulator\n"
        "class Size(int): pass\n"
        "def main(backend, user_messenger):\n"
        "    AerSimulator().run(QuantumCircuit(1), shots=Size(3)).result()\n"
    )

    run = run_program(text, backend, max_execution_time=LONG)

    assert isinstance(run.exception, SimulationError)
    assert "cannot be sent to another process" in run.error.message


def test_aer_is_left_alone_without_a_limit_and_afterwards(backend):
    original, seen = AerJob.submit, []

    def main(backend, user_messenger):
        seen.append(AerJob.submit is original)
        raise ValueError

    for limit in (None, LONG, None):
        run_program(main, backend, max_execution_time=limit)

    assert seen == [True, False, True]
    with pytest.raises(KeyboardInterrupt), contained_aer_jobs():
        raise KeyboardInterrupt
    assert AerJob.submit is original


def test_a_program_within_a_program_is_ended_alone(backend):
    def main(backend, user_messenger):
        alone = _counts(AerSimulator())
        inner = run_program(sits, backend, {"how": "wait"}, max_execution_time=0.5)
        return [inner.status, alone, _counts(AerSimulator())]

    run = run_program(main, backend, max_execution_time=LONG)

    status, before, after = run.result
    assert status == "CANCELLED - RAN TOO LONG"
    assert before == after == _counts(AerSimulator())


def test_a_job_of_a_program_within_a_program_is_sent_once(monkeypatch):
    from qhil.simulation import worker

    calls, run_in_child = [], worker.run_in_child
    monkeypatch.setattr(
        worker,
        "run_in_child",
        lambda *given, **options: (calls.append(given), run_in_child(*given, **options))[1],
    )

    with contained_aer_jobs(), contained_aer_jobs():
        _counts(AerSimulator())

    assert len(calls) == 1


def test_the_job_tells_the_executor_that_it_was_given():
    with contained_aer_jobs():
        job = AerSimulator().run(ghz())
        theirs = job.executor()
        job.result()

    assert theirs is AerSimulator().run(ghz()).executor()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # several threads: so have we
def test_a_process_that_a_program_forks_simulates_by_itself(backend):
    def main(backend, user_messenger):
        expected = _counts(AerSimulator())
        child = os.fork()
        if not child:
            signal.alarm(60)
            os._exit(_counts(AerSimulator()) != expected)
        return os.waitpid(child, 0)[1]

    assert run_program(main, backend, max_execution_time=LONG).result == 0


def test_an_executor_of_processes_is_left_to_itself(monkeypatch):
    """It may not be one that Aer takes: later versions have a thread of their own all the same."""

    class Elsewhere(concurrent.futures.Executor):
        def submit(self, function, *arguments):
            future = concurrent.futures.Future()
            future.set_result(function(*arguments))
            return future

    def nowhere(*_, **__):
        raise AssertionError("sent")

    monkeypatch.setattr("qhil.simulation.worker.run_in_child", nowhere)
    with contained_aer_jobs():
        job = AerSimulator().run(ghz())
        again = AerJob(*_again(job, Elsewhere()))
        again.submit()

        assert again.result().success
        with pytest.raises(AssertionError, match="sent"):
            job.result()


def _again(job, executor):
    """What makes an `AerJob` as this one: its constructor has other arguments in each generation of Aer."""
    given = [job.backend(), "again", job._fn]
    if hasattr(job, "_qobj") and job._qobj is not None:
        return [*given, job._qobj, executor]
    if hasattr(job, "_qobj"):
        return [*given, None, job._circuits, job._parameter_binds, job._run_options, executor]
    return [*given, job._circuits, job._parameter_binds, job._run_options, executor]


def test_nothing_is_done_where_there_is_no_aer(monkeypatch):
    def absent():
        raise ModuleNotFoundError("No module named 'qiskit_aer'")

    monkeypatch.setattr("qhil.simulation.aer.prepare", absent)
    original = AerJob.submit

    with contained_aer_jobs() as end:
        assert AerJob.submit is original
        end()


def test_a_simulation_that_begins_after_the_end_is_ended_at_once():
    end, ended = contained_aer._End(), []
    end.timer(1, functools.partial(ended.append, "waited")).start()
    end.timer(1, functools.partial(ended.append, "done")).cancel()

    end.come()
    end.timer(1, functools.partial(ended.append, "late"))

    assert ended == ["waited", "late"]
