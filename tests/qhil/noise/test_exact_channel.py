from __future__ import annotations

import numpy as np
import pytest
from qiskit.quantum_info import SuperOp
from qiskit_aer.noise import (
    QuantumError,
    coherent_unitary_error,
    depolarizing_error,
    thermal_relaxation_error,
)

from qhil.noise.exact_channel import brief, superoperator


def device_like(size, t2):
    relaxation = thermal_relaxation_error(90e-6, t2, 300e-9)
    if size == 2:
        relaxation = relaxation.expand(thermal_relaxation_error(70e-6, t2, 300e-9))
    return depolarizing_error(0.01, size).compose(relaxation)


def qiskits_superoperator(error):
    """Row-major, from Qiskit's own conversion."""
    dim = 2**error.num_qubits
    data = SuperOp(error).data.reshape(dim, dim, dim, dim)
    return data.transpose(1, 0, 3, 2).reshape(dim * dim, dim * dim)


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("t2", [50e-6, 120e-6], ids=["T2<T1", "T2>T1"])
def test_the_sum_of_terms_is_qiskits(size, t2):
    error = device_like(size, t2)

    np.testing.assert_allclose(superoperator(error), qiskits_superoperator(error), atol=1e-15)


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("t2", [50e-6, 120e-6], ids=["T2<T1", "T2>T1"])
def test_brief_form_is_the_same_channel_to_the_last_digits(size, t2):
    error = device_like(size, t2)

    short = brief(error)

    assert isinstance(short, QuantumError)
    assert len(short.circuits) == 1
    assert len(short.circuits[0].data[0].operation.params) <= 4**size
    assert short.ideal() is False
    np.testing.assert_allclose(
        superoperator(short), qiskits_superoperator(error), rtol=0, atol=4e-15
    )


def test_an_error_that_is_no_product_goes_the_general_way():
    swap = coherent_unitary_error(np.eye(4)[[0, 2, 1, 3]])

    np.testing.assert_allclose(superoperator(swap), qiskits_superoperator(swap), atol=1e-15)


def test_three_qubits_go_the_general_way():
    error = depolarizing_error(0.03, 3)

    np.testing.assert_allclose(superoperator(error), qiskits_superoperator(error), atol=1e-12)
