"""The variational program finds the ground state, as well as a device lets it."""

import numpy as np
import pytest
from programs.ising_vqe import ansatz
from qiskit.quantum_info import Statevector

import qhil

two_devices = pytest.mark.device("ibmq_manila", "ibm_perth")


@two_devices
@pytest.mark.noise("ideal", "recorded")
def test_the_energy_goes_down_but_not_below_the_ground_state(vqe, chain):
    run = vqe()

    energies = [step["energy"] for step in run.interim]
    assert run.status == "COMPLETED"
    assert len(energies) == 6
    assert energies[0] > run.result["energy"] > chain.ground_energy


@two_devices
@pytest.mark.noise("ideal")
def test_without_noise_the_counts_are_those_of_the_state(vqe, chain):
    result = vqe().result

    state = Statevector(ansatz(chain.n_spins, *result["angles"]))
    qhil.assert_counts_close(result["counts"]["Z"], state.probabilities_dict())


@two_devices
@pytest.mark.noise("recorded", "readout")
def test_noise_moves_at_most_a_fifth_of_the_counts(vqe, chain):
    result = vqe().result

    state = Statevector(ansatz(chain.n_spins, *result["angles"]))
    qhil.assert_counts_close(result["counts"]["Z"], state.probabilities_dict(), within=0.2)


def test_every_iteration_is_noted_and_then_the_result(vqe, user_messenger, notebook):
    user_messenger.listen(notebook.note)

    run = vqe(inputs={"iterations": 2})

    assert notebook.lines[:2] == [
        f"iteration {step['iteration']}: {step['energy']:+.3f}" for step in run.interim
    ]
    assert user_messenger.interim[-1]["energy"] == run.interim[-1]["energy"]


def test_the_start_may_be_an_array(vqe):
    start = np.array([0.1, -0.2])

    first = vqe(inputs={"start": start, "iterations": 1}).interim[0]

    assert isinstance(first["angles"], np.ndarray)
    assert abs(first["angles"] - start).max() < 2


def test_a_program_that_goes_on_and_on_is_ended(vqe):
    run = vqe(inputs={"iterations": 10**6}, max_execution_time=2)

    assert run.status == "CANCELLED - RAN TOO LONG"
    assert run.interim
    with pytest.raises(qhil.ProgramFailedError):
        _ = run.result
