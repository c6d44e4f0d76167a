"""What a user is promised: however a run ends, nothing of it is left.

Each program opens a named pipe for writing, as do the processes that it starts; when the last of them
is gone, a reader of that pipe comes to its end. So a test that returns has seen them go.
"""

import contextlib
import json
import os
import signal
import sys

import pytest

from qhil.program.isolation import process as module
from qhil.program.events import Died, Ended, Printed, Published, Raised, Refused, Started, TimedOut
from qhil.program.isolation.process import run_in_process
from qhil.program.isolation.request import RunRequest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="named pipes and signals")

# A program that holds the pipe open, as does a process of its own, and then does what it is told to.
HOLDING = """
import os, subprocess, sys

def main(backend, user_messenger, *, pipe, how):
    held = os.open(pipe, os.O_WRONLY)
    os.set_inheritable(held, True)
    if how != "simulate alone":
        subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], close_fds=False)
    user_messenger.publish(os.getpid())
    if how == "loop":
        while True:
            pass
    if how == "abort":
        os.abort()
    if how == "leave":
        os._exit(5)
    if how.startswith("simulate"):
        simulate(backend)
    return "done"

def simulate(backend):
    from qiskit import QuantumCircuit
    # A path through ibmq_montreal; with noise, every one of the shots is simulated anew.
    path = [0, 1, 4, 7, 10, 12, 15, 18, 21, 23, 24, 25, 22, 19, 16, 14, 11, 8, 5, 3, 2]
    circuit = QuantumCircuit(27, 27)
    for layer in range(20):
        for a, b in zip(path, path[1:]):
            circuit.cx(a, b)
            circuit.sx(a)
    circuit.measure(path, path)
    backend.run(circuit, shots=8000)
"""


@pytest.fixture
def pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


@pytest.fixture
def request_to(program, pipe):
    def make(how, text=HOLDING, device="ibmq_montreal"):
        return RunRequest(str(program(text)), device, {"pipe": str(pipe), "how": how}, 7)

    return make


@contextlib.contextmanager
def gone_in_the_end(pipe):
    """Wait until no process holds the pipe."""
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield
        os.set_blocking(reader, True)
        assert os.read(reader, 1) == b""
    finally:
        os.close(reader)


def test_events_come_as_they_happen_and_the_result_last(program):
    text = "def main(b, u):\n    print('hello')\n    u.publish({'a': 1})\n    return 2\n"

    started, printed, published, ended = run_in_process(
        RunRequest(str(program(text)), "ibmq_manila", {}, 7)
    )

    assert isinstance(started, Started)
    assert printed == Printed("hello", error=False)
    assert json.loads(published.text) == {"a": 1}
    assert ended == Ended("2", ended.seconds)


def test_nothing_is_left_of_a_program_that_ends(request_to, pipe):
    with gone_in_the_end(pipe):
        *_, last = run_in_process(request_to("return"))

    assert isinstance(last, Ended)


@pytest.mark.parametrize("how", ["loop", "simulate"])
def test_the_time_limit_ends_a_program_whatever_it_does(request_to, pipe, how):
    """Also within Aer, which does not let Python run."""
    with gone_in_the_end(pipe):
        started, published, last = run_in_process(request_to(how), timeout=1.5)

    assert isinstance(started, Started)
    assert last == TimedOut(1.5)
    with pytest.raises(ProcessLookupError):
        os.kill(int(published.text), 0)


@pytest.mark.parametrize(("how", "told"), [("abort", "by SIGABRT"), ("leave", "with exit code 5")])
def test_a_process_that_dies_is_told_how(request_to, pipe, how, told):
    with gone_in_the_end(pipe):
        *_, last = run_in_process(request_to(how))

    assert last == Died(told)


def test_closing_the_events_ends_the_run(request_to, pipe):
    """So does Ctrl-C in whoever listens."""
    with gone_in_the_end(pipe), contextlib.closing(run_in_process(request_to("loop"))) as events:
        assert any(isinstance(event, Published) for event in events)


def test_the_run_does_not_outlive_a_command_that_is_killed(program, request_to, pipe, start_qhil):
    """The kernel tells the process, so that it ends even within Aer."""
    inputs = json.dumps(request_to("simulate alone").inputs)
    with gone_in_the_end(pipe):
        command = start_qhil(
            "run", program(HOLDING), "--device", "ibmq_montreal", "--inputs", inputs
        )
        _, published = command.stdout.readline(), command.stdout.readline()
        assert published.split()[-1].isdigit()
        command.kill()


def test_a_syntax_error_and_a_refusal_are_last_words(program):
    (_, raised) = run_in_process(RunRequest(str(program("def (\n")), "ibmq_manila", {}, 7))
    (refused,) = run_in_process(RunRequest(str(program("")), "ibmq_manilla", {}, 7))

    assert isinstance(raised, Raised)
    assert isinstance(refused, Refused)


def test_unknown_signals_have_numbers():
    assert module._how(-signal.SIGKILL) == "by SIGKILL"
    assert module._how(-250) == "by signal 250"
