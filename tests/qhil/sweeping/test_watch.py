from __future__ import annotations

import contextlib
import sys
import threading
import time

import pytest

import qhil
from qhil.faults import FaultPlan, ask, inject, note_delay
from qhil.program.hosting.ends import silent_ends
from qhil.sweeping import Verdict
from qhil.sweeping.watch import Hung, Watch

NOTHING = FaultPlan()


class Timers:
    """Timers that go off when told."""

    def __init__(self):
        self.actions = []

    def __call__(self, _seconds, action):
        self.actions.append(action)
        return self

    def start(self):
        pass

    def cancel(self):
        pass


def test_too_much_time_by_the_clock_ends_a_scenario():
    watch = Watch(NOTHING, delay_limit=10)

    def waits():
        while True:
            note_delay(3)

    with inject(watch), pytest.raises(Hung):
        watch.call(waits)
    assert watch.hang == "was not over after 10 s by its clock"
    assert watch.delayed == 12


def test_too_many_calls_end_a_scenario():
    watch = Watch(NOTHING, call_limits=({"backend.run": 5}, 3))

    def asks():
        for _ in range(5):
            ask("backend.run")
        while True:
            ask("job.result")

    with inject(watch), pytest.raises(Hung):
        watch.call(asks)
    assert watch.hang == "called job.result more than 3 times"


def test_who_catches_everything_is_ended_at_the_next_call():
    watch = Watch(NOTHING, delay_limit=1)
    ended = []

    def stubborn():
        for _ in range(3):
            try:
                note_delay(1)
            except BaseException as error:  # noqa: BLE001, PERF203
                ended.append(type(error))

    with inject(watch):
        watch.call(stubborn)
    assert ended == [Hung, Hung]
    assert watch.hang


def test_real_time_ends_what_sleeps():
    timers = Timers()
    watch = Watch(NOTHING, seconds=5, timer=timers)
    (passes,) = timers.actions

    def sleeps():
        threading.Thread(target=passes).start()
        time.sleep(60)

    with pytest.raises(Hung):
        watch.call(sleeps)
    assert watch.hang == "did not end within 5 s"


def test_in_another_thread_it_ends_python_code():
    told = []

    def elsewhere():
        timers = Timers()
        watch = Watch(NOTHING, seconds=5, timer=timers)

        def spins():
            threading.Thread(target=timers.actions[0]).start()
            while True:
                pass

        with contextlib.suppress(Hung):
            watch.call(spins)
        told.append(watch.hang)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join(60)

    assert told == ["did not end within 5 s"]


def test_a_thread_of_the_scenario_that_never_ends_ends_the_scenario():
    watch = Watch(NOTHING, delay_limit=10)

    def waits():
        while True:
            note_delay(3)

    thread = threading.Thread(target=waits)

    def scenario():
        thread.start()
        time.sleep(60)

    with silent_ends(Hung), inject(watch):
        with pytest.raises(Hung):
            watch.call(scenario)
        thread.join()


def test_other_threads_errors_are_told_as_ever(monkeypatch):
    heard = []
    monkeypatch.setattr(threading, "excepthook", lambda told: heard.append(told.exc_type))

    def fails():
        raise KeyError

    with silent_ends(Hung):
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()

    assert heard == [KeyError]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_program_without_a_time_limit_is_ended_within_run_program():
    program = "import time\ndef main(backend, user_messenger):\n    time.sleep(60)\n"
    timers = Timers()
    watch = Watch(NOTHING, seconds=5, timer=timers)

    def scenario():
        threading.Timer(0.05, timers.actions[0]).start()
        return qhil.run_program(program, qhil.RecordedBackend("ibmq_manila", seed=1))

    with pytest.raises(Hung):
        watch.call(scenario)


def test_a_hang_is_a_verdict():
    def retries():
        while ask("program.publish") is not None:
            pass

    report = qhil.sweep(retries, call_limit=50)
    found = {one.plan: one for one in report.points}

    assert found["program.publish=lost"].verdict is Verdict.HANG
    assert found["program.publish=lost"].told == ("called program.publish more than 51 times",)
    assert found["program.publish=1*lost"].verdict is Verdict.SAME


def test_waiting_by_the_clock_is_a_verdict():
    def polls():
        while ask("backend.properties") is not None:
            note_delay(100)

    report = qhil.sweep(polls, virtual_limit=1000)
    found = {one.plan: one for one in report.points}

    assert found["backend.properties=none"].verdict is Verdict.HANG
    assert found["backend.properties=none"].delayed == 1100


def test_where_the_scenario_came_after_the_last_fault():
    watch = Watch(FaultPlan.parse("backend.run@2=1*api_error"))

    def scenario():
        for site in ("job.result", "backend.run", "backend.run", "job.result", "backend.run"):
            ask(site)

    with inject(watch):
        watch.call(scenario)
    assert watch.later == {"job.result": (2, 2), "backend.run": (3, 3)}


def test_without_a_fault_there_is_nothing_after_it():
    watch = Watch(NOTHING)
    with inject(watch):
        watch.call(lambda: ask("backend.run"))

    assert watch.later == {}
