from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from device_circuits import bell, coins

from qhil.backend import RecordedBackend
from qhil.service_errors import IBMQBackendValueError


@pytest.fixture
def backend():
    return RecordedBackend("ibmq_manila", seed=7)


def _counts(backend, circuits=None, **options):
    return backend.run(bell() if circuits is None else circuits, **options).result().get_counts()


def test_a_seed_fixes_counts_and_job_ids_of_all_runs():
    first, second = (RecordedBackend("ibmq_manila", seed=3) for _ in range(2))

    jobs = [(first.run(coins()), second.run(coins())) for _ in range(3)]

    for one, other in jobs:
        assert one.job_id() == other.job_id()
        assert one.result().get_counts() == other.result().get_counts()
    assert len({one.job_id() for one, _ in jobs}) == 3
    assert len({str(one.result().get_counts()) for one, _ in jobs}) == 3


def test_a_seed_fixes_counts_and_job_ids_in_every_process():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import qhil, device_circuits\n"
        "job = qhil.RecordedBackend('ibmq_manila', seed=3).run(device_circuits.coins())\n"
        "print(job.job_id(), sorted(job.result().get_counts().items()))"
    )
    paths = os.pathsep.join(sys.path)

    printed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, str(Path(__file__).parent)],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "12345"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=100,
    ).stdout

    job = RecordedBackend("ibmq_manila", seed=3).run(coins())
    assert printed.strip() == f"{job.job_id()} {sorted(job.result().get_counts().items())}"


def test_the_seed_that_was_drawn_repeats_the_runs():
    backend = RecordedBackend("ibmq_manila")

    counts = _counts(backend, coins())

    assert counts == _counts(RecordedBackend("ibmq_manila", seed=backend.seed), coins())
    assert counts != _counts(RecordedBackend("ibmq_manila"), coins())


def test_an_explicit_seed_goes_to_aer_untouched_and_leaves_job_ids_to_the_backends(backend):
    first = backend.run(coins(), seed_simulator=5)
    second = RecordedBackend("ibmq_manila", seed=8).run(coins(), seed_simulator=5)

    assert first.result().get_counts() == second.result().get_counts()
    assert first.result().qhil["seed_simulator"] == 5
    assert first.job_id() != second.job_id()


@pytest.mark.parametrize("seed", [0, 2**31, 2**63 - 1])
def test_explicit_seeds_of_all_sizes_run_also_in_batches(backend, seed):
    first = _counts(backend, [coins(), coins()], shots=500, seed_simulator=seed)

    assert first == _counts(backend, [coins(), coins()], shots=500, seed_simulator=seed)


def test_a_run_that_is_refused_takes_no_seed_from_the_next():
    first, second = (RecordedBackend("ibmq_manila", seed=3) for _ in range(2))

    with pytest.raises(IBMQBackendValueError):
        first.run(coins(), shots=-1)

    assert first.run(coins()).job_id() == second.run(coins()).job_id()
