from __future__ import annotations

import json
import math

import numpy as np
import pytest

from qhil.errors import FaultError
from qhil.program.coding import decode, encode
from qhil_mocks.faults.not_a_number import with_nan


def damaged(value):
    return decode(with_nan(encode(value).encode()).decode())


def test_every_number_is_none_and_all_else_is_as_it_was():
    told = damaged({"values": [0.5, 1], "name": "x", "well": True, "nothing": None})

    assert [math.isnan(one) for one in told.pop("values")] == [True, True]
    assert told == {"name": "x", "well": True, "nothing": None}


def test_so_are_those_of_arrays():
    told = damaged({"values": np.array([[0.5, -0.5]]), "names": np.array(["a"])})

    assert told["values"].shape == (1, 2)
    assert np.isnan(told["values"]).all()
    assert told["names"].tolist() == ["a"]


def test_a_single_number_is_a_result_too():
    assert math.isnan(json.loads(with_nan(b"7")))


@pytest.mark.parametrize("text", [b"", b'"Hello"', b"{}", b"[true, null]"])
def test_without_a_number_it_cannot_be(text):
    with pytest.raises(FaultError, match="no number"):
        with_nan(text)
