"""Objects that clients know, and what it means that two of them are the same."""

from datetime import date, datetime, timezone

import numpy as np
import scipy.sparse
from qiskit import QuantumCircuit
from qiskit.circuit import Gate, Instruction, Parameter, ParameterVector
from qiskit.circuit.library import CXGate, RXGate
from qiskit.quantum_info import Operator, Pauli, SparsePauliOp
from qiskit.result import Result

RESULT = {
    "backend_name": "ibmq_manila",
    "backend_version": "1.0.0",
    "qobj_id": None,
    "job_id": "j",
    "success": True,
    "date": datetime(2024, 5, 6, tzinfo=timezone.utc),
    "results": [
        {
            "shots": 3,
            "success": True,
            "data": {"counts": {"0x0": 3}, "statevector": np.array([1, 0], dtype=complex)},
            "header": {"name": "bell", "memory_slots": 2, "creg_sizes": [["c", 2]]},
        }
    ],
}


class Described:
    def to_json(self):
        return {"z": 1j}


class Numbered:
    """Settings with integer keys, of a class that the legacy client finds in its module."""

    def __init__(self, layers):
        self.layers = layers

    @property
    def settings(self):
        return {"layers": self.layers}


def circuits():
    bell = QuantumCircuit(2, 2, name="bell", metadata={"a": [1]})
    bell.h(0)
    bell.cx(0, 1)
    bell.measure([0, 1], [0, 1])
    angles = ParameterVector("v", 2)
    turned = QuantumCircuit(2, name="turned", global_phase=0.5)
    turned.rx(2 * angles[0] + Parameter("a"), 0)
    turned.ry(angles[1], 1)
    return [bell, turned, QuantumCircuit(0, name="nothing")]


def unrepeatable():
    """What some version writes differently each time: it gives a gate of the user's own a random name."""
    circuit = QuantumCircuit(3, name="mine")
    circuit.append(Gate("mine", 2, [0.5]), [0, 2])
    circuit.append(Operator(np.eye(4)), [0, 1])
    return [circuit, *instructions()]


def of_both_clients():
    """What both clients know, by a name for each."""
    return {
        "plain": {"a": [1, 2.5, None, True], "b": ("c", {"d": 10**20}), "e": np.float64(0.1)},
        "integer keys": {1: {2: 3}},
        "complex": [1 - 2j, np.complex128(1j)],
        "date": date(2024, 5, 6),
        "datetime": datetime(2024, 5, 6, 7, 8, 9, 10, tzinfo=timezone.utc),
        "naive": datetime(2024, 5, 6, 7, 8),  # noqa: DTZ001 - programs publish such
        "array": np.array([[0.5, 1], [1, 0]]),
        "arrays": [np.arange(3), np.array([True]), np.array(["a", "bc"]), np.array(1j)],
        "objects": np.array([["a", None], [1, 2j]], dtype=object),
        "set": {"s": {1, 2, "x"}},
        "result": Result.from_dict(RESULT),
        "to_json": Described(),
        "circuits": circuits(),
        "operator": Operator([[0, 1], [1j, 0]]),
        "operators": [Pauli("XY"), SparsePauliOp.from_list([("XY", 1), ("ZZ", 2j)])],
        "sparse": scipy.sparse.csr_matrix([[0, 1.5], [2, 0]]),
        "more sparse": [scipy.sparse.coo_matrix([[1j]]), scipy.sparse.dia_matrix([[1, 0]])],
        "callable": {"callback": len},
    }


def instructions():
    return [RXGate(0.25), CXGate(), Gate("mine", 3, [0.5]), circuits()[1].to_gate()]


def same(one, other):
    """Whether two objects are of one type and equal, as far as that can be told."""
    return facts(one) == facts(other)


def facts(value):
    """What two objects that are the same have in common, in data that can be compared."""
    return type(value), next((of(value) for kind, of in _FACTS if isinstance(value, kind)), value)


_FACTS = (
    (dict, lambda value: {key: facts(part) for key, part in value.items()}),
    ((list, tuple), lambda value: [facts(part) for part in value]),
    (np.ndarray, lambda value: (value.dtype, facts(value.tolist()))),
    (scipy.sparse.spmatrix, lambda value: (value.format, facts(value.toarray()))),
    (Result, lambda value: facts(value.to_dict())),
    (QuantumCircuit, lambda value: (value, value.name, facts(value.metadata))),
    (Instruction, lambda value: (value.name, value.num_qubits, value.num_clbits, value.params)),
)
