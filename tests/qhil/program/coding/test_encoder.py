import json
import math
from datetime import date, datetime, timezone

import numpy as np
import pytest
import scipy.sparse
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.quantum_info import SparsePauliOp
from qiskit.result import Result
from qiskit.transpiler import CouplingMap
from qiskit_aer.noise import NoiseModel, depolarizing_error

from qhil.program.coding import RuntimeEncoder, decode, encode
from qhil.program.coding.client import PROVIDER, RUNTIME, client
from qhil.program.coding.encoder import LenientEncoder

RESULT = {
    "backend_name": "ibmq_manila",
    "backend_version": "1.0.0",
    "qobj_id": None,
    "job_id": "j",
    "success": True,
    "results": [
        {
            "shots": 3,
            "success": True,
            "data": {"counts": {"0x0": 3}},
            "header": {"name": "bell", "memory_slots": 2, "creg_sizes": [["c", 2]]},
        }
    ],
}


class Described:
    def to_json(self):
        return {"z": 1j}


class Table(dict):
    """A dictionary of the user's own."""


@pytest.mark.parametrize(
    "plain",
    [
        None,
        True,
        "text",
        [1, 2.5, -0.0, 10**30],
        {"a": {"b": [None]}, "ü": "é"},
        (1, (2, 3)),
        {1: "a", 2.5: "b", None: "c", False: "d"},
        Table(a=1),
        np.float64(0.1),
        math.inf,
    ],
)
def test_plain_data_are_what_json_makes_of_them(plain):
    assert encode(plain) == json.dumps(plain)


@pytest.mark.parametrize(
    ("value", "kind", "wire"),
    [
        (1 - 2j, "complex", [1.0, -2.0]),
        (np.complex128(1j), "complex", [0.0, 1.0]),
        (date(2024, 5, 6), "datetime", "2024-05-06"),
        (
            datetime(2024, 5, 6, 7, 8, tzinfo=timezone.utc),
            "datetime",
            "2024-05-06T07:08:00+00:00",
        ),
        ({3}, "set", [3]),
        (Described(), "to_json", {"z": {"__type__": "complex", "__value__": [0.0, 1.0]}}),
        (np.array(["a", None], dtype=object), "ndarray", ["a", None]),
    ],
)
def test_the_form_of_a_kind(value, kind, wire):
    assert json.loads(encode(value)) == {"__type__": kind, "__value__": wire}


def test_a_result_is_a_result_again():
    back = decode(encode([Result.from_dict(RESULT)]))[0]

    assert isinstance(back, Result)
    assert back.get_counts() == {"00": 3}


def test_a_sparse_matrix_is_one_again():
    matrix = scipy.sparse.csr_matrix([[0, 1.5], [2, 0]])

    back = decode(encode(matrix))

    assert scipy.sparse.isspmatrix_csr(back)
    assert (back != matrix).nnz == 0


def test_an_operator_is_made_anew_of_its_settings():
    operator = SparsePauliOp.from_list([("XY", 1), ("ZZ", 2j)])

    assert decode(encode({"operator": operator})) == {"operator": operator}


@pytest.mark.parametrize("function", [len, print, Table, lambda: None])
def test_a_callable_is_nothing_and_says_so(function):
    with pytest.warns(
        UserWarning, match=r"Callable .* is not JSON serializable and will be set to"
    ):
        text = encode({"callback": function})

    assert text == '{"callback": null}'


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (object(), "object"),
        (frozenset((1,)), "frozenset"),
        (b"bytes", "bytes"),
        (np.float32(0.5), "float32"),
        (np.int32(3), "int32"),
        (range(3), "range"),
        (map(str, []), "map"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_no_client_knows_is_refused_in_jsons_words(value, name):
    with pytest.raises(TypeError, match=f"^Object of type {name} is not JSON serializable"):
        encode(value)


def test_an_error_says_what_would_do_instead():
    with pytest.raises(TypeError, match=r"not JSON serializable \(its \.item\(\) is\) at \$\.a"):
        encode({"a": np.float32(0.5)})


def test_an_error_comes_from_json_so_that_a_program_is_not_shown_our_frames():
    with pytest.raises(TypeError) as caught:
        encode({"a": object()})

    assert caught.traceback[-1].path.parts[-2:] == ("json", "encoder.py")


def _noise():
    model = NoiseModel()
    model.add_all_qubit_quantum_error(depolarizing_error(0.1, 1), ["x"])
    return model


@pytest.mark.parametrize(
    ("value", "only"),
    [
        (np.int64(3), RUNTIME),
        (CouplingMap([[0, 1]]), RUNTIME),
        (_noise(), RUNTIME),
        (Parameter("a") + 1, PROVIDER),
    ],
    ids=["int64", "CouplingMap", "NoiseModel", "ParameterExpression"],
)
def test_what_only_one_client_knows_is_written_for_that_one(value, only):
    if client() == only:
        assert encode(value)
        return
    with pytest.raises(TypeError, match="is not JSON serializable"):
        encode(value)


def test_the_numbers_of_numpy_are_numbers_where_no_service_listens():
    numbers = [np.int64(3), np.float32(0.5), np.bool_(True), np.complex64(1j)]

    assert decode(encode(numbers, LenientEncoder)) == [3, 0.5, True, 1j]


def test_even_then_a_number_that_python_has_not_is_none():
    if np.dtype(np.longdouble).itemsize <= 8:
        pytest.skip("a long double is a double here")
    with pytest.raises(TypeError, match=r"type (longdouble|float128) is not JSON"):
        encode(np.longdouble(1), LenientEncoder)


class Hexadecimal(json.JSONEncoder):
    def default(self, o):
        return o.hex() if isinstance(o, bytes) else super().default(o)


class More(RuntimeEncoder):
    def default(self, o):
        return o.hex() if isinstance(o, bytes) else super().default(o)


class Sorted(RuntimeEncoder):
    def __init__(self, **options):
        super().__init__(**{**options, "sort_keys": True})


def test_a_programs_own_encoder_is_asked():
    assert encode({"a": b"\1"}, Hexadecimal) == '{"a": "01"}'
    assert encode([b"\1", 1j], More) == f'["01", {encode(1j)}]'
    assert encode({"b": 1, "a": 2}, Sorted) == '{"a": 2, "b": 1}'


def test_a_programs_own_encoder_fails_with_a_place_too():
    with pytest.raises(TypeError, match=r"^Object of type complex .* at \$\.a\[0\]$"):
        encode({"a": [1j]}, encoder=Hexadecimal)


class Upright(json.JSONEncoder):
    def __init__(self, **options):
        super().__init__(**{**options, "allow_nan": False})


def test_a_number_that_an_encoder_refuses_has_a_place():
    with pytest.raises(ValueError, match=r"Out of range float values .* at \$\.a\.b$"):
        encode({"a": {"ok": 1.0, "b": math.nan}}, Upright)


def test_the_users_data_are_left_as_they_are():
    circuit = QuantumCircuit(1, metadata={"a": [1]})
    data = {"layers": {1: {2: "x"}}, "circuit": circuit, "members": [{1}]}

    encode({"data": data, "again": data})

    assert data == {"layers": {1: {2: "x"}}, "circuit": circuit, "members": [{1}]}
    assert circuit.metadata == {"a": [1]}
