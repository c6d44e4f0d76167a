"""What is said of JSON that is none, or not what was expected."""

from __future__ import annotations

import msgspec
import pytest

from qhil.errors import RecordingError
from qhil.recordings.json_text import JsonText
from qhil.recordings.wire import DefaultsWire, NameWire, ValueWire, check_deeply, decode
from qhil.recordings.wire_errors import decoding_error, value_at


@pytest.mark.parametrize(
    ("data", "path", "expected", "found"),
    [
        (b"", "byte 0", "JSON", "the end"),
        (b'{"backend_name": "x"', "byte 20", "JSON", "the end"),
        (b'{"backend_name" "x"}', "byte 16", "JSON", "expected ':'"),
        (b"recording", "byte 0", "JSON", "invalid character"),
        (b"[]", "$", "object", "array"),
        (b"{}", "$.backend_name", "a field backend_name", "none"),
        (b'{"backend_name": 5}', "$.backend_name", "str", "int"),
        (b'{"backend_name": ""}', "$.backend_name", "str of length >= 1", '""'),
        (b'{"backend_name": "\xb5s"}', "byte 18", "UTF-8", "invalid start byte"),
        (b'{"backend_name": "x", "a": [1, NaN]}', "$.a[1]", "a finite number", "nan"),
        (b'{"backend_name": "x", "a": {"b": -Infinity}}', "$.a.b", "a finite number", "-inf"),
        (b'{"backend_name": "x", "a": 1e999}', "$.a", "a finite number", "inf"),
        (
            b'{"backend_name": "x", "a": ' + b"9" * 5000 + b"}",
            "",
            "a finite number",
            "an integer of 5000 digits",
        ),
        (b'{"backend_name": "x", "a": ' + b"[" * 10**5, None, "JSON of a few levels", "far more"),
    ],
)
def test_an_error_says_where_what_was_expected_and_what_found(data, path, expected, found):
    with pytest.raises(RecordingError) as caught:
        decode(JsonText(data, "some.json"), NameWire)
    error = caught.value
    assert error.file == "some.json"
    # Python 3.11 and later parse no integers of so many digits: the place is then a byte.
    assert path in {"", error.path}
    assert error.expected == expected
    assert found in error.found


def test_a_number_beyond_a_double_is_told_by_its_digits():
    value = b'{"name": "T1", "unit": "us", "date": "2021-03-15T00:00:00Z", "value": 1%s}' % (
        b"0" * 400
    )

    with pytest.raises(RecordingError) as caught:
        decode(JsonText(value, "some.json"), ValueWire)
    assert (caught.value.path, caught.value.found) == ("$.value", "an integer of 401 digits")


def test_what_the_type_does_not_list_can_be_checked_later():
    text = JsonText(
        b'{"qubit_freq_est": [], "meas_freq_est": [], "buffer": 0, "pulse_library": [],'
        b' "cmd_def": [], "samples": 1e999}',
        "defaults.json",
    )
    decode(text, DefaultsWire, deep=False)

    with pytest.raises(RecordingError, match=r"\$\.samples"):
        check_deeply(text)


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b'{"backend_name": "x", "backend_name": "y"}', "$.backend_name"),
        (b'{"backend_name" : "x", "a" : [0, {"b": {}, "c": 1, "b": 2}]}', "$.a[1].b"),
        (b'{"backend_name": "x", "a": 1, "a": %d}' % 10**30, "$.a"),
    ],
)
def test_a_key_that_comes_twice_is_refused(data, path):
    with pytest.raises(RecordingError, match="a key twice") as caught:
        decode(JsonText(data, "some.json"), NameWire)
    assert caught.value.path == path


@pytest.mark.parametrize(
    "data",
    [
        b'{"backend_name" : "x", "a" :1}',
        b'{"backend_name": "\\":\\":", "a\\u0022": 1}',
        b'{"backend_name": "x", "a": %d}' % 10**30,
        b'{"backend_name": "x", "a": [{"b": 1}, {"b": 1}]}',
    ],
)
def test_an_unusual_spelling_is_not(data):
    text = JsonText(data, "some.json")

    assert decode(text, NameWire).backend_name == text.parse()["backend_name"]


def test_words_that_are_not_foreseen_are_handed_on():
    error = decoding_error(
        msgspec.ValidationError("Odd thing - at `$.a`"), JsonText(b'{"a": 1}', "some.json")
    )

    assert (error.path, error.expected, error.found) == ("$.a", "another value (Odd thing)", "1")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.a[1].b", '"x"'),
        ("$", '{"a": [0, {"b": "x"}], "long": "' + "y" * 25 + "..."),
        ("$.a[7]", "?"),
        ("$.c", "?"),
        ("$.a[...]", "?"),
        ("$.a[1].b.c", "?"),
    ],
)
def test_the_value_at_a_place_is_shown_short(path, value):
    data = b'{"a": [0, {"b": "x"}], "long": "%s"}' % (b"y" * 100)

    assert value_at(data, path) == value


def test_no_value_is_shown_of_what_is_not_json():
    assert value_at(b"{", "$.a") == "?"
