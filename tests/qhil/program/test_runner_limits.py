"""A program that does not end by itself, in this process and in one of its own."""

import sys
import threading

import psutil
import pytest

import qhil
from qhil.program.runner import run_program


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes and signals")
@pytest.mark.parametrize(
    "how", ["loop", "sleep", "stubborn", "simulate", "thread", "fork", "start apart"]
)
def test_the_time_limit_ends_a_program_whatever_it_does(
    holding, pipe, gone_in_the_end, how, isolate
):
    if how == "stubborn" and not isolate and sys.gettrace() is not None:
        pytest.skip("what traces the tests, as coverage does, may keep this one from being ended")
    backend = qhil.RecordedBackend("ibmq_montreal", seed=7)
    threads = threading.active_count()

    with gone_in_the_end():
        run = run_program(
            holding,
            backend,
            {"pipe": str(pipe), "how": how},
            max_execution_time=1.0,
            isolate=isolate,
        )

    assert run.status == "CANCELLED - RAN TOO LONG"
    assert run.error.message == "ran longer than the maximum execution time of 1 s"
    assert 1 <= run.seconds < 10
    assert run.left_running == ()
    assert threading.active_count() <= threads + 1
    if not isolate and how != "stubborn":
        assert "prog.py" in run.error.traceback
        assert "interruption.py" not in run.error.traceback
    if isolate:
        assert not psutil.pid_exists(run.interim[0])
    assert run_program("def main(b, u): return 1\n", backend, isolate=isolate).result == 1


def test_the_shorter_of_two_limits_holds(backend):
    text = "import time\ndef main(b, u):\n    time.sleep(1000)\n"

    run = run_program(text, backend, metadata={"max_execution_time": 300}, max_execution_time=0.1)

    assert run.error.message.endswith("of 0.1 s")


def test_a_run_outside_the_main_thread_needs_isolation_for_a_limit(backend):
    def call(**options):
        try:
            results.append(run_program("def main(b, u): return 1\n", backend, **options).result)
        except qhil.ProgramError as error:
            results.append(str(error))

    results = []
    for options in ({}, {"max_execution_time": 60}, {"max_execution_time": 60, "isolate": True}):
        thread = threading.Thread(target=call, kwargs=options)
        thread.start()
        thread.join()

    assert results[0] == results[2] == 1
    assert "isolate=True keeps it everywhere" in results[1]
