"""What ends a simulation in a worker: its time, its memory, Aer itself."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from worker_requests import (
    MIB,
    AtOnce,
    ghz,
    ghz_request,
    idle_pid,
    is_gone,
    linux,
    takes_minutes,
    wide,
)

from qhil.errors import SimulationError
from qhil.simulation.aer import SimulationRequest, simulate
from qhil.simulation.errors import (
    SimulationCrash,
    SimulationMemoryError,
    SimulationTimeout,
)
from qhil.simulation.worker import run_in_child


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


def test_what_takes_minutes_is_stopped_in_time_and_nothing_runs_on(shared_pool):
    timer = PidKeeping(shared_pool)

    with pytest.raises(SimulationTimeout, match="within 1 s") as caught:
        shared_pool.run(takes_minutes(), timeout=1, timer=timer)

    delay = time.perf_counter() - timer.fired
    assert caught.value.seconds == 1
    assert delay < 5  # 0.05 s on an idle machine
    (pid,) = timer.pids
    assert is_gone(pid)
    assert shared_pool._idle == []
    assert shared_pool.run(ghz_request()).success


def test_the_time_runs_by_the_timer_that_is_passed_in(shared_pool):
    with pytest.raises(SimulationTimeout, match="within 5000 s"):
        shared_pool.run(takes_minutes(), timeout=5000, timer=AtOnce)


@linux
def test_the_time_runs_only_after_everything_is_imported(pool):
    loaded = []

    class Looking(AtOnce):
        def start(self):
            (worker,) = pool._busy
            loaded.append("qiskit_aer" in Path(f"/proc/{worker.pid}/maps").read_text())

    assert pool.run(ghz_request(), timeout=5, timer=Looking).success
    assert loaded == [True]


def test_a_run_that_ends_in_time_stays_unharmed(shared_pool):
    shared_pool.run(ghz_request(), timeout=60)
    pid = idle_pid(shared_pool)

    assert shared_pool.run(ghz_request(), timeout=60).success
    assert idle_pid(shared_pool) == pid


def test_what_ends_the_process_inside_aer_is_survived(shared_pool):
    """Aer 0.11 calls std::terminate beyond 63 qubits, later ones give a result that failed."""
    circuit = ghz(70)
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
    assert shared_pool.run(ghz_request()).success


@linux
def test_exhausted_memory_is_survived(shared_pool):
    """Aer 0.11 crashes where it gets no memory, later ones give a result that failed."""
    with pytest.raises((SimulationMemoryError, SimulationCrash), match=f"{64 * MIB} bytes"):
        shared_pool.run(wide(26), memory_limit=64 * MIB)

    assert shared_pool.run(ghz_request()).success


@linux
def test_a_memory_limit_is_lifted_again(shared_pool):
    """22 qubits take 64 MiB: more than the first of these may have."""
    assert shared_pool.run(wide(8), memory_limit=32 * MIB).success
    pid = idle_pid(shared_pool)

    assert shared_pool.run(wide(22)).success
    assert idle_pid(shared_pool) == pid


@linux
def test_a_memory_limit_that_suffices_changes_nothing(shared_pool):
    request = ghz_request()

    result = shared_pool.run(request, memory_limit=256 * MIB)

    assert result.get_counts() == simulate(request).get_counts()


def test_a_memory_limit_where_none_can_be_kept_is_an_error(shared_pool, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    with pytest.raises(SimulationError, match="needs Linux, found darwin"):
        shared_pool.run(ghz_request(), memory_limit=MIB)


@pytest.mark.parametrize("limits", [{"timeout": 0}, {"timeout": -1.0}, {"memory_limit": 0}])
def test_limits_are_positive(limits):
    with pytest.raises(ValueError, match="must be a positive number"):
        run_in_child(ghz_request(), **limits)
