from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qhil.errors import SimulationError
from qhil.simulation import worker as worker_module
from qhil.simulation import worker_process
from qhil.simulation.aer import SimulationRequest, prepare, simulate
from qhil.simulation.errors import (
    RemoteTraceback,
    SimulationCrash,
    SimulationMemoryError,
    SimulationOptionError,
    SimulationTimeout,
)
from qhil.simulation.worker import WorkerPool, run_in_child, warm_up

prepare()

from qiskit import QuantumCircuit  # noqa: E402

SEEDED = {"shots": 500, "seed_simulator": 11}
MIB = 2**20
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def _ghz(size=3):
    circuit = QuantumCircuit(size)
    circuit.h(0)
    for qubit in range(size - 1):
        circuit.cx(qubit, qubit + 1)
    circuit.measure_all()
    return circuit


def _request(**options):
    return SimulationRequest((_ghz(),), None, {**SEEDED, **options})


def _takes_minutes(qubits=24):
    """Small to send; every one of its shots changes 2^24 amplitudes a hundred times."""
    circuit = QuantumCircuit(qubits, qubits)
    for qubit in range(qubits - 1):
        circuit.rx(0.3, qubit)
        circuit.cx(qubit, qubit + 1)
    circuit.measure(0, 0)  # shots cannot be sampled from one final state
    for qubit in range(qubits - 1):
        circuit.rx(0.3, qubit)
        circuit.cx(qubit, qubit + 1)
    circuit.measure(range(qubits), range(qubits))
    return SimulationRequest((circuit,), None, {"shots": 10_000, "method": "statevector"})


def _wide(qubits):
    circuit = QuantumCircuit(qubits)
    circuit.h(range(qubits))
    circuit.measure_all()
    return SimulationRequest((circuit,), None, {"shots": 10, "method": "statevector"})


@pytest.fixture(scope="module")
def shared_pool():
    pool = WorkerPool()
    yield pool
    pool.close()


@pytest.fixture
def pool():
    pool = WorkerPool()
    yield pool
    pool.close()


def _idle_pid(pool):
    (worker,) = pool._idle
    return worker.pid


def _is_gone(pid):
    """Whether no process has the number, not even one that nobody has waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _ends(pid, seconds=30):
    """Whether a process, of whoever it is a child, ends within that time."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


class PidKeeping:
    """Makes timers, and notes when they go off and which process ran by then."""

    def __init__(self, pool):
        self.pool, self.pids, self.fired = pool, [], None

    def __call__(self, seconds, action):
        def fire():
            self.fired = time.perf_counter()
            self.pids = [worker.pid for worker in self.pool._busy]
            action()

        timer = threading.Timer(seconds, fire)
        timer.daemon = True
        return timer


class AtOnce:
    """A timer whose time has come as soon as it is started."""

    def __init__(self, seconds, action):
        self._action = action

    def start(self):
        self._action()

    def cancel(self):
        pass


def test_gives_what_a_simulation_here_gives(shared_pool):
    request = _request(memory=True)

    there, here = shared_pool.run(request), simulate(request)

    assert there.get_counts() == here.get_counts()
    assert there.get_memory() == here.get_memory()


def test_a_process_is_kept_for_the_next(shared_pool):
    shared_pool.run(_request())
    first = _idle_pid(shared_pool)

    shared_pool.run(_request())

    assert _idle_pid(shared_pool) == first
    assert first != os.getpid()


def test_what_takes_minutes_is_stopped_in_time_and_nothing_runs_on(shared_pool):
    timer = PidKeeping(shared_pool)

    with pytest.raises(SimulationTimeout, match="within 1 s") as caught:
        shared_pool.run(_takes_minutes(), timeout=1, timer=timer)

    delay = time.perf_counter() - timer.fired
    assert caught.value.seconds == 1
    assert delay < 5  # 0.05 s on an idle machine
    (pid,) = timer.pids
    assert _is_gone(pid)
    assert shared_pool._idle == []
    assert shared_pool.run(_request()).success


def test_the_time_runs_by_the_timer_that_is_passed_in(shared_pool):
    with pytest.raises(SimulationTimeout, match="within 5000 s"):
        shared_pool.run(_takes_minutes(), timeout=5000, timer=AtOnce)


@linux
def test_the_time_runs_only_after_everything_is_imported(pool):
    loaded = []

    class Looking(AtOnce):
        def start(self):
            (worker,) = pool._busy
            loaded.append("qiskit_aer" in Path(f"/proc/{worker.pid}/maps").read_text())

    assert pool.run(_request(), timeout=5, timer=Looking).success
    assert loaded == [True]


def test_a_run_that_ends_in_time_stays_unharmed(shared_pool):
    shared_pool.run(_request(), timeout=60)
    pid = _idle_pid(shared_pool)

    assert shared_pool.run(_request(), timeout=60).success
    assert _idle_pid(shared_pool) == pid


def test_what_ends_the_process_inside_aer_is_survived(shared_pool):
    """Aer 0.11 calls std::terminate beyond 63 qubits, later ones give a result that failed."""
    circuit = _ghz(70)
    request = SimulationRequest((circuit,), None, {"method": "extended_stabilizer"})

    with ThreadPoolExecutor(1) as threads:
        outcome = threads.submit(shared_pool.run, request)
    crash = outcome.exception()

    if crash is None:
        assert not outcome.result().success
    else:
        assert isinstance(crash, SimulationCrash)
        assert crash.signal == "SIGABRT"
        assert "terminate called" in crash.stderr
        assert crash.stderr.strip() in str(crash)
    assert shared_pool.run(_request()).success


@linux
def test_exhausted_memory_is_survived(shared_pool):
    """Aer 0.11 crashes where it gets no memory, later ones give a result that failed."""
    with pytest.raises((SimulationMemoryError, SimulationCrash), match=f"{64 * MIB} bytes"):
        shared_pool.run(_wide(26), memory_limit=64 * MIB)

    assert shared_pool.run(_request()).success


@linux
def test_a_memory_limit_is_lifted_again(shared_pool):
    """22 qubits take 64 MiB: more than the first of these may have."""
    assert shared_pool.run(_wide(8), memory_limit=32 * MIB).success
    pid = _idle_pid(shared_pool)

    assert shared_pool.run(_wide(22)).success
    assert _idle_pid(shared_pool) == pid


@linux
def test_a_memory_limit_that_suffices_changes_nothing(shared_pool):
    request = _request()

    result = shared_pool.run(request, memory_limit=256 * MIB)

    assert result.get_counts() == simulate(request).get_counts()


def test_a_memory_limit_where_none_can_be_kept_is_an_error(shared_pool, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    with pytest.raises(SimulationError, match="needs Linux, found darwin"):
        shared_pool.run(_request(), memory_limit=MIB)


@pytest.mark.parametrize("limits", [{"timeout": 0}, {"timeout": -1.0}, {"memory_limit": 0}])
def test_limits_are_positive(limits):
    with pytest.raises(ValueError, match="must be a positive number"):
        run_in_child(_request(), **limits)


def test_an_error_comes_back_as_itself_with_its_traceback(shared_pool):
    with pytest.raises(SimulationOptionError, match="no option 'sots'") as caught:
        shared_pool.run(_request(sots=3))

    assert isinstance(caught.value.__cause__, RemoteTraceback)
    assert "in simulate" in str(caught.value.__cause__)


def test_an_error_leaves_the_process_ready(shared_pool):
    shared_pool.run(_request())
    pid = _idle_pid(shared_pool)

    with pytest.raises(SimulationOptionError):
        shared_pool.run(_request(sots=3))

    assert shared_pool.run(_request()).success
    assert _idle_pid(shared_pool) == pid


def test_a_request_that_cannot_be_pickled_is_an_error_that_says_so(shared_pool):
    with pytest.raises(SimulationError, match="cannot be sent to another process"):
        shared_pool.run(SimulationRequest((_ghz(),), None, {"shots": lambda: 1}))


def test_what_the_process_cannot_find_comes_back_as_an_error(shared_pool, monkeypatch):
    module = type(sys)("a_module_of_this_process")
    module.Size = type("Size", (int,), {"__module__": module.__name__})
    monkeypatch.setitem(sys.modules, module.__name__, module)

    with pytest.raises(ModuleNotFoundError, match="a_module_of_this_process"):
        shared_pool.run(_request(shots=module.Size(3)))


def test_modules_found_along_a_path_added_later_are_found(shared_pool, monkeypatch, tmp_path):
    """A warm process knows the path of its start only."""
    shared_pool.run(_request())
    (tmp_path / "sizes_of_a_user.py").write_text("class Size(int): pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    import sizes_of_a_user

    result = shared_pool.run(_request(shots=sizes_of_a_user.Size(7)))

    assert sum(result.get_counts().values()) == 7


NOISY_MODULE = """
import os, sys
class Error(Exception):
    def __init__(self, one, two):
        super().__init__(one)
class Seed(int):
    def __reduce__(self):
        return seed, (int(self),)
def seed(number):
    what = {1: say, 2: leave, 3: fail, 4: lambda: bytearray(2**60), 5: die}
    what[number]()
    return number
def say():
    print("to standard output", flush=True)
    os.write(1, b"and below it")
    sys.stdin.read()
def leave():
    print("good bye", file=sys.stderr, flush=True)
    os._exit(7)
def fail():
    raise Error("one", "two")
def die():
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def seed_that(monkeypatch, tmp_path):
    (tmp_path / "code_of_a_user.py").write_text(NOISY_MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "code_of_a_user", raising=False)
    import code_of_a_user

    return lambda number: _request(seed_simulator=code_of_a_user.Seed(number))


def test_what_is_printed_there_appears_here_and_disturbs_nothing(shared_pool, seed_that, capsys):
    result = shared_pool.run(seed_that(1))

    assert result.get_counts() == simulate(_request(seed_simulator=1)).get_counts()
    assert capsys.readouterr().err == "to standard output\nand below it"
    shared_pool.run(_request())
    assert capsys.readouterr().err == ""


def test_a_process_that_ends_before_the_simulation_says_so(shared_pool, seed_that):
    with pytest.raises(SimulationCrash, match=r"exit code 7 before the simulation") as caught:
        shared_pool.run(seed_that(2))

    assert str(caught.value).endswith("and had printed:\ngood bye")
    assert caught.value.stderr == "good bye\n"
    assert (caught.value.exit_code, caught.value.signal) == (7, None)
    assert not caught.value.started


def test_a_process_that_the_system_kills_for_its_memory_says_so(shared_pool, seed_that):
    with pytest.raises(SimulationCrash, match=r"SIGKILL .*where memory runs out") as caught:
        shared_pool.run(seed_that(5))

    assert (caught.value.exit_code, caught.value.signal) == (-9, "SIGKILL")


@linux
def test_a_crash_under_a_memory_limit_tells_the_limit(shared_pool, seed_that):
    with pytest.raises(SimulationCrash, match=f"it was allowed {64 * MIB} bytes"):
        shared_pool.run(seed_that(5), memory_limit=64 * MIB)


def test_an_error_that_cannot_be_sent_comes_as_a_simulation_error(shared_pool, seed_that):
    with pytest.raises(SimulationError, match=r"between processes: .*Error: one") as caught:
        shared_pool.run(seed_that(3))

    assert "in fail" in str(caught.value.__cause__)


def test_python_out_of_memory_is_a_memory_error(shared_pool, seed_that):
    with pytest.raises(SimulationMemoryError, match="than there is: MemoryError"):
        shared_pool.run(seed_that(4))

    assert shared_pool._idle == []


def test_an_idle_process_that_died_is_replaced(shared_pool):
    shared_pool.run(_request())
    pid = _idle_pid(shared_pool)
    os.kill(pid, signal.SIGKILL)

    assert shared_pool.run(_request()).success
    assert _idle_pid(shared_pool) != pid


def test_warming_up_starts_one_process_and_no_more(pool):
    pool.warm_up()
    pid = _idle_pid(pool)
    pool.warm_up()

    assert _idle_pid(pool) == pid
    assert pool.run(_request()).success
    assert _idle_pid(pool) == pid


def test_being_ready_waits_for_the_process_that_is_kept(pool):
    pool.be_ready()
    pid = _idle_pid(pool)
    pool.be_ready()

    assert pool.pids() == {pid}
    assert pool.run(_request()).success
    assert _idle_pid(pool) == pid


def test_one_that_dies_before_it_is_ready_is_replaced(pool):
    pool.warm_up()
    os.kill(_idle_pid(pool), signal.SIGKILL)

    pool.be_ready()

    assert pool.run(_request()).success


def test_threads_at_once_have_processes_of_their_own_of_which_one_is_kept(pool):
    requests = [_request(seed_simulator=seed) for seed in range(4)]

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(pool.run, requests))

    assert [result.get_counts() for result in results] == [
        simulate(request).get_counts() for request in requests
    ]
    assert len(pool._idle) == 1
    assert not pool._busy


def test_a_process_outlives_the_thread_that_started_it(pool):
    with ThreadPoolExecutor(1) as threads:
        threads.submit(pool.run, _request()).result()
    pid = _idle_pid(pool)

    assert pool.run(_request()).success
    assert _idle_pid(pool) == pid


def test_closing_ends_the_idle_process(pool):
    pool.warm_up()
    pid = _idle_pid(pool)

    pool.close()

    assert _is_gone(pid)
    assert pool.run(_request()).success


def test_ctrl_c_ends_the_simulation_too(pool):
    pids = []

    class Interrupting(AtOnce):
        def start(self):
            pids.extend(worker.pid for worker in pool._busy)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pool.run(_takes_minutes(), timeout=100, timer=Interrupting)

    (pid,) = pids
    assert _is_gone(pid)
    assert not pool._busy
    assert not pool._idle


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # several threads: so have we
def test_a_forked_process_starts_its_own_and_leaves_ours_alone():
    """Processes of a pool are forked with our pipes in their hands."""
    request = _request()
    expected = run_in_child(request).get_counts()
    ours = _idle_pid(worker_module._POOL)

    child = os.fork()
    if not child:
        signal.alarm(60)
        status = 1
        with contextlib.suppress(BaseException):
            untouched = not worker_module._POOL._idle
            same = run_in_child(request).get_counts() == expected
            own = _idle_pid(worker_module._POOL) != ours
            worker_module._POOL.close()
            status = not (untouched and same and own)
        os._exit(status)

    assert os.waitpid(child, 0)[1] == 0
    assert run_in_child(request).get_counts() == expected
    assert _idle_pid(worker_module._POOL) == ours


def test_the_functions_of_the_module_use_one_pool():
    warm_up()
    pid = _idle_pid(worker_module._POOL)

    assert run_in_child(_request(), timeout=60).success
    assert _idle_pid(worker_module._POOL) == pid


def test_a_pool_that_is_disowned_forgets_its_processes(pool):
    pool.warm_up()
    pid = _idle_pid(pool)

    pool.disown()

    assert not pool._idle
    os.waitpid(pid, 0)  # its lifeline was cut: here it is ours after all


def test_a_process_that_cannot_be_started_is_an_error(pool, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))

    with pytest.raises(SimulationError, match=r"cannot start .*no-python"):
        pool.run(_request())


def test_a_reply_that_is_none_is_an_error():
    with pytest.raises(SimulationError, match="the worker answered with 'what'"):
        worker_process._outcome("what", None)


def test_signals_without_a_name_are_told_by_number():
    assert worker_process._signal_name(-40) == "40"


PARENT = """
import os, pickle, signal, sys, threading
from qhil.simulation import worker

def timer(seconds, action):
    # The simulation has begun: in a second it is deep in Aer.
    print(*[each.pid for each in worker._POOL._busy], flush=True)
    return threading.Timer(1, os.kill, [os.getpid(), signal.SIGKILL])

with open(sys.argv[1], "rb") as file:
    request = pickle.load(file)
if sys.argv[2] == "killed":
    worker.run_in_child(request, timeout=1000, timer=timer)
worker.run_in_child(request)
print(worker._POOL._idle[0].pid, flush=True)
"""


@pytest.fixture
def parent(tmp_path):
    """Runs `PARENT` with a request; gives its exit code and the process number it told."""

    def run(request, how):
        file = tmp_path / "request"
        file.write_bytes(pickle.dumps(request))
        done = subprocess.run(
            [sys.executable, "-c", PARENT, str(file), how],
            stdout=subprocess.PIPE,
            check=False,
            timeout=60,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        return done.returncode, int(done.stdout)

    return run


@linux
def test_a_worker_dies_with_its_parent_even_inside_aer(parent):
    code, pid = parent(_takes_minutes(), "killed")

    assert code == -signal.SIGKILL
    assert _ends(pid)


@linux
def test_an_idle_worker_ends_with_the_interpreter(parent):
    code, pid = parent(_request(), "ends")

    assert code == 0
    assert _is_gone(pid)
