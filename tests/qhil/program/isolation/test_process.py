"""What a user is promised: however a run ends, nothing of it is left."""

import contextlib
import json
import signal
import subprocess
import sys

import psutil
import pytest

from qhil.program.events import (
    Died,
    Ended,
    JobRan,
    Printed,
    Published,
    Raised,
    Refused,
    Started,
    TimedOut,
)
from qhil.program.isolation import process as module
from qhil.program.isolation.process import Stopper, run_in_process
from qhil.program.isolation.request import DeviceRequest, RunRequest
from qhil.program.source import ProgramSource

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="named pipes and signals")


def _request(file, device="ibmq_manila", **inputs):
    program = ProgramSource.of(file).to_json()
    return RunRequest(program, DeviceRequest(device, 7), json.dumps(inputs))


@pytest.fixture
def request_to(holding, pipe):
    return lambda how: _request(holding, "ibmq_montreal", pipe=str(pipe), how=how)


def test_events_come_as_they_happen_and_the_result_last(program):
    text = "def main(b, u):\n    print('hello')\n    u.publish({'a': 1})\n    return 2\n"

    started, printed, published, ended = run_in_process(_request(program(text)))

    assert isinstance(started, Started)
    assert printed == Printed("hello\n", error=False)
    assert json.loads(published.text) == {"a": 1}
    assert ended == Ended("2", ended.seconds)


@pytest.mark.parametrize("how", ["return", "daemon, then return"])
def test_nothing_is_left_of_a_program_that_ends(request_to, gone_in_the_end, how):
    with gone_in_the_end():
        *_, last = run_in_process(request_to(how))

    assert isinstance(last, Ended)


@pytest.mark.parametrize(
    "how", ["loop", "simulate", "stubborn", "start apart", "fork", "daemon apart"]
)
def test_the_time_limit_ends_a_program_whatever_it_does(request_to, gone_in_the_end, how):
    """Also within Aer, which does not let Python run, and what it started in another session."""
    with gone_in_the_end():
        started, published, last = run_in_process(request_to(how), timeout=1.5)

    assert isinstance(started, Started)
    assert last == TimedOut(1.5)
    assert not psutil.pid_exists(int(published.text))


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("abort", "by SIGABRT"),
        ("leave", "with exit code 5"),
        ("daemon, then leave", "with exit code 5"),
        ("forked, then leave", "with exit code 5"),
    ],
)
def test_a_process_that_dies_is_told_how(request_to, gone_in_the_end, how, told):
    with gone_in_the_end():
        *_, last = run_in_process(request_to(how))

    assert last == Died(told)


def test_closing_the_events_ends_the_run(request_to, gone_in_the_end):
    """So does Ctrl-C in whoever listens."""
    with gone_in_the_end(), contextlib.closing(run_in_process(request_to("loop"))) as events:
        assert any(isinstance(event, Published) for event in events)


def test_another_thread_may_end_the_run(request_to, gone_in_the_end):
    stopper = Stopper()
    with gone_in_the_end():
        for event in run_in_process(request_to("loop"), stopper=stopper):
            if isinstance(event, Published):
                stopper.stop()

    assert event == Died("by SIGKILL")


def test_a_run_that_is_ended_before_it_began_does_nothing(request_to):
    stopper = Stopper()
    stopper.stop()

    assert list(run_in_process(request_to("loop"), stopper=stopper)) == [Died("by SIGKILL")]


def test_the_run_does_not_outlive_a_parent_that_is_killed(request_to, gone_in_the_end):
    """The kernel tells the process, so that it ends even within Aer."""
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from qhil.program.isolation.process import run_in_process\n"
        "from qhil.program.isolation.request import RunRequest\n"
        "for event in run_in_process(RunRequest.from_json(sys.argv[1])):\n"
        "    print(event, flush=True)\n"
    )
    request = request_to("simulate alone").to_json()
    with gone_in_the_end():
        parent = subprocess.Popen(
            [sys.executable, "-c", code, request], stdout=subprocess.PIPE, text=True
        )
        with parent:
            assert parent.stdout.readline().startswith("Started")
            assert parent.stdout.readline().startswith("Published")
            parent.kill()


def test_the_jobs_of_a_program_are_told(program):
    text = (
        "from qiskit import QuantumCircuit\n"
        "def main(b, u):\n"
        "    circuit = QuantumCircuit(1, 1)\n"
        "    circuit.measure(0, 0)\n"
        "    b.run([circuit, circuit], shots=10)\n"
    )
    _, ran, ended = run_in_process(_request(program(text)))

    assert ran == JobRan(ran.job_id, 2, 10, "DONE", ran.seconds)
    assert len(ran.job_id) == 24
    assert ran.seconds < ended.seconds


def test_a_syntax_error_and_a_refusal_are_last_words(program):
    (_, raised) = run_in_process(_request(program("def (\n")))
    (refused,) = run_in_process(_request(program(""), "ibmq_manilla"))

    assert isinstance(raised, Raised)
    assert isinstance(refused, Refused)


def test_unknown_signals_have_numbers():
    assert module._how(-signal.SIGKILL) == "by SIGKILL"
    assert module._how(-250) == "by signal 250"
