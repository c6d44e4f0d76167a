"""Pools of worker processes; the modules of this folder can be imported by its tests."""

import sys
from pathlib import Path

import pytest

from qhil.simulation.worker import WorkerPool

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module")
def shared_pool():
    pool = WorkerPool()
    yield pool
    pool.close()


@pytest.fixture
def pool():
    pool = WorkerPool()
    yield pool
    pool.close()
