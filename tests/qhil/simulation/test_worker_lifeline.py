"""A worker does not outlive its parent."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys

import pytest
from worker_requests import (
    ends_soon,
    ghz_request,
    is_gone,
    linux,
    takes_minutes,
)

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
    code, pid = parent(takes_minutes(), "killed")

    assert code == -signal.SIGKILL
    assert ends_soon(pid)


@linux
def test_an_idle_worker_ends_with_the_interpreter(parent):
    code, pid = parent(ghz_request(), "ends")

    assert code == 0
    assert is_gone(pid)
