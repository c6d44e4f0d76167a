from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading

import pytest

import qhil
from qhil.faults import ask
from qhil.sweeping import Verdict, clean_run
from qhil.sweeping.leftovers import stable

KEPT = []
WAITS = "import sys; sys.stdin.read()"


@pytest.fixture(autouse=True)
def closed():
    yield
    while KEPT:
        KEPT.pop()()


def leaves_thread():
    over = threading.Event()
    KEPT.append(over.set)
    threading.Thread(target=over.wait, name="heartbeat", daemon=True).start()


def leaves_socket():
    kept = socket.socket()
    kept.bind(("127.0.0.1", 0))
    kept.listen()
    KEPT.append(kept.close)


def leaves_file():
    KEPT.append(open(__file__).close)  # noqa: PTH123, SIM115


def drops_file():
    open(os.devnull)  # noqa: PTH123, SIM115


def leaves_process():
    process = subprocess.Popen([sys.executable, "-S", "-c", WAITS], stdin=subprocess.PIPE)
    KEPT.append(process.communicate)


LEAKS = {
    leaves_thread: "thread heartbeat",
    leaves_socket: "socket AF_INET LISTEN",
    leaves_file: f"file {__file__}",
    drops_file: "unclosed file",
    leaves_process: "process python",
}


@pytest.mark.parametrize("leak", LEAKS)
def test_what_is_left_when_a_fault_happens_is_told(leak):
    def scenario():
        if ask("program.publish") is not None:
            leak()

    report = qhil.sweep(scenario)

    assert {one.verdict for one in report.points} == {Verdict.LEAK}
    assert LEAKS[leak] in report.points[0].told[0]


@pytest.mark.parametrize("leak", LEAKS)
def test_what_is_left_in_any_case_is_none(leak):
    def scenario():
        ask("program.publish")
        leak()

    assert clean_run(scenario).left
    assert qhil.sweep(scenario).passed


def test_what_is_made_once_for_the_whole_process_is_none():
    def scenario():
        if ask("program.publish") is not None and not KEPT:
            leaves_thread()

    assert qhil.sweep(scenario).passed


def test_what_ends_soon_is_none():
    def scenario():
        if ask("program.publish") is not None:
            threading.Thread(target=threading.Event().wait, args=(0.02,)).start()

    assert qhil.sweep(scenario).passed


def test_what_the_scenario_itself_says_is_left():
    running = []

    def scenario():
        running[:] = ["job 1 runs"] if ask("program.publish") is not None else []

    report = qhil.sweep(scenario, left=lambda: running)

    assert {one.verdict for one in report.points} == {Verdict.LEAK}
    assert report.points[0].told == ("left behind: job 1 runs",)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("<object at 0x7f3a12345678>", "<object at 0x...>"),
        ("Thread-12 (wait)", "Thread-... (wait)"),
        ("ThreadPoolExecutor-3_0", "ThreadPoolExecutor-..."),
        ("/tmp/tmpab12cd34/diary", "/tmp/tmp.../diary"),
        ("unclosed <socket.socket fd=9, family=1>", "unclosed <socket.socket family=1>"),
        ("laddr=('127.0.0.1', 34567)", "laddr=('127.0.0.1', ...)"),
        ("subprocess 4711 is still running", "subprocess ... is still running"),
    ],
)
def test_what_differs_from_run_to_run_is_not_told(text, without):
    assert stable(text) == without
