import unittest

import pytest


class TestDevice(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _take(self, recorded_backend):
        self.backend = recorded_backend

    @pytest.mark.device("ibm_perth")
    def test_it_has_seven_qubits(self):
        self.assertEqual(self.backend.configuration().n_qubits, 7)
