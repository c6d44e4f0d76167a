"""What a failing test tells."""

from __future__ import annotations

import pytest

import qhil

FAILS = """
from bells import bell


def test_passes(recorded_backend):
    assert bell(recorded_backend)


def test_uses_none_and_fails():
    assert False


@pytest.mark.device("ibm_sherbrooke", at="2023-12-31")
@pytest.mark.noise("twirled")
def test_fails(recorded_backend):
    assert recorded_backend.run is None


def test_program_fails(run_program):
    def main(backend, user_messenger):
        raise ValueError("bad angle")

    run = run_program(main)
    assert run.status == "COMPLETED"


def test_program_does_another_thing(run_program):
    run = run_program("def main(backend, user_messenger): return 1", isolate=False)
    assert run.result == 2


@pytest.fixture
def broken(recorded_backend):
    raise RuntimeError("in a fixture")


def test_setup_fails(broken):
    pass


@pytest.fixture
def mine():
    import qhil
    return qhil.RecordedBackend("ibmq_belem", seed=5, strict=False)


def test_own_backend_fails(mine):
    assert mine is None
"""


def section(result, test):
    """The lines of the section ``qhil`` of a failed test's report."""
    lines = result.outlines
    start = next(n for n, line in enumerate(lines) if line.strip("_ ").endswith(test))
    try:
        begin = next(
            n for n, line in enumerate(lines[start:], start) if line.strip("-") == " qhil "
        )
    except StopIteration:
        return None
    if any(line.startswith("____") for line in lines[start + 1 : begin]):
        return None
    rest = lines[begin + 1 :]
    end = next(n for n, line in enumerate(rest) if line.startswith(("___", "===")))
    return rest[:end]


@pytest.mark.parametrize("workers", [[], ["-n2"]], ids=["here", "in workers"])
def test_a_failure_tells_what_it_happened_on(bell, workers):
    sherbrooke = qhil.load_recording("ibm_sherbrooke", at="2023-12-31")
    manila, belem = qhil.load_recording("ibmq_manila"), qhil.load_recording("ibmq_belem")
    bell.write(test_a=FAILS)

    result = bell.run_apart(*workers)

    result.assert_outcomes(passed=1, failed=5, errors=1)
    assert section(result, "test_uses_none_and_fails") is None
    assert section(result, "test_fails[ibm_sherbrooke@2023-12-31-twirled]")[:4] == [
        "device    ibm_sherbrooke, properties of 2023-01-03T14:44:26+00:00",
        f"digest    sha256 {sherbrooke.digest}",
        "noise     twirled",
        "seed      0",
    ]
    program = "\n".join(section(result, "test_program_fails"))
    assert f"digest    sha256 {manila.digest}\n" in program
    assert "test_a.py: FAILED\n          Traceback (most recent call last):\n" in program
    assert 'raise ValueError("bad angle")\n          ValueError: bad angle\nrepeat ' in program
    assert section(result, "test_program_does_another_thing")[4] == "program   <program>: COMPLETED"
    assert section(result, "test_setup_fails")[0].startswith("device    ibmq_manila, ")
    assert section(result, "test_own_backend_fails")[:4] == [
        "device    ibmq_belem, properties of 2021-03-15T04:49:04+00:00",
        f"digest    sha256 {belem.digest}",
        "noise     recorded, not strict",
        "seed      5",
    ]


def test_a_backend_is_not_kept_beyond_its_test(bell):
    """A session may have thousands of tests, and each backend its results."""
    bell.write(
        test_a="""
import gc, weakref

made = []

def test_one(recorded_backend, run_program):
    made.append(weakref.ref(recorded_backend))
    run_program(lambda backend, user_messenger: None)
    assert made[0]() is not None

def test_two():
    gc.collect()
    assert made[0]() is None
"""
    )

    bell.run_apart().assert_outcomes(passed=2)
