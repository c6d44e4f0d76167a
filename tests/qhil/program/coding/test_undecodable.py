import pytest

from qhil.program.coding.undecodable import place_of_object


@pytest.mark.parametrize(
    ("text", "number", "place"),
    [
        ("{}", 0, "$"),
        ('[{}, {"a": {}}]', 0, "$[0]"),
        ('[{}, {"a": {}}]', 1, "$[1].a"),
        ('[{}, {"a": {}}]', 2, "$[1]"),
        ('{"a": {"__type__": "settings", "__value__": {"x": {}}}}', 0, '$.a.settings["x"]'),
    ],
)
def test_objects_are_counted_as_they_are_complete(text, number, place):
    assert place_of_object(text, number) == place


def test_of_two_under_one_key_the_first_is_nowhere():
    assert place_of_object('{"a": {}, "a": {}}', 0) == "$"
