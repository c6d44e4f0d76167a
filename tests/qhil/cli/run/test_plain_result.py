import json

import numpy as np
import pytest

from qhil.cli.run.plain_result import plain_result
from qhil.program.coding import RuntimeEncoder


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ({"a": [1, None, True]}, {"a": [1, None, True]}),
        (np.array([[1.0, 2.0]]), [[1.0, 2.0]]),
        (np.array([1j]), [[0.0, 1.0]]),
        (np.array(["x"], dtype=object), ["x"]),
        (1 - 1j, [1.0, -1.0]),
        ({1}, [1]),
        ([float("nan"), float("inf"), -float("inf")], ["NaN", "Infinity", "-Infinity"]),
        (np.array([np.nan]), ["NaN"]),
    ],
)
def test_values_become_plain_and_strict_json(value, plain):
    found = plain_result(json.dumps(value, cls=RuntimeEncoder))

    assert found == plain
    json.dumps(found, allow_nan=False)


def test_unknown_types_stay_in_the_wire_form():
    form = {"__type__": "QuantumCircuit", "__value__": "eJwL..."}

    assert plain_result(json.dumps(form)) == form


def test_marks_of_the_wire_form_are_not_shown():
    assert plain_result('{"1": "one", "__int_keys__": true}') == {"1": "one"}


def test_text_of_an_encoder_that_writes_no_json():
    assert plain_result("<xml/>") == "<xml/>"
