"""Where in the data an encoder failed."""

import json

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.exceptions import QiskitError

from qhil.program.coding import encode
from qhil.program.coding.unencodable import place_of_failure

LOST = object()


class Holder:
    def __init__(self, held):
        self.held = held

    @property
    def settings(self):
        return {"held": self.held}


class Described:
    def __init__(self, words):
        self.words = words

    def to_json(self):
        return self.words


class Broken:
    def to_json(self):
        raise LookupError("no such thing")


class Layered:
    def to_json(self):
        raise QiskitError("no such layer")


class Picky:
    def to_json(self):
        raise UnicodeDecodeError("ascii", b"\xff", 0, 1, "not in range")


def circuit(metadata):
    return QuantumCircuit(1, metadata=metadata)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (LOST, "$"),
        ({"a": LOST}, "$.a"),
        ([1, [2, LOST]], "$[1][1]"),
        ({"a": {"b c": (1, LOST)}}, '$.a["b c"][1]'),
        ({"ü": LOST}, "$.ü"),
        ({'say "x"': LOST}, r'$["say \"x\""]'),
        ({1: LOST}, '$["1"]'),
        ({"ok": 1j, "set": {LOST}}, "$.set[0]"),
        ({"array": np.array([1, LOST], dtype=object)}, "$.array[1]"),
        ({"op": Holder({"x": [LOST]})}, '$.op.settings["held"]["x"][0]'),
        ({"d": Described({"x": LOST})}, '$.d.to_json()["x"]'),
        ({"circuits": [circuit({}), circuit({"x": LOST})]}, '$.circuits[1].metadata["x"]'),
        ({"circuits": [circuit({"x": {"y": [LOST]}})]}, '$.circuits[0].metadata["x"]["y"][0]'),
    ],
)
def test_a_place_is_named(value, place):
    with pytest.raises(TypeError) as caught:
        encode(value)

    assert str(caught.value) == f"Object of type object is not JSON serializable at {place}"


def test_the_first_of_several_is_named():
    with pytest.raises(TypeError, match=r" at \$\.a\[0\]$"):
        encode({"a": [LOST], "b": LOST})


def test_a_circuit_that_qpy_refuses_is_the_place(monkeypatch):
    def refuse(*_arguments, **_options):
        raise RuntimeError("no")

    monkeypatch.setattr("qiskit.qpy.dump", refuse)

    with pytest.raises(RuntimeError, match=r"^no at \$\[1\]$"):
        encode([1, circuit({"x": 1})])


def test_an_error_of_qiskit_says_it_too():
    with pytest.raises(QiskitError, match=r"no such layer at \$\.parts\[0\]"):
        encode({"parts": [Layered()]})


def test_a_key_that_is_none_is_at_its_dictionary():
    with pytest.raises(TypeError, match=r"^keys must be .*not tuple at \$\.a$"):
        encode({"a": {(1, 2): 3}})


def test_data_that_contain_themselves_are_found():
    inner = {}
    inner["again"] = [inner]

    with pytest.raises(ValueError, match=r"^Circular reference detected at \$\.a\.again\[0\]$"):
        encode({"a": inner})


def test_the_same_twice_is_not_itself():
    twice = [1j]

    assert json.loads(encode([twice, twice]))[0] == json.loads(encode(twice))


def test_what_an_object_raises_stays_what_it_is():
    with pytest.raises(LookupError, match=r"^no such thing at \$\.a$") as caught:
        encode({"a": Broken()})

    assert type(caught.value) is LookupError


def test_an_error_of_several_parts_keeps_them():
    with pytest.raises(UnicodeDecodeError) as caught:
        encode({"a": Picky()})

    assert caught.value.reason == "not in range"
    assert getattr(caught.value, "__notes__", ["at $.a"]) == ["at $.a"]


def test_nesting_without_end_is_the_error_that_it_is():
    deep = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(RecursionError):
        encode(deep)


class Skipping(json.JSONEncoder):
    def __init__(self, **options):
        super().__init__(**{**options, "skipkeys": True})


def test_keys_that_an_encoder_skips_are_no_trouble():
    with pytest.raises(TypeError, match=r" at \$\.b$"):
        encode({(1,): 1, "b": LOST}, Skipping)


def test_an_encoder_that_fails_only_once_leaves_no_place():
    assert place_of_failure(json.JSONEncoder(), {"a": 1}, lambda _: None) is None
