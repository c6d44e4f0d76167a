"""The command that repeats a failing test does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qhil.pytest_plugin.repetition import _kept

FAILS = """
from bells import bell


@pytest.mark.parametrize("text", ["plain", "it's [a::b] $HOME"])
def test_fails(recorded_backend, text):
    assert text == "plain" and bell(recorded_backend) is None, bell


def test_tells_its_counts(recorded_backend):
    counts = bell(recorded_backend)
    assert False, f"counts {counts} seed {recorded_backend.seed}"
"""


def commands(result):
    """The command by the name of each test that failed."""
    lines = [line.partition("repeat    ")[2] for line in result.outlines]
    return [line for line in lines if line]


def repeated(command, folder):
    """What the command prints, given to the shell in that folder."""
    done = subprocess.run(
        command.replace("python -m", f"{sys.executable} -m", 1),
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return pytest.RunResult(done.returncode, done.stdout.splitlines(), [], 0)


def told(result):
    return [line for line in result.outlines if line.startswith("E  ") and "counts {" in line]


@pytest.mark.parametrize(
    ("folder", "workers"),
    [(".", []), ("tests/deep", ["-n2"])],
    ids=["at the root", "below it, in workers"],
)
def test_each_command_repeats_one_test_alone(bell, monkeypatch, folder, workers):
    """Wherever pytest was started: node ids are from its root folder on, the command is not."""
    bell.write(ini='pythonpath = ["."]', **{"tests/deep/test_a": FAILS})
    monkeypatch.chdir(bell.path / folder)

    first = bell.run_apart("--qhil-seed=random", "--qhil-device=ibmq_belem,ibmq_manila", *workers)

    first.assert_outcomes(failed=6)
    found = commands(first)
    assert len(set(found)) == 6
    for command in (found[0], next(one for one in found if "$HOME" in one)):
        repeated(command, Path.cwd()).assert_outcomes(failed=1)
    (telling,) = (one for one in found if "tells_its_counts[ibmq_belem]" in one)
    again = repeated(telling, Path.cwd())
    again.assert_outcomes(failed=1)
    assert len(told(again)) == 1
    assert told(again)[0] in told(first)


def test_where_nothing_was_said_the_command_is_short(bell):
    bell.write(test_a="def test_x(recorded_backend): assert 0")

    assert commands(bell.run_apart("-x", "-v", "-n1")) == ["python -m pytest test_a.py::test_x"]


def test_a_seed_of_the_configuration_needs_no_saying_unless_it_was_drawn(bell):
    bell.write(test_a="def test_x(recorded_backend): assert 0", ini="qhil_seed = 7")
    (fixed,) = commands(bell.run_apart())
    bell.write(ini='qhil_seed = "random"')

    result = bell.run_apart()
    (drawn,) = commands(result)

    assert fixed == "python -m pytest test_a.py::test_x"
    (header,) = (line for line in result.outlines if line.startswith("qhil: seed "))
    seed = header.split()[2]
    assert drawn == f"{fixed} --qhil-seed={seed}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (["tests", "-x", "-n2", "-k", "b", "--lf", "-m", "slow"], []),
        (["-p", "no:cov", "-pno:xdist", "-vv"], ["-p", "no:cov", "-pno:xdist"]),
        (["-c", "a.toml", "--rootdir=.", "--rootdir", ".."],) * 2,
        (["-o", "qhil_seed=3", "--override-ini=a=b", "-Werror"],) * 2,
        (["--qhil-device", "a,b", "--qhil-no-strict", "--qhil-recordings=here"],) * 2,
        (["--timeout=3", "--timeout-func-only", "--import-mode=importlib"],) * 2,
        (["--qhil-seed=3", "--qhil-seed", "random"], []),
        (["--qhil-device"], ["--qhil-device"]),
    ],
)
def test_what_may_matter_to_one_test_is_kept_as_it_was_typed(typed, kept):
    assert list(_kept(typed)) == kept
