"""What the metadata promises to whoever calls the program, in the style of the lab's older tests."""

import unittest

import pytest

import qhil


class TestMetadata(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _program(self, vqe):
        self.vqe = vqe

    def test_the_number_of_spins_is_a_number(self):
        with self.assertRaisesRegex(qhil.SchemaError, "n_spins"):
            self.vqe(inputs={"n_spins": "three"})

    def test_nothing_else_is_taken(self):
        with self.assertRaisesRegex(qhil.SchemaError, "fields"):
            self.vqe(inputs={"fields": 1.0})

    @pytest.mark.device("ibmq_armonk")
    def test_one_qubit_is_not_enough(self):
        with self.assertRaisesRegex(qhil.MetadataError, "min_num_qubits"):
            self.vqe()

    def test_a_run_can_be_repeated(self):
        run = self.vqe(inputs={"iterations": 1})

        self.assertEqual((run.device, run.seed), ("ibmq_manila", 2021))
        self.assertEqual(run.result["counts"], self.again(run)["counts"])

    def again(self, run):
        backend = qhil.RecordedBackend(run.device, noise=run.noise, seed=run.seed)
        inputs = {"n_spins": 3, "field": 1.0, "iterations": 1}
        return qhil.run_program(run.program, backend, inputs).result
