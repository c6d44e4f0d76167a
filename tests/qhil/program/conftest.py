"""Program files, and proof that nothing of a run is left.

A program opens a named pipe for writing, as do the processes that it starts; when the last of them is
gone, a reader of that pipe comes to its end. So a test that returns has seen them go.
"""

import contextlib
import os

import pytest

import qhil


@pytest.fixture
def backend():
    """A device of one qubit."""
    return qhil.RecordedBackend("ibmq_armonk", seed=7)


@pytest.fixture(params=[False, True], ids=["here", "isolated"])
def isolate(request):
    """Whether the program runs in a process of its own."""
    return request.param


@pytest.fixture
def program(tmp_path):
    """``program("...")``: a program file with that text."""

    def write(text, name="prog.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


# Holds the pipe open, as does a process of its own, and then does what it is told to.
HOLDING = """
import os, subprocess, sys, threading, time

def main(backend, user_messenger, *, pipe, how):
    held = os.open(pipe, os.O_WRONLY)
    os.set_inheritable(held, True)
    if "alone" not in how:
        apart = how.endswith(" apart")
        other = subprocess.Popen(
            [sys.executable, "-c", "import signal; signal.pause()"],
            close_fds=False,
            start_new_session=apart,
        )
    try:
        user_messenger.publish(os.getpid())
        {"loop": loop, "sleep": sleep, "stubborn": stubborn, "thread": thread, "fork": fork}.get(
            how.split()[0], lambda: None
        )()
        if how.startswith("daemon"):
            daemon()
        if how.startswith("forked") and os.fork() == 0:
            sleep()
        if how == "abort":
            os.abort()
        if how.endswith("leave"):
            os._exit(5)
        if how.startswith("simulate"):
            simulate(backend)
        if how.endswith(" apart"):
            sleep()
        return "done"
    finally:
        os.close(held)

def loop():
    while True:
        pass

def sleep():
    time.sleep(1000)

def stubborn():
    while True:
        try:
            loop()
        except BaseException:
            pass

def thread():
    threading.Thread(target=loop, name="busy").start()
    sleep()

def fork():
    if os.fork() == 0:
        loop()
    sleep()

def daemon():
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            sleep()
        os._exit(0)
    os.waitpid(child, 0)  # from here on its own child is nobody's

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
def holding(program):
    """The file of the program above."""
    return program(HOLDING)


@pytest.fixture
def pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


@pytest.fixture
def gone_in_the_end(pipe):
    """A context that waits at its end until no process holds the pipe."""

    @contextlib.contextmanager
    def wait():
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            yield
            os.set_blocking(reader, True)
            assert os.read(reader, 1) == b""
        finally:
            os.close(reader)

    return wait
