import io

import numpy as np
import pytest
import scipy.sparse

from qhil.program.coding import DecodingError, decode, encode, unpacked
from qhil.program.coding.arrays import packed, read_array
from qhil.program.coding.wire import text_of


@pytest.mark.parametrize(
    "array",
    [
        np.array([[0, 1], [1, 0]], dtype=np.int32),
        np.array([0.1, np.nan]),
        np.array([1 + 2j], dtype=np.complex64),
        np.array([True, False]),
        np.array(["a", "bc"]),
        np.array(3.5),
        np.zeros((0, 3)),
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.array([(1, 2.0)], dtype=[("shots", "i4"), ("energy", "f8")]),
    ],
    ids=lambda array: str(array.dtype),
)
def test_an_array_keeps_shape_type_and_values(array):
    back = decode(encode({"a": array}))["a"]

    assert back.dtype == array.dtype
    assert back.shape == array.shape
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize("objects", [["a", None], [[1, None], ["a", {"b": 1}]], [1j, None]])
def test_an_array_of_objects_is_a_list_of_them(objects):
    back = decode(encode(np.array(objects, dtype=object)))

    assert back.dtype == object
    assert back.tolist() == objects


@pytest.mark.parametrize(("objects", "dtype"), [([1, 2], "int64"), ([1, "a"], "<U21")])
def test_objects_that_numpy_has_a_type_for_get_it_as_with_the_clients(objects, dtype):
    assert decode(encode(np.array(objects, dtype=object))).dtype == dtype


@pytest.mark.parametrize("value", [3, 0.5, True, 1j, None, {"a": 1}])
def test_an_object_without_dimension_comes_back(value):
    back = decode(encode(np.array(value, dtype=object)))

    assert back.shape == ()
    assert back.item() == value


def test_the_name_of_an_extrapolator_is_a_text():
    assert decode(encode(np.array("polynomial_degree_7", dtype=object))) == "polynomial_degree_7"
    assert read_array("linear") == "linear"


def test_an_array_with_pickled_fields_is_refused():
    with pytest.raises(ValueError, match="allow_pickle"):
        encode(np.array([(1, None)], dtype=[("a", "i4"), ("b", "O")]))


def test_unpacked_is_the_array_behind_a_wire_value():
    assert unpacked(packed(np.arange(3))).tolist() == [0, 1, 2]
    assert unpacked([[1.0]]).tolist() == [[1.0]]
    assert unpacked("linear").item() == "linear"


@pytest.mark.parametrize("value", ["A", text_of(b"no array")])
def test_unpacked_says_what_is_no_array(value):
    with pytest.raises(DecodingError, match="ndarray cannot be decoded: "):
        unpacked(value)


def test_a_file_of_several_arrays_is_none():
    buffer = io.BytesIO()
    np.savez(buffer, a=np.arange(3))

    with pytest.raises(DecodingError, match="magic string"):
        unpacked(text_of(buffer.getvalue()))


def test_an_array_that_claims_more_than_there_is_is_none():
    buffer = io.BytesIO()
    np.save(buffer, np.arange(8))
    claims = buffer.getvalue().replace(b"(8,)", b"(9,)")

    with pytest.raises(DecodingError, match="cannot be decoded"):
        unpacked(text_of(claims))


@pytest.mark.parametrize("layout", ["bsr", "coo", "csc", "csr", "dia"])
def test_a_sparse_matrix_keeps_its_layout(layout):
    matrix = scipy.sparse.coo_matrix([[0, 1j], [2, 0]]).asformat(layout)

    back = decode(encode(matrix))

    assert back.format == layout
    np.testing.assert_array_equal(back.toarray(), matrix.toarray())


def test_a_layout_that_scipy_does_not_save_is_its_error():
    with pytest.raises(NotImplementedError, match=r"lil.* at \$\.a$"):
        encode({"a": scipy.sparse.lil_matrix((2, 2))})
