"""What a worker does, here in this process: what it leaves cannot be asked once it was killed."""

from __future__ import annotations

import io
import os
import pickle
import signal
import sys

import pytest

from qhil.simulation import worker_main
from qhil.simulation.aer import SimulationRequest, prepare, unpickle_result
from qhil.simulation.errors import SimulationOptionError
from qhil.simulation.worker_main import (
    answer,
    die_with,
    main,
    memory_limited,
    serve,
    take_standard_streams,
    volunteer_to_be_killed,
)
from qhil.simulation.worker_protocol import (
    Done,
    Failed,
    OutOfMemory,
    Started,
    Task,
    read_message,
    write_message,
)

prepare()

from qiskit import QuantumCircuit  # noqa: E402

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def _task(memory_limit=None, **options):
    circuit = QuantumCircuit(1)
    circuit.x(0)
    circuit.measure_all()
    request = SimulationRequest((circuit,), None, options)
    return Task(pickle.dumps(request), tuple(sys.path), memory_limit)


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as source, os.fdopen(writing, "wb", 0) as sink:
        yield source, sink


class _CannotBeSent(Exception):  # noqa: N818
    def __init__(self, message):
        self.way_back = lambda: None
        super().__init__(message)


def _raise(kind, *arguments):
    raise kind(*arguments)


class _Raising:
    """Raises when it is unpickled."""

    def __init__(self, *error):
        self.error = error

    def __reduce__(self):
        return _raise, self.error


def test_messages_arrive_as_they_were_sent(pipe):
    source, sink = pipe

    write_message(sink, Started())
    write_message(sink, Done(b"x" * 50_000))

    assert read_message(source) == Started()
    assert read_message(source) == Done(b"x" * 50_000)


def test_the_end_of_a_pipe_is_an_error_even_within_a_message(pipe):
    source, sink = pipe
    sink.write(b"\0" * 7)
    sink.close()

    with pytest.raises(EOFError):
        read_message(source)


def test_tasks_are_answered_in_turn_until_there_are_no_more(pipe):
    source, sink = pipe
    write_message(sink, _task(shots=5))
    write_message(sink, _task(shots=6))
    sink.close()
    replies = io.BytesIO()

    serve(source, replies)

    replies.seek(0)
    assert read_message(replies) == Started()
    assert unpickle_result(read_message(replies).result).get_counts() == {"1": 5}
    assert read_message(replies) == Started()
    assert unpickle_result(read_message(replies).result).get_counts() == {"1": 6}
    assert replies.read() == b""


def test_an_error_is_sent_with_its_traceback():
    reply = answer(_task(sots=1), lambda: None)

    assert isinstance(reply, Failed)
    assert isinstance(pickle.loads(reply.error), SimulationOptionError)
    assert "in simulate" in reply.traceback


def test_of_an_error_that_cannot_be_sent_the_traceback_is():
    broken = Task(pickle.dumps(_Raising(_CannotBeSent, "no way back")), tuple(sys.path), None)
    started = []

    reply = answer(broken, lambda: started.append(True))

    assert isinstance(reply, Failed)
    assert reply.error is None
    assert "no way back" in reply.traceback
    assert not started


def test_memory_that_python_does_not_get_is_told():
    broken = Task(pickle.dumps(_Raising(MemoryError)), tuple(sys.path), None)

    assert answer(broken, lambda: None) == OutOfMemory()


@linux
def test_a_memory_limit_lies_above_what_the_process_holds_and_is_lifted_again():
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    with memory_limited(2**26):
        inside = resource.getrlimit(resource.RLIMIT_DATA)
        bytearray(2**20)
        with pytest.raises(MemoryError):
            bytearray(2**30)

    assert inside[0] > 2**26
    assert inside[1] == before[1]
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


@linux
def test_a_memory_limit_does_not_go_beyond_what_the_system_allows(monkeypatch):
    import resource

    asked = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (1000, 1000))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: asked.append(limits))

    with memory_limited(2**26):
        pass

    assert asked == [(1000, 1000), (1000, 1000)]


@linux
def test_a_simulation_runs_under_a_memory_limit():
    assert isinstance(answer(_task(memory_limit=2**28), lambda: None), Done)


@linux
def test_the_system_is_told_to_end_this_process_first(monkeypatch, tmp_path):
    file = tmp_path / "score"
    monkeypatch.setattr(worker_main, "Path", lambda name: file)

    volunteer_to_be_killed()

    assert file.read_text() == "1000"


def test_where_the_system_cannot_be_told_nothing_happens(monkeypatch, tmp_path):
    monkeypatch.setattr(worker_main, "Path", lambda name: tmp_path / "no" / "score")

    volunteer_to_be_killed()


@linux
def test_the_lifeline_asks_the_kernel_for_a_signal(pipe):
    import fcntl

    source, _ = pipe

    die_with(source.fileno())
    flags = fcntl.fcntl(source, fcntl.F_GETFL)
    owner = fcntl.fcntl(source, fcntl.F_GETOWN)
    source.close()  # before its other end: else it would end this process

    assert flags & os.O_ASYNC
    assert owner == os.getpid()
    assert signal.getsignal(signal.SIGIO) == signal.SIG_DFL


@linux
def test_a_parent_that_is_gone_already_is_noticed(pipe, monkeypatch):
    source, sink = pipe
    codes = []
    monkeypatch.setattr(os, "_exit", codes.append)
    sink.close()

    die_with(source.fileno())

    assert codes == [1]


def test_standard_output_is_standard_error_and_standard_input_is_empty():
    kept = [os.dup(number) for number in (0, 1, 2)]
    reading, writing = os.pipe()
    errors, err = os.pipe()
    try:
        os.dup2(reading, 0)
        os.dup2(writing, 1)
        os.dup2(err, 2)
        requests, replies = take_standard_streams()
        os.write(1, b"printed")
        empty = os.read(0, 10)
        replies.write(b"reply")
    finally:
        for number, copy in enumerate(kept):
            os.dup2(copy, number)
            os.close(copy)

    assert empty == b""
    assert os.read(errors, 20) == b"printed"
    assert requests.read(20) == b"reply"
    requests.close()
    replies.close()
    for number in (reading, writing, errors, err):
        os.close(number)


@pytest.mark.parametrize("lifeline", [None, 5])
def test_a_worker_warms_up_and_serves(monkeypatch, lifeline):
    steps = []
    monkeypatch.setattr(worker_main, "die_with", steps.append)
    monkeypatch.setattr(worker_main, "volunteer_to_be_killed", lambda: steps.append("last"))
    monkeypatch.setattr(worker_main, "take_standard_streams", lambda: ("in", "out"))
    monkeypatch.setattr(worker_main, "serve", lambda *streams: steps.append(streams))
    monkeypatch.setattr(worker_main, "prepare", lambda: _raise(ImportError, "broken"))

    main(lifeline)

    assert steps == ([] if lifeline is None else [lifeline]) + ["last", ("in", "out")]
