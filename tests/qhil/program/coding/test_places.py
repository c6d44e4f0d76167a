import pytest

from qhil.program.coding.places import Place, parts_of


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("a", "$.a"),
        ("a b", '$["a b"]'),
        ("", '$[""]'),
        (1, '$["1"]'),
        (True, "$.true"),
        ("é", "$.é"),
    ],
)
def test_a_key_is_written_as_an_attribute_where_it_can_be(key, text):
    assert Place().key(key).text == text


def test_inside_an_object_keys_are_told_from_attributes():
    place = Place().key("circuits").index(3).attribute("metadata")

    assert place.key("x").index(0).key("y").text == '$.circuits[3].metadata["x"][0]["y"]'


@pytest.mark.parametrize(
    ("value", "places"),
    [
        ([1, 2], ["$[0]", "$[1]"]),
        ({"a": 1, "b": 2}, ["$.a", "$.b"]),
        ({"__type__": "set", "__value__": [1]}, ["$[0]"]),
        ({"__type__": "settings", "__value__": {"a": 1}}, ["$.settings"]),
        ({"__type__": "to_json", "__value__": 1}, ["$.to_json()"]),
        (
            {"__type__": "PubResult", "__value__": {"data": 1, "metadata": {}}},
            ["$.data", "$.metadata"],
        ),
        ({"__type__": "QuantumCircuit", "__value__": "text"}, []),
        ("text", []),
    ],
)
def test_what_is_inside(value, places):
    assert [place.text for _, place in parts_of(value, Place())] == places
