from __future__ import annotations

import math

import numpy as np
import pytest
from qiskit.quantum_info import PTM, average_gate_fidelity
from qiskit_aer.noise import depolarizing_error, thermal_relaxation_error

from qhil.noise.twirl import twirl


def test_relaxation_twirls_to_the_textbook_channel():
    """p_X = p_Y = (1 - e^(-t/T1)) / 4 and p_Z = (1 - e^(-t/T2)) / 2 - p_X (Ghosh et al., PRA 86, 062318)."""
    t1, t2, time = 80.0, 60.0, 5.0
    p_x = (1 - math.exp(-time / t1)) / 4
    p_z = (1 - math.exp(-time / t2)) / 2 - p_x

    ptm = np.real(np.diag(PTM(twirl(thermal_relaxation_error(t1, t2, time))).data))

    # Eigenvalues of the Pauli channel: 1 - 2 (sum of the probabilities that anticommute).
    np.testing.assert_allclose(
        ptm, [1, 1 - 2 * (p_x + p_z), 1 - 2 * (p_x + p_z), 1 - 4 * p_x], atol=1e-12
    )


@pytest.mark.parametrize("t2", [50.0, 120.0])
def test_the_diagonal_and_the_average_fidelity_are_kept(t2):
    relaxation = thermal_relaxation_error(90.0, t2, 3.0).expand(
        thermal_relaxation_error(70.0, t2, 3.0)
    )
    error = depolarizing_error(0.02, 2).compose(relaxation)

    twirled = twirl(error)

    before, after = np.real(PTM(error).data), np.real(PTM(twirled).data)
    np.testing.assert_allclose(np.diag(after), np.diag(before), atol=1e-12)
    np.testing.assert_allclose(after, np.diag(np.diag(after)), atol=1e-12)
    assert average_gate_fidelity(twirled) == pytest.approx(average_gate_fidelity(error), abs=1e-12)


def test_a_pauli_channel_is_its_own_twirl():
    error = depolarizing_error(0.05, 2)

    np.testing.assert_allclose(PTM(twirl(error)).data, PTM(error).data, atol=1e-12)
