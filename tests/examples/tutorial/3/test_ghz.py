import pytest

import qhil

HALF_AND_HALF = {"000": 0.5, "111": 0.5}


@pytest.mark.noise("ideal")
def test_all_qubits_agree(run_program):
    run = run_program("ghz.py", {"n_qubits": 3})

    qhil.assert_counts_close(run.result["counts"], HALF_AND_HALF)


def test_all_qubits_agree_within_the_noise_of_the_device(run_program):
    run = run_program("ghz.py", {"n_qubits": 3})

    qhil.assert_counts_close(run.result["counts"], HALF_AND_HALF, within=0.25)
