from __future__ import annotations

import copy
import pickle

from qiskit_aer.noise import NoiseModel, ReadoutError, depolarizing_error

from qhil.noise.aer_model import KeptNoiseModel

ERROR = depolarizing_error(0.1, 1)


def model():
    return KeptNoiseModel.of(NoiseModel(["sx", "cx"]), {("sx", (2,)): ERROR}, {})


def test_it_is_the_model_that_aer_would_make():
    plain = NoiseModel(["sx", "cx"])
    plain.add_quantum_error(ERROR, "sx", [2])

    assert model().to_dict(True)["errors"][0]["operations"] == ["sx"]
    assert model().basis_gates == plain.basis_gates
    assert model().noise_instructions == ["sx"]


def test_the_dictionary_is_made_once():
    kept = model()

    assert kept.to_dict() is kept.to_dict()


def test_adding_an_error_makes_a_new_dictionary():
    kept = model()
    readout = ReadoutError([[0.9, 0.1], [0.2, 0.8]])
    for add in (
        lambda: kept.add_quantum_error(ERROR, "sx", [0]),
        lambda: kept.add_all_qubit_quantum_error(ERROR, "x"),
        lambda: kept.add_readout_error(readout, [1]),
        lambda: kept.add_all_qubit_readout_error(readout),
    ):
        before = kept.to_dict(True)
        add()

        assert len(kept.to_dict(True)["errors"]) == len(before["errors"]) + 1


def test_copies_do_not_share_the_dictionary():
    kept = model()
    first = kept.to_dict(True)

    for twin in (copy.deepcopy(kept), pickle.loads(pickle.dumps(kept))):
        twin.add_all_qubit_quantum_error(ERROR, "x")

        assert len(twin.to_dict(True)["errors"]) == 2
    assert kept.to_dict(True) is first
