import dataclasses

import numpy as np
import pytest
import scipy.sparse
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.transpiler import CouplingMap
from qiskit_aer.noise import NoiseModel

from qhil.program.coding.refused import nearest


@dataclasses.dataclass
class Point:
    x: float


def _view():
    circuit = QuantumCircuit(1)
    circuit.rx(Parameter("a"), 0)
    return circuit.parameters


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.float32(1), "its .item()"),
        (frozenset((1,)), "set(...) of it"),
        (range(3), "list(...) of it"),
        ({}.keys(), "list(...) of it"),
        ({}.items(), "list(...) of it"),
        (b"", "its .hex()"),
        (Point(1), "dataclasses.asdict(...) of it"),
        (NoiseModel(), "its .to_dict()"),
        (CouplingMap([[0, 1]]), "list(...) of its .get_edges()"),
        (scipy.sparse.csr_array([[1]]), "scipy.sparse.csr_matrix(...) of it"),
        (Parameter("a") + 1, "a circuit that holds it"),
        (_view(), "list(...) of it"),
        (object(), ""),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_would_do_instead(value, words):
    assert nearest(value) == words
