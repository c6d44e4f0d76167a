"""Worker processes: kept, replaced, shared by threads, left alone after a fork."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from worker_requests import AtOnce, ghz_request, idle_pid, is_gone, takes_minutes

from qhil.errors import SimulationError
from qhil.simulation import worker as worker_module
from qhil.simulation import worker_process
from qhil.simulation.aer import simulate
from qhil.simulation.worker import run_in_child, warm_up


def test_gives_what_a_simulation_here_gives(shared_pool):
    request = ghz_request(memory=True)

    there, here = shared_pool.run(request), simulate(request)

    assert there.get_counts() == here.get_counts()
    assert there.get_memory() == here.get_memory()


def test_a_process_is_kept_for_the_next(shared_pool):
    shared_pool.run(ghz_request())
    first = idle_pid(shared_pool)

    shared_pool.run(ghz_request())

    assert idle_pid(shared_pool) == first
    assert first != os.getpid()


def test_an_idle_process_that_died_is_replaced(shared_pool):
    shared_pool.run(ghz_request())
    pid = idle_pid(shared_pool)
    os.kill(pid, signal.SIGKILL)

    assert shared_pool.run(ghz_request()).success
    assert idle_pid(shared_pool) != pid


def test_warming_up_starts_one_process_and_no_more(pool):
    pool.warm_up()
    pid = idle_pid(pool)
    pool.warm_up()

    assert idle_pid(pool) == pid
    assert pool.run(ghz_request()).success
    assert idle_pid(pool) == pid


def test_being_ready_waits_for_the_process_that_is_kept(pool):
    pool.be_ready()
    pid = idle_pid(pool)
    pool.be_ready()

    assert pool.pids() == {pid}
    assert pool.run(ghz_request()).success
    assert idle_pid(pool) == pid


def test_one_that_dies_before_it_is_ready_is_replaced(pool):
    pool.warm_up()
    os.kill(idle_pid(pool), signal.SIGKILL)

    pool.be_ready()

    assert pool.run(ghz_request()).success


def test_threads_at_once_have_processes_of_their_own_of_which_one_is_kept(pool):
    requests = [ghz_request(seed_simulator=seed) for seed in range(4)]

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(pool.run, requests))

    assert [result.get_counts() for result in results] == [
        simulate(request).get_counts() for request in requests
    ]
    assert len(pool._idle) == 1
    assert not pool._busy


def test_a_process_outlives_the_thread_that_started_it(pool):
    with ThreadPoolExecutor(1) as threads:
        threads.submit(pool.run, ghz_request()).result()
    pid = idle_pid(pool)

    assert pool.run(ghz_request()).success
    assert idle_pid(pool) == pid


def test_closing_ends_the_idle_process(pool):
    pool.warm_up()
    pid = idle_pid(pool)

    pool.close()

    assert is_gone(pid)
    assert pool.run(ghz_request()).success


def test_ctrl_c_ends_the_simulation_too(pool):
    pids = []

    class Interrupting(AtOnce):
        def start(self):
            pids.extend(worker.pid for worker in pool._busy)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pool.run(takes_minutes(), timeout=100, timer=Interrupting)

    (pid,) = pids
    assert is_gone(pid)
    assert not pool._busy
    assert not pool._idle


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # several threads: so have we
def test_a_forked_process_starts_its_own_and_leaves_ours_alone():
    """Processes of a pool are forked with our pipes in their hands."""
    request = ghz_request()
    expected = run_in_child(request).get_counts()
    ours = idle_pid(worker_module._POOL)

    child = os.fork()
    if not child:
        signal.alarm(60)
        status = 1
        with contextlib.suppress(BaseException):
            untouched = not worker_module._POOL._idle
            same = run_in_child(request).get_counts() == expected
            own = idle_pid(worker_module._POOL) != ours
            worker_module._POOL.close()
            status = not (untouched and same and own)
        os._exit(status)

    assert os.waitpid(child, 0)[1] == 0
    assert run_in_child(request).get_counts() == expected
    assert idle_pid(worker_module._POOL) == ours


def test_the_functions_of_the_module_use_one_pool():
    warm_up()
    pid = idle_pid(worker_module._POOL)

    assert run_in_child(ghz_request(), timeout=60).success
    assert idle_pid(worker_module._POOL) == pid


def test_a_pool_that_is_disowned_forgets_its_processes(pool):
    pool.warm_up()
    pid = idle_pid(pool)

    pool.disown()

    assert not pool._idle
    os.waitpid(pid, 0)  # its lifeline was cut: here it is ours after all


def test_a_process_that_cannot_be_started_is_an_error(pool, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))

    with pytest.raises(SimulationError, match=r"cannot start .*no-python"):
        pool.run(ghz_request())


def test_a_reply_that_is_none_is_an_error():
    with pytest.raises(SimulationError, match="the worker answered with 'what'"):
        worker_process._outcome("what", None)


def test_signals_without_a_name_are_told_by_number():
    assert worker_process._signal_name(-40) == "40"
