import sys
import threading

import pytest

from qhil.program.hosting.raise_in import raise_in


class Ended(BaseException):
    pass


@pytest.fixture
def traced():
    """Everything in this thread is traced, as coverage does it."""
    before = sys.gettrace()

    def trace(frame, event, argument):
        return trace

    sys.settrace(trace)
    yield
    sys.settrace(before)


class Sleeper:
    """A thread that waits in C until it is let go on."""

    def __init__(self):
        self._started = threading.Lock()
        self._bed = threading.Lock()
        self._started.acquire()
        self._bed.acquire()
        self.told = []
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        self._started.acquire()

    def _run(self):
        try:
            self._started.release()
            self._bed.acquire()
            self.told.append("woke")
        except Ended:
            self.told.append("ended")

    def wake(self):
        self._bed.release()
        self.thread.join()
        return self.told


def a_function():
    return "called"


def test_it_is_raised_when_the_thread_comes_back_to_python(traced):
    sleeper = Sleeper()

    raise_in(sleeper.thread, Ended)

    assert a_function() == "called"
    assert sleeper.wake() == ["ended"]


def test_what_is_taken_back_is_not_raised(traced):
    sleeper = Sleeper()

    raise_in(sleeper.thread, Ended)
    raise_in(sleeper.thread, None)

    assert a_function() == "called"
    assert sleeper.wake() == ["woke"]


def test_a_thread_may_take_back_what_was_to_come_in_itself(traced):
    raise_in(threading.current_thread(), None)

    assert a_function() == "called"


def test_it_is_raised_in_a_thread_that_runs_python():
    told = []
    started = threading.Event()

    def work():
        started.set()
        while not told:
            a_function()

    def run():
        try:
            work()
        except Ended:
            told.append("ended")

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    raise_in(thread, Ended)
    thread.join()

    assert told == ["ended"]
