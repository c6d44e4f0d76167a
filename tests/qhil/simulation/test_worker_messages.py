"""What a worker sends back: errors as they were, what it printed, and why it ended."""

from __future__ import annotations

import sys

import pytest
from worker_requests import MIB, ghz, ghz_request, idle_pid, linux

from qhil.errors import SimulationError
from qhil.simulation.aer import SimulationRequest, simulate
from qhil.simulation.errors import (
    RemoteTraceback,
    SimulationCrash,
    SimulationMemoryError,
    SimulationOptionError,
)


def test_an_error_comes_back_as_itself_with_its_traceback(shared_pool):
    with pytest.raises(SimulationOptionError, match="no option 'sots'") as caught:
        shared_pool.run(ghz_request(sots=3))

    assert isinstance(caught.value.__cause__, RemoteTraceback)
    assert "in simulate" in str(caught.value.__cause__)


def test_an_error_leaves_the_process_ready(shared_pool):
    shared_pool.run(ghz_request())
    pid = idle_pid(shared_pool)

    with pytest.raises(SimulationOptionError):
        shared_pool.run(ghz_request(sots=3))

    assert shared_pool.run(ghz_request()).success
    assert idle_pid(shared_pool) == pid


def test_a_request_that_cannot_be_pickled_is_an_error_that_says_so(shared_pool):
    with pytest.raises(SimulationError, match="cannot be sent to another process"):
        shared_pool.run(SimulationRequest((ghz(),), None, {"shots": lambda: 1}))


def test_what_the_process_cannot_find_comes_back_as_an_error(shared_pool, monkeypatch):
    module = type(sys)("a_module_of_this_process")
    module.Size = type("Size", (int,), {"__module__": module.__name__})
    monkeypatch.setitem(sys.modules, module.__name__, module)

    with pytest.raises(ModuleNotFoundError, match="a_module_of_this_process"):
        shared_pool.run(ghz_request(shots=module.Size(3)))


def test_modules_found_along_a_path_added_later_are_found(shared_pool, monkeypatch, tmp_path):
    """A warm process knows the path of its start only."""
    shared_pool.run(ghz_request())
    (tmp_path / "sizes_of_a_user.py").write_text("class Size(int): pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    import sizes_of_a_user

    result = shared_pool.run(ghz_request(shots=sizes_of_a_user.Size(7)))

    assert sum(result.get_counts().values()) == 7


NOISY_MODULE = """
import os, sys
class Error(Exception):
    def __init__(self, one, two):
        super().__init__(one)
class Seed(int):
    def __reduce__(self):
        return seed, (int(self),)
def seed(number):
    what = {1: say, 2: leave, 3: fail, 4: lambda: bytearray(2**60), 5: die}
    what[number]()
    return number
def say():
    print("to standard output", flush=True)
    os.write(1, b"and below it")
    sys.stdin.read()
def leave():
    print("good bye", file=sys.stderr, flush=True)
    os._exit(7)
def fail():
    raise Error("one", "two")
def die():
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def seed_that(monkeypatch, tmp_path):
    (tmp_path / "code_of_a_user.py").write_text(NOISY_MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "code_of_a_user", raising=False)
    import code_of_a_user

    return lambda number: ghz_request(seed_simulator=code_of_a_user.Seed(number))


def test_what_is_printed_there_appears_here_and_disturbs_nothing(shared_pool, seed_that, capsys):
    result = shared_pool.run(seed_that(1))

    assert result.get_counts() == simulate(ghz_request(seed_simulator=1)).get_counts()
    assert capsys.readouterr().err == "to standard output\nand below it"
    shared_pool.run(ghz_request())
    assert capsys.readouterr().err == ""


def test_a_process_that_ends_before_the_simulation_says_so(shared_pool, seed_that):
    with pytest.raises(SimulationCrash, match=r"exit code 7 before the simulation") as caught:
        shared_pool.run(seed_that(2))

    assert str(caught.value).endswith("and had printed:\ngood bye")
    assert caught.value.stderr == "good bye\n"
    assert (caught.value.exit_code, caught.value.signal) == (7, None)
    assert not caught.value.started


def test_a_process_that_the_system_kills_for_its_memory_says_so(shared_pool, seed_that):
    with pytest.raises(SimulationCrash, match=r"SIGKILL .*where memory runs out") as caught:
        shared_pool.run(seed_that(5))

    assert (caught.value.exit_code, caught.value.signal) == (-9, "SIGKILL")


@linux
def test_a_crash_under_a_memory_limit_tells_the_limit(shared_pool, seed_that):
    with pytest.raises(SimulationCrash, match=f"it was allowed {64 * MIB} bytes"):
        shared_pool.run(seed_that(5), memory_limit=64 * MIB)


def test_an_error_that_cannot_be_sent_comes_as_a_simulation_error(shared_pool, seed_that):
    with pytest.raises(SimulationError, match=r"between processes: .*Error: one") as caught:
        shared_pool.run(seed_that(3))

    assert "in fail" in str(caught.value.__cause__)


def test_python_out_of_memory_is_a_memory_error(shared_pool, seed_that):
    with pytest.raises(SimulationMemoryError, match="than there is: MemoryError"):
        shared_pool.run(seed_that(4))

    assert shared_pool._idle == []
