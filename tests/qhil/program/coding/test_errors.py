import pickle

import pytest

from qhil import errors
from qhil.program.coding import DecodingError
from qhil.program.coding.errors import reason_of, say_more


def test_it_is_a_value_error_of_qhil():
    error = DecodingError("set", "no list", "$.a")

    assert isinstance(error, errors.QhilError)
    assert isinstance(error, ValueError)
    assert str(error) == "set at $.a cannot be decoded: no list"


def test_without_a_place_it_names_none():
    assert str(DecodingError("set", "no list")) == "set cannot be decoded: no list"


def test_it_goes_from_one_process_to_another():
    error = DecodingError("set", "no list")
    error.place = "$.a"

    back = pickle.loads(pickle.dumps(error))

    assert str(back) == str(error)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("no"), "no"),
        (TypeError("no"), "no"),
        (KeyError("shape"), "KeyError: 'shape'"),
        (ValueError(), "ValueError"),
        (LookupError("no\n  such thing"), "LookupError: no such thing"),
    ],
)
def test_a_reason_is_one_line(error, words):
    assert reason_of(error) == words


def test_more_stands_behind_the_words():
    error = TypeError("no such object")

    say_more(error, "at $.a")

    assert str(error) == "no such object at $.a"


def test_an_error_without_words_stays_without():
    error = TypeError()

    say_more(error, "at $.a")

    assert str(error) == ""
