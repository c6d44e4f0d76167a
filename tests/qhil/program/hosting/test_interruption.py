"""Time limits by a clock that the tests wind: a timer goes off when it is told to."""

import sys
import threading
import weakref

import pytest

from qhil.program.hosting.ends import Cancelled, RanTooLong
from qhil.program.hosting.interruption import Interruption

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


class Clock:
    """Makes timers; `go` has those that were started go off, in another thread, as real ones do."""

    def __init__(self):
        self.waiting = []

    def __call__(self, seconds, action):
        return Timer(self, seconds, action)

    def go(self):
        waiting, self.waiting = self.waiting, []
        for timer in waiting:
            thread = threading.Thread(target=timer.action)
            thread.start()
            thread.join()


class Timer:
    def __init__(self, clock, seconds, action):
        self.clock, self.seconds, self.action = clock, seconds, action

    def start(self):
        self.clock.waiting.append(self)

    def cancel(self):
        if self in self.clock.waiting:
            self.clock.waiting.remove(self)


@pytest.fixture
def clock():
    return Clock()


def test_a_program_in_time_is_left_alone(clock):
    with Interruption(5.0, clock) as interruption:
        assert [timer.seconds for timer in clock.waiting] == [5.0]
        assert interruption.call(lambda: "done") == "done"
    clock.go()

    assert interruption.reason is None
    assert clock.waiting == []


def test_when_the_time_is_over_the_program_is_left(clock):
    went_on = []

    def program():
        clock.go()
        went_on.append(True)

    with pytest.raises(RanTooLong), Interruption(5.0, clock) as interruption:
        interruption.call(program)

    assert interruption.reason is RanTooLong
    assert went_on == []


@pytest.mark.skipif(sys.gettrace() is not None, reason="what traces the tests may prevent it")
def test_a_program_that_catches_it_is_told_again_and_cannot_catch_that(clock):
    caught = []

    def program():
        while len(caught) < 5:
            try:
                clock.go()
            except BaseException as error:  # noqa: BLE001, PERF203
                caught.append(error)

    trace = sys.gettrace()
    interruption = Interruption(5.0, clock, lambda file: file == __file__)
    with pytest.raises(RanTooLong), interruption:
        interruption.call(program)

    assert len(caught) == 1
    assert sys.gettrace() is trace


def test_the_hosts_own_work_is_not_interrupted(clock):
    with Interruption(5.0, clock) as interruption:
        clock.go()

    assert interruption.reason is RanTooLong
    assert interruption.call(lambda: "later") == "later"


def test_the_program_itself_may_end_the_run(clock):
    with pytest.raises(Cancelled), Interruption(None, clock) as interruption:
        interruption.call(interruption.end, Cancelled)


def test_in_another_thread_than_the_main_one_the_next_call_raises(clock):
    ended = []

    def run():
        with Interruption(None, clock) as interruption:
            other = threading.Thread(target=interruption.end, args=[Cancelled])
            other.start()
            other.join()
            try:
                interruption.check()
            except Cancelled as error:
                ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()

    assert len(ended) == 1


@pytest.mark.parametrize("kind", [weakref.WeakSet, weakref.WeakKeyDictionary])
def test_nothing_is_raised_where_it_would_be_ignored(clock, kind):
    """In a callback of a weak reference: the next signal finds the program elsewhere."""
    code = compile("frame = sys._getframe()", kind.__init__.__code__.co_filename, "exec")
    interruption = Interruption(5.0, clock)
    found = {"sys": sys}
    with interruption:
        interruption.call(exec, code, found)
        interruption.reason = RanTooLong

        assert interruption.call(interruption._answer, 0, found["frame"]) is None
        with pytest.raises(RanTooLong):
            interruption.call(lambda: interruption._answer(0, sys._getframe()))
