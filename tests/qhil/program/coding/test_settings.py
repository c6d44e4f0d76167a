import json

import pytest
from qiskit.quantum_info import Operator, Pauli, SparsePauliOp, Statevector

from qhil.program.coding import DecodingError, allowed_settings, decode, encode
from qhil.program.coding.settings import flagged, unflagged


class Ansatz:
    """A class of the user's own."""

    def __init__(self, depth, layers=None):
        self.depth = depth
        self.layers = layers

    @property
    def settings(self):
        return {"depth": self.depth, "layers": self.layers}

    def __eq__(self, other):
        return self.settings == other.settings

    __hash__ = None


class Held:
    """One that keeps its settings, instead of making them."""

    def __init__(self, **settings):
        self.settings = settings


@pytest.mark.parametrize(
    "value",
    [
        Operator([[0, 1], [1j, 0]]),
        Pauli("XY"),
        SparsePauliOp.from_list([("XY", 1), ("ZZ", 2j)]),
        Statevector([1, 0]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_operators_and_states_of_qiskit_come_back(value):
    back = decode(encode({"a": value}))["a"]

    assert type(back) is type(value)
    assert back == value


def test_the_form_names_module_and_class():
    form = json.loads(encode(Ansatz(2)))

    assert list(form) == ["__type__", "__module__", "__class__", "__value__"]
    assert form["__module__"] == __name__
    assert form["__class__"] == "Ansatz"
    assert form["__value__"] == {"depth": 2, "layers": None}


def test_objects_in_settings_come_back():
    ansatz = Ansatz(2, {"inner": Ansatz(1j), "members": {1, 2}})

    with allowed_settings(Ansatz):
        assert decode(encode(ansatz)) == ansatz


def test_integer_keys_are_integers_again():
    ansatz = Ansatz(2, {1: {"x": {-5: "a"}}, "y": {"7": "text"}})

    with allowed_settings(Ansatz):
        back = decode(encode([ansatz]))[0]

    assert back.layers == {1: {"x": {-5: "a"}}, "y": {"7": "text"}}


def test_settings_are_left_as_they_are():
    held = Held(layers={1: {2: "x"}})

    encode(held)
    encode(held)

    assert held.settings == {"layers": {1: {2: "x"}}}


def test_integer_keys_elsewhere_are_text_as_in_json():
    assert decode(encode({"counts": {1: {2: 3}}})) == {"counts": {"1": {"2": 3}}}


def test_a_key_that_only_looks_like_an_integer_stays_text():
    assert unflagged({"__int_keys__": True, "01": 1, "x": 2, "true": 3, "-1": 4}) == {
        "01": 1,
        "x": 2,
        "true": 3,
        -1: 4,
    }


def test_dictionaries_in_lists_are_not_looked_after_as_with_the_clients():
    assert flagged({"a": [{1: 2}]}) == {"a": [{1: 2}]}


def test_settings_that_do_not_fit_the_class_are_an_error_with_its_words():
    form = {**json.loads(encode(Ansatz(2))), "__value__": {"width": 3}}

    with allowed_settings(Ansatz), pytest.raises(DecodingError, match=r"unexpected .* 'width'"):
        decode(json.dumps(form))


def test_a_class_that_is_no_longer_there_is_an_error():
    form = json.loads(encode(Operator([[1, 0], [0, 1]])))

    with pytest.raises(DecodingError, match=r"module qiskit\.\S* defines no class Opera"):
        decode(json.dumps({**form, "__class__": "Opera"}))
    with pytest.raises(DecodingError, match=r"there is no module qiskit.opera here"):
        decode(json.dumps({**form, "__module__": "qiskit.opera"}))
