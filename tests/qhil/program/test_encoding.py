"""Our own coders and those of the installed client agree on what both know."""

import json
from datetime import date, datetime, timezone

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.result import Result

from qhil.program import encoding
from qhil.program.encoding import PlainDecoder, PlainEncoder, decode, encode

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


@pytest.fixture(params=["client", "plain"])
def coders(request, monkeypatch):
    """The coders that this environment chooses, and ours, whichever those are."""
    if request.param == "plain":
        monkeypatch.setattr(encoding, "_client_coders", lambda: (PlainEncoder, PlainDecoder))


@pytest.mark.parametrize(
    "value",
    [
        {"plain": [1, 2.5, None, True, "text"]},
        1 - 2j,
        datetime(2024, 5, 6, 7, 8, tzinfo=timezone.utc),
        {1, 2, 3},
        {"nested": [{"z": 1j}]},
    ],
)
def test_values_survive_the_way_there_and_back(coders, value):
    assert decode(encode(value)) == value


@pytest.mark.parametrize("dtype", [float, complex, np.int32, bool])
def test_arrays_keep_shape_and_type(coders, dtype):
    array = np.array([[0, 1], [1, 0]], dtype=dtype)

    back = decode(encode(array))

    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)


def test_arrays_of_objects_are_lists_on_the_wire(coders):
    assert decode(encode(np.array(["a", None], dtype=object))).tolist() == ["a", None]


@pytest.mark.parametrize("number", [np.int64(3), np.float32(0.5), np.bool_(True)])
def test_numbers_of_numpy_are_numbers(coders, number):
    assert encode(number) == json.dumps(number.item())


def test_complex_numbers_of_numpy_are_complex(coders):
    assert decode(encode(np.complex128(1 + 2j))) == 1 + 2j
    assert decode(encode(np.complex64(1 + 2j))) == 1 + 2j


def test_a_result_is_a_result_again(coders):
    back = decode(encode(Result.from_dict(RESULT)))

    assert isinstance(back, Result)
    assert back.get_counts() == {"00": 3}


def test_a_day_without_time_is_a_date_on_the_wire(coders):
    assert json.loads(encode(date(2024, 5, 6)))["__value__"] == "2024-05-06"


def test_ours_leaves_types_it_does_not_know_in_the_wire_form():
    form = {"__type__": "QuantumCircuit", "__value__": "..."}

    assert json.loads(json.dumps(form), cls=PlainDecoder) == form
    with pytest.raises(TypeError, match="not JSON serializable"):
        json.dumps(QuantumCircuit(1), cls=PlainEncoder)


@pytest.mark.requires("qiskit-ibm-runtime")
def test_the_client_brings_circuits():
    circuit = QuantumCircuit(1)
    circuit.x(0)

    assert decode(encode(circuit)) == circuit
