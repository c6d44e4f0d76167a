from __future__ import annotations

import pytest

import qhil
from qhil.comparison import standard_circuits
from qhil.comparison.sides import RecordedSide
from qhil.recordings.drifted import Drift, drifted


@pytest.fixture(scope="session")
def manila():
    return qhil.load_recording("ibmq_manila")


@pytest.fixture(scope="session")
def circuits(manila):
    """A small set: readout, GHZ and mirror circuits on a pair of qubits."""
    return standard_circuits(manila, kinds=["readout", "ghz", "mirror"], widths=[2], seed=1)


@pytest.fixture(scope="session")
def pair_of(circuits):
    """The two qubits of that set."""
    from qhil.noise import footprint

    return tuple(sorted({q for one in circuits for q in footprint(one).qubits}))


@pytest.fixture(scope="session")
def twin(manila, pair_of):
    """The device on a later day, one qubit read worse by five points."""
    return drifted(manila, Drift(readout={pair_of[0]: 0.05}))


@pytest.fixture(scope="session")
def drifted_comparison(manila, twin, circuits):
    return qhil.compare(manila, RecordedSide(twin, sampled=True), circuits=circuits, seed=3)


@pytest.fixture(scope="session")
def equal_comparison(manila, circuits):
    return qhil.compare(manila, RecordedSide(manila, sampled=True), circuits=circuits, seed=3)
