"""The example programs do what their first lines say, on recorded devices."""

from pathlib import Path

import numpy as np
import pytest

import qhil
from qhil.program import loaded_program

FOLDER = Path(__file__).parent
EXACT_ENERGY = -1.857275


@pytest.fixture
def run():
    """``run("hello", device, name="Ada")``: the messenger and what main returned."""

    def call(example, device, *, noise="recorded", seed=7, **inputs):
        backend = qhil.RecordedBackend(device, noise=noise, seed=seed)
        messenger = qhil.UserMessenger()
        with loaded_program(FOLDER / f"{example}.py") as program:
            return messenger, program.main(backend, messenger, **inputs)

    return call


@pytest.mark.parametrize("device", ["ibmq_armonk", "ibmq_manila", "ibm_sherbrooke"])
def test_hello_greets_and_measures_a_bit(run, device):
    messenger, result = run("hello", device, name="Ada")

    assert messenger.interim[0] == "Hello, Ada!"
    assert result["name"] == "Ada"
    assert result["bit"] in {"0", "1"}
    assert messenger.interim[-1] == f"The coin says {result['bit']}."


@pytest.mark.parametrize("device", ["ibmq_manila", "ibm_washington", "ibm_torino"])
def test_bell_pairs_agree_mostly_but_not_always(run, device):
    messenger, result = run("bell_sampler", device, pairs=2, shots=1000)

    assert len(messenger.interim) == 2
    assert sum(result["counts"].values()) == 2000
    assert 0.8 < result["agree"] < 1
    assert result["agree"] == pytest.approx(
        np.mean([pair["agree"] for pair in messenger.interim]), abs=1e-3
    )


def test_bell_pairs_of_one_seed_are_the_same(run):
    (_, one), (_, two), (_, other) = (
        run("bell_sampler", "ibmq_manila", pairs=1, seed=seed) for seed in (7, 7, 8)
    )

    assert one == two
    assert one != other


def test_ideal_bell_pairs_always_agree(run):
    assert run("bell_sampler", "ibmq_manila", noise="ideal", pairs=1)[1]["agree"] == 1


def test_vqe_finds_the_ground_state_of_hydrogen(run):
    messenger, result = run("vqe_h2", "ibmq_manila", noise="ideal")

    assert [step["iteration"] for step in messenger.interim] == list(range(1, 17))
    assert messenger.interim[0]["energy"] > messenger.interim[-1]["energy"]
    assert result["electronic_energy"] == pytest.approx(EXACT_ENERGY, abs=0.02)
    assert result["total_energy"] == pytest.approx(-1.137306, abs=0.02)


def test_noise_lifts_the_energy(run):
    _, result = run("vqe_h2", "ibmq_manila")

    assert EXACT_ENERGY + 0.02 < result["electronic_energy"] < -1.5


def test_the_kernel_is_symmetric_with_nearly_ones_on_its_diagonal(run):
    messenger, result = run("quantum_kernel", "ibm_perth", shots=1000)
    kernel = result["kernel"]

    assert len(messenger.interim) == len(kernel)
    np.testing.assert_array_equal(kernel, kernel.T)
    assert np.all((kernel.diagonal() > 0.8) & (kernel.diagonal() < 1))
    assert np.all(kernel - np.diag(kernel.diagonal()) < 0.9)


def test_the_kernel_without_noise_is_what_the_states_say(run):
    from qiskit.quantum_info import Statevector

    points = [[0.3, 1.1], [2.0, 0.5]]
    _, result = run("quantum_kernel", "ibm_perth", noise="ideal", points=points, shots=8000)
    with loaded_program(FOLDER / "quantum_kernel.py") as program:
        feature_map = program.main.__globals__["feature_map"]
        states = [Statevector(feature_map(point)).data for point in points]
    exact = abs(np.vdot(*states)) ** 2

    assert result["kernel"].diagonal().tolist() == [1, 1]
    assert result["kernel"][0, 1] == pytest.approx(exact, abs=0.02)
