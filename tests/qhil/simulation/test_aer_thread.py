"""Aer's own thread, in this process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from worker_requests import ghz, ghz_request

from qhil.simulation.aer import prepare, simulate
from qhil.simulation.aer_thread import (
    aer_threads,
    end_aer_thread,
    is_aer_executor,
    renew_aer_thread,
)


def test_aer_runs_on_with_the_thread_it_is_given_after_a_fork():
    renew_aer_thread()

    assert simulate(ghz_request()).success


def test_a_thread_that_is_ended_is_followed_by_another():
    simulate(ghz_request())
    (first,) = aer_threads()

    end_aer_thread()
    first.join(60)
    assert not first.is_alive()
    assert not aer_threads()

    assert simulate(ghz_request()).success
    (second,) = aer_threads()
    assert second in threading.enumerate()


def test_the_executor_of_a_job_is_known():
    simulator, _ = prepare()

    assert is_aer_executor(simulator().run(ghz()).executor())
    assert not is_aer_executor(None)


def test_there_is_none_where_aer_is_not_imported():
    program = (
        "import sys;"
        "from qhil.simulation.aer_thread import aer_threads, end_aer_thread, is_aer_executor;"
        "end_aer_thread();"
        "sys.exit(bool(aer_threads()) or is_aer_executor(None) or 'qiskit_aer' in sys.modules)"
    )

    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
