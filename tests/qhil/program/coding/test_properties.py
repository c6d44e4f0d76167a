"""Whatever is nested in whatever, what comes back is what was sent."""

import base64
import json
import math
from datetime import timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from qhil.program.coding import DecodingError, allowed_settings, decode, encode

FEW = settings(max_examples=50)

numbers = st.integers() | st.floats(allow_nan=False)
plain = st.none() | st.booleans() | numbers | st.text()
# A part that is infinite does not survive the sum that the clients make of two.
complexes = st.complex_numbers(allow_nan=False, allow_infinity=False)
moments = st.datetimes(timezones=st.just(timezone.utc))
sets = st.sets(st.integers() | st.text())
keys = st.text().filter(lambda key: not key.startswith("__"))
data = st.recursive(
    plain | complexes | moments | sets,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=10,
)
array = arrays.arrays(
    st.sampled_from([np.int8, np.float64, np.complex64, np.bool_, "U3"]),
    arrays.array_shapes(min_dims=0, min_side=0, max_side=3),
)
by_number = st.recursive(
    plain,
    lambda inner: st.dictionaries(st.integers(), inner, max_size=4),
    max_leaves=10,
)


class Held:
    def __init__(self, held):
        self.held = held

    @property
    def settings(self):
        return {"held": self.held}


@FEW
@given(data)
def test_nested_data_come_back(value):
    assert decode(encode(value)) == value


@FEW
@given(st.dictionaries(keys, array | st.lists(array, max_size=2), max_size=3))
def test_arrays_come_back_wherever_they_are(value):
    back = decode(encode(value))

    assert back.keys() == value.keys()
    for name, part in value.items():
        np.testing.assert_equal(back[name], part)


@FEW
@given(by_number)
def test_integer_keys_come_back_in_settings(value):
    with allowed_settings(Held):
        back = decode(encode({"a": [Held(value)]}))

    assert back["a"][0].held == value


@FEW
@given(data)
def test_nothing_is_done_to_the_data(value):
    before = repr(value)

    encode({"held": Held(value)})

    assert repr(value) == before


class Lost:
    """Nobody knows it."""


def places(value, place=()):
    """Every place where something could be put instead."""
    yield place
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from places(part, (*place, index))
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*place, key))


def with_at(value, place, new):
    """A copy with something else at a place."""
    if not place:
        return new
    copy = value.copy()
    copy[place[0]] = with_at(value[place[0]], place[1:], new)
    return copy


def at(text, place):
    """The place in words, made in another way than that under test."""
    for step in place:
        if isinstance(step, str) and step.isidentifier():
            text += f".{step}"
        elif isinstance(step, str):
            text += f"[{json.dumps(step, ensure_ascii=False)}]"
        else:
            text += f"[{step}]"
    return text


@FEW
@given(st.data())
def test_whatever_fails_has_its_place(draw):
    value = draw.draw(data)
    place = draw.draw(st.sampled_from(list(places(value))))

    with pytest.raises(TypeError) as caught:
        encode(with_at(value, place, Lost()))

    words = "Object of type Lost is not JSON serializable"
    assert str(caught.value) == f"{words} at {at('$', place)}"


@FEW
@given(st.data())
def test_whatever_cannot_be_made_has_its_place(draw):
    value = draw.draw(data)
    place = draw.draw(st.sampled_from(list(places(value))))
    broken = with_at(value, place, {"__type__": "complex", "__value__": "?"})

    with pytest.raises(DecodingError) as caught:
        decode(encode(broken))

    assert caught.value.place == at("$", place)


@given(st.binary(), st.sampled_from(["ndarray", "spmatrix", "QuantumCircuit", "Parameter"]))
@FEW
def test_any_bytes_are_an_object_or_one_error(content, kind):
    text = base64.b64encode(content).decode()

    with pytest.raises(DecodingError):
        decode(json.dumps({"__type__": kind, "__value__": text}))


def test_what_json_has_no_number_for_comes_back():
    back = decode(encode([math.inf, math.nan]))

    assert back[0] == math.inf
    assert math.isnan(back[1])
