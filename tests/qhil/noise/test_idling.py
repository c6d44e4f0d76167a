from __future__ import annotations

import math

import numpy as np
import pytest
from qiskit.quantum_info import Operator, SuperOp
from qiskit_aer.noise import thermal_relaxation_error

from qhil.noise.idling import Waiting, phase_instruction, waiting_instruction


def channel(waiting, t1=50e-6, t2=60e-6):
    return SuperOp(waiting_instruction(waiting, t1, t2)).data


@pytest.mark.parametrize("t2", [20e-6, 50e-6, 80e-6, 100e-6])
def test_waiting_relaxes_as_in_aer(t2):
    ours = channel(Waiting(3e-6), t2=t2)
    aers = SuperOp(thermal_relaxation_error(50e-6, t2, 3e-6)).data

    assert ours == pytest.approx(aers, abs=1e-12)


def test_a_t2_beyond_twice_t1_is_cut():
    assert channel(Waiting(3e-6), t2=200e-6) == pytest.approx(channel(Waiting(3e-6), t2=100e-6))


def test_a_phase_is_that_of_one_and_passes_through_relaxation():
    together = channel(Waiting(3e-6, 0.7))
    phase = SuperOp(Operator(np.diag([1, np.exp(0.7j)]))).data

    assert together == pytest.approx(phase @ channel(Waiting(3e-6)))
    assert together == pytest.approx(channel(Waiting(3e-6)) @ phase)


def test_a_spread_of_phases_takes_coherence_as_a_gaussian():
    found = channel(Waiting(0.0, 0.0, 0.4))

    assert found[1, 1] == pytest.approx(math.exp(-0.08))
    assert found[0, 0] == found[3, 3] == pytest.approx(1)


def test_without_times_or_with_no_time_there_is_the_phase_alone():
    assert waiting_instruction(Waiting(3e-6, 0.2), None, 60e-6).name == "p"
    assert waiting_instruction(Waiting(0.0, 0.2), 50e-6, 60e-6).name == "p"


def test_noiseless_parts_say_so():
    """Else Aer would look for errors of cp and p."""
    assert phase_instruction(0.1).label == "noiseless"
    assert waiting_instruction(Waiting(0.0, 0.2), None, None).label == "noiseless"
