"""pytest-timeout and Aer, which lets no other thread of its process run while it simulates."""

from __future__ import annotations

import contextlib
import uuid

import psutil
import pytest

LONG = """
from qiskit import QuantumCircuit


def long_circuit():
    # Every shot changes 2^20 amplitudes 4000 times.
    circuit = QuantumCircuit(20, 20)
    for _ in range(200):
        circuit.sx(range(20))
    circuit.measure(range(20), range(20))
    return circuit
"""

SITS_IN_AER = """
import psutil
import qhil
from bells import bell
from long_circuits import long_circuit

pytestmark = pytest.mark.device("ibmq_montreal")


@pytest.fixture
def warm():
    # The child process is there: what takes the time is the simulation.
    bell(qhil.RecordedBackend("ibmq_manila", contained=True))


@pytest.mark.timeout(3, func_only=True)
def test_a_run(warm, recorded_backend):
    recorded_backend.run(long_circuit()).result()


@pytest.mark.timeout(3, func_only=True)
def test_a_program(warm, run_program):
    def main(backend, user_messenger):
        backend.run(long_circuit()).result()

    run_program(main)


def test_nothing_is_left_running():
    assert psutil.Process().children(recursive=True) == []


@pytest.mark.timeout(60)
def test_the_next_one_works(recorded_backend):
    assert sum(bell(recorded_backend).values()) == 200
"""


@pytest.fixture
def mark(monkeypatch):
    """A text in the environment of all processes to come, by which they are known."""
    text = uuid.uuid4().hex
    monkeypatch.setenv("QHIL_TEST_MARK", text)
    return text


def left_running(mark):
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("QHIL_TEST_MARK") == mark:
                found.append(process)
    psutil.wait_procs(found, timeout=5)  # a child that sees its parent gone needs a moment
    return [process for process in found if process.is_running()]


@pytest.fixture
def sits_in_aer(bell):
    (bell.path / "long_circuits.py").write_text(LONG)
    return bell.write(test_a=SITS_IN_AER)


@pytest.mark.parametrize("workers", [[], ["-n1"]], ids=["here", "in a worker"])
def test_by_a_signal_the_limit_ends_the_test_and_nothing_else(sits_in_aer, mark, workers):
    result = sits_in_aer.run_apart("--timeout-method=signal", *workers)

    result.assert_outcomes(failed=2, passed=2)
    result.stdout.fnmatch_lines(["E * Failed: Timeout (>3.0s) from pytest-timeout."])
    result.stdout.fnmatch_lines(["*- qhil -*", "device *ibmq_montreal*", "repeat *test_a_run*"])
    assert not left_running(mark)


def test_by_a_thread_the_limit_ends_the_session_with_a_dump(sits_in_aer, mark):
    result = sits_in_aer.run_apart("--timeout-method=thread", "-k", "test_a_run")

    assert result.ret == 1
    printed = pytest.LineMatcher(result.outlines + result.errlines)
    printed.fnmatch_lines(
        [
            "*+ Timeout +*",
            "*Stack of MainThread*",
            '*test_a.py", line *, in test_a_run',
            "    recorded_backend.run(long_circuit()).result()",
            '*recorded.py", line *, in run',
            '*worker_process.py", line *, in run',
            "+* Timeout +*",
        ]
    )
    assert not left_running(mark)


IS_CONTAINED = """
{marker}
def test_x(recorded_backend):
    assert recorded_backend.contained is {contained}
"""


@pytest.mark.parametrize(
    ("marker", "arguments", "contained"),
    [
        ("", [], False),
        ("@pytest.mark.timeout(60)", [], True),
        ("", ["-o", "timeout=60"], True),
        ("", ["--timeout=60"], True),
        ("@pytest.mark.timeout(0)", ["-o", "timeout=60"], False),
    ],
    ids=["none", "marker", "configuration", "option", "switched off"],
)
def test_simulations_are_contained_where_there_is_a_limit(suite, marker, arguments, contained):
    suite.write(test_a=IS_CONTAINED.format(marker=marker, contained=contained))

    suite.run_apart(*arguments).assert_outcomes(passed=1)


def test_a_limit_in_the_environment_counts_too(suite, monkeypatch):
    monkeypatch.setenv("PYTEST_TIMEOUT", "60")
    suite.write(test_a=IS_CONTAINED.format(marker="", contained=True))

    suite.run_apart().assert_outcomes(passed=1)


def test_a_limit_makes_no_difference_to_the_counts(bell):
    bell.write(
        test_a="""
import qhil
from bells import bell


@pytest.mark.timeout(60)
@pytest.mark.noise("recorded", "twirled")
def test_x(recorded_backend):
    here = qhil.RecordedBackend("ibmq_manila", noise=recorded_backend.noise, seed=0)
    assert recorded_backend.contained
    assert bell(recorded_backend) == bell(here)
"""
    )

    bell.run_apart().assert_outcomes(passed=2)
