"""In the company of other plugins."""

from __future__ import annotations

import json
import os

import pytest

WRITES_COUNTS = """
import json
import os
from pathlib import Path
from bells import bell


@pytest.mark.noise("recorded", "twirled")
@pytest.mark.parametrize("n", range(3))
def test_counts(recorded_backend, request, n):
    found = {"counts": bell(recorded_backend), "seed": recorded_backend.seed}
    name = f"{request.node.name}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.json"
    Path(os.environ["QHIL_TEST_OUT"], name).write_text(json.dumps(found))
"""


def with_plugin(name):
    """The options of the environment, without the one that keeps this plugin out."""
    return os.environ["PYTEST_ADDOPTS"].replace(f"-p no:{name}", "")


@pytest.fixture
def counts(bell, tmp_path_factory, monkeypatch):
    """Run the suite; gives counts and seed by test, the workers there were, and the result."""
    bell.write(test_a=WRITES_COUNTS)

    def run(*arguments):
        out = tmp_path_factory.mktemp("out")
        monkeypatch.setenv("QHIL_TEST_OUT", str(out))
        result = bell.run_apart(*arguments)
        result.assert_outcomes(passed=6)
        files = {file.stem.rpartition("-"): json.loads(file.read_text()) for file in out.iterdir()}
        assert len(files) == 6
        by_test = {name: found for (name, _, _), found in files.items()}
        return by_test, {worker for _, _, worker in files}, result

    return run


def test_xdist_has_the_same_counts_whichever_worker(counts):
    here, _, _ = counts()
    there, workers, _ = counts("-n2", "--dist=load", "--maxschedchunk=1")

    assert there == here
    assert workers == {"gw0", "gw1"}


def test_xdist_workers_share_the_seed_that_was_drawn(counts):
    found, _, result = counts("-n2", "--qhil-seed=random")

    (header,) = (line for line in result.outlines if line.startswith("qhil: seed "))
    assert {str(one["seed"]) for one in found.values()} == {header.split()[2]}
    assert header.endswith("(drawn)")


def test_randomly_reorders_and_reseeds_without_effect_on_counts(counts, monkeypatch, requires):
    requires("pytest-randomly")
    here, _, _ = counts()
    monkeypatch.setenv("PYTEST_ADDOPTS", with_plugin("randomly"))

    for seed in (1, 2):
        there, _, result = counts("-p", "randomly", f"--randomly-seed={seed}")
        assert there == here
        result.stdout.fnmatch_lines([f"Using --randomly-seed={seed}"])


def test_the_repeating_command_has_the_seed_of_randomly(bell, monkeypatch, requires):
    requires("pytest-randomly")
    monkeypatch.setenv("PYTEST_ADDOPTS", with_plugin("randomly"))
    bell.write(test_a="def test_x(recorded_backend): assert 0")

    for workers in ([], ["-n1"]):
        result = bell.run_apart(*workers)
        (header,) = (line for line in result.outlines if line.startswith("Using --randomly"))
        result.stdout.fnmatch_lines([f"repeat *test_a.py::test_x {header.split()[1]}"])
        result.stdout.no_fnmatch_line("*-p no:randomly*")


@pytest.mark.parametrize("mode", ["strict", "auto"])
def test_async_tests_and_fixtures(bell, monkeypatch, requires, mode):
    requires("pytest-asyncio")
    monkeypatch.setenv("PYTEST_ADDOPTS", with_plugin("asyncio"))
    bell.write(
        ini=f'asyncio_mode = "{mode}"\nasyncio_default_fixture_loop_scope = "function"\n'
        'filterwarnings = ["error"]',
        test_a="""
import asyncio
import pytest_asyncio


@pytest_asyncio.fixture
async def patient(recorded_backend):
    await asyncio.sleep(0)
    return recorded_backend


@pytest.mark.asyncio
@pytest.mark.device("ibmq_manila", "ibmq_belem")
async def test_x(patient, recorded_backend, run_program, request):
    def main(backend, user_messenger):
        return backend.configuration().n_qubits

    assert patient is recorded_backend
    assert patient.recording.name in request.node.name
    assert run_program(main).result == 5
    loop = asyncio.get_running_loop()
    run = await loop.run_in_executor(None, run_program, main)
    assert run.result == 5
""",
    )

    bell.run_apart().assert_outcomes(passed=2)
