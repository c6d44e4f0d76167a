import pytest

from qhil.program.metadata import ProgramMetadata, SchemaError


def complaint(schema, value):
    metadata = ProgramMetadata.of({"spec": {"return_values": {"properties": {"v": schema}}}})
    with pytest.raises(SchemaError) as caught:
        metadata.check_result({"v": value})
    return str(caught.value).replace("the result at $.v: ", "")


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"enum": ["a", 1, None]}, "b", '"a", 1 or null'),
        ({"const": "a"}, "b", '"a"'),
        ({"minimum": 1}, 0, "at least 1"),
        ({"maximum": 1}, 2, "at most 1"),
        ({"exclusiveMinimum": 1}, 1, "more than 1"),
        ({"exclusiveMaximum": 1}, 1, "less than 1"),
        ({"multipleOf": 2}, 1, "a multiple of 2"),
        ({"minLength": 2}, "a", "at least 2 characters"),
        ({"maxLength": 1}, "ab", "at most 1 character"),
        ({"pattern": "^[01]+$"}, "2", "text that matches ^[01]+$"),
        ({"minItems": 1}, [], "at least 1 item"),
        ({"maxItems": 1}, [1, 2], "at most 1 item"),
        ({"uniqueItems": True}, [1, 1], "items that differ from each other"),
        ({"minProperties": 1}, {}, "at least 1 key"),
        ({"maxProperties": 1}, {"a": 1, "b": 1}, "at most 1 key"),
        ({"contains": {"const": 1}}, [2], 'an item that fits {"const": 1}'),
        ({"not": {"type": "null"}}, None, 'what does not fit {"type": "null"}'),
        ({"type": ["array", "null"]}, 1, "an array or null"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "a", "an integer or null"),
        (
            {"oneOf": [{"type": "integer"}, {"minimum": 1}]},
            1,
            "just one of 2 alternatives to fit",
        ),
        ({"propertyNames": {"pattern": "^a"}}, {"b": 1}, "text that matches ^a"),
        (
            {"dependentRequired": {"a": ["b"]}},
            {"a": 1},
            'what \'dependentRequired\' asks for, {"a": ["b"]}',
        ),
    ],
)
def test_what_was_expected_is_in_words(schema, value, expected):
    assert complaint(schema, value).startswith(f"expected {expected}, found ")


def test_of_alternatives_the_nearest_is_told():
    point = {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]}

    told = complaint({"anyOf": [point, {"type": "null"}]}, {"x": "far"})

    assert told == (
        'the result at $.v.x: expected a number (the nearest of 2 alternatives), found "far" (a string)'
    )


def test_of_many_alternatives_that_are_equally_near_none_is_told():
    told = complaint({"anyOf": [{"const": number} for number in range(5)]}, 7)

    assert told == "expected one of 5 alternatives, which it fails all, found 7 (an integer)"


def test_of_required_names_only_the_missing_are_told():
    told = complaint({"required": ["a", "b", "c"]}, {"b": 1})

    assert told.splitlines() == [
        f"the result at $.v.{name}: expected a value, as it is required, found none"
        for name in "ac"
    ]


@pytest.mark.parametrize(
    ("schema", "value", "path"),
    [
        (False, 1, ""),
        ({"properties": {"a": False}}, {"a": 1}, ".a"),
        ({"items": False}, [1], "[0]"),
        ({"items": {"anyOf": [False]}}, [1], "[0]"),
        ({"items": [True], "additionalItems": {"not": True}}, [1, 1], "[1]"),
    ],
)
def test_a_schema_may_allow_nothing(schema, value, path):
    metadata = ProgramMetadata.of({"spec": {"return_values": {"properties": {"v": schema}}}})

    with pytest.raises(SchemaError) as caught:
        metadata.check_result({"v": value})

    assert caught.value.path == f"$.v{path}"
    assert caught.value.found == "1 (an integer)"


def test_surplus_items_are_told_as_such():
    told = complaint({"items": [True], "additionalItems": False}, [1, 2])

    assert told == "expected what 'additionalItems' asks for, false, found an array of 2 items"


def test_a_name_that_a_pattern_takes_is_no_surplus():
    schema = {"patternProperties": {"^x": {}}, "additionalProperties": False}

    assert complaint(schema, {"x1": 1, "y1": 2}) == (
        "the result at $.v.y1: expected no such name (known: none), found 2 (an integer)"
    )


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, "null"),
        (True, "true (a boolean)"),
        (1.5, "1.5 (a number)"),
        ("é", '"é" (a string)'),
        ("ab" * 100, f'a string of 200 characters, "{"ab" * 29}a...'),
        ([], "an array of 0 items"),
        ({}, "an empty object"),
        ({"a": 1}, 'an object with the key "a"'),
        (
            dict.fromkeys("abcdefghij", 1),
            'an object with the keys "a", "b", "c", "d", "e", "f", "g", "h" and 2 more',
        ),
        (
            {"__type__": "set", "__value__": [1]},
            'a set (on the wire the object {"__type__": "set", "__value__": ...})',
        ),
        (
            {"__type__": "Estimate", "__value__": 1},
            (
                'an encoded object (Estimate) (on the wire the object {"__type__": "Estimate", '
                '"__value__": ...})'
            ),
        ),
    ],
)
def test_what_was_found_is_short(value, found):
    assert complaint({"const": "else"}, value) == f'expected "else", found {found}'
