from __future__ import annotations

import threading

from qhil.simulation.time_limit import TimeLimit, daemon_timer


class ByHand:
    """A timer whose time comes when the test says so."""

    def __init__(self, seconds, action):
        self.seconds, self.come, self.log = seconds, action, []

    def start(self):
        self.log.append("start")

    def cancel(self):
        self.log.append("cancel")


def _limit(seconds=2.0):
    stopped = []
    timers = []

    def make(*arguments):
        timers.append(ByHand(*arguments))
        return timers[-1]

    return TimeLimit(seconds, lambda: stopped.append(True), make), timers, stopped


def test_stops_once_when_the_time_has_come():
    limit, (timer,), stopped = _limit()

    limit.start()
    timer.come()

    assert timer.seconds == 2.0
    assert limit.passed
    assert stopped == [True]


def test_does_not_run_before_it_is_started():
    limit, (timer,), _ = _limit()

    assert timer.log == []
    assert not limit.started
    limit.start()
    assert timer.log == ["start"]
    assert limit.started


def test_a_timer_that_goes_off_after_the_end_stops_nothing():
    """Else it would kill whatever the process does next."""
    limit, (timer,), stopped = _limit()

    limit.start()
    limit.end()
    timer.come()

    assert timer.log == ["start", "cancel"]
    assert not limit.passed
    assert stopped == []


def test_without_seconds_there_is_no_timer():
    limit, timers, _ = _limit(None)

    limit.start()
    limit.end()

    assert timers == []
    assert limit.started


def test_the_real_timer_calls_and_does_not_keep_the_process_alive():
    called = threading.Event()

    timer = daemon_timer(0.0, called.set)
    timer.start()

    assert called.wait(10)
    assert timer.daemon


def test_the_real_timer_takes_times_beyond_what_threads_can_wait():
    timer = daemon_timer(float("inf"), lambda: None)

    timer.start()
    timer.cancel()
    timer.join(10)

    assert not timer.is_alive()
