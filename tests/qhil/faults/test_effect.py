from __future__ import annotations

import pytest

from qhil.errors import FaultError
from qhil.faults.effect import EffectKind, Parameter, number, one_of, whole_number, within, words

STATUS = EffectKind(
    "status",
    "the service's error",
    (Parameter("code", within(400, 599), required=True), Parameter("retry_after", number)),
)


def test_an_effect_has_all_its_arguments_and_tells_those_that_were_given():
    assert STATUS("503").arguments == (503, None)
    assert str(STATUS("503")) == "status(503)"
    assert str(STATUS("429", "1.5")) == "status(429,1.5)"


def test_arguments_may_be_named():
    assert STATUS("retry_after=2", "code=429") == STATUS("429", "2")


def test_an_argument_that_is_left_out_has_its_default_and_those_behind_it_their_place():
    kind = EffectKind("e", "", (Parameter("a", words, "x"), Parameter("b", words, "y")))

    assert str(kind("", "z")) == "e(x,z)"
    assert str(kind("x")) == "e"


@pytest.mark.parametrize("text", ["a, b", "a;b", "()", '"', "a=b", " a ", "->", "'", "\\", ""])
def test_any_text_comes_back_from_its_own_form(text):
    kind = EffectKind("e", "", (Parameter("a", words, "default"),))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')

    effect = kind(f'"{escaped}"')

    assert effect.arguments == (text,)
    assert kind(str(effect)[2:-1]) == effect


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "status needs code: it is status(code, retry_after=)"),
        (("abc",), "must be a whole number, not 'abc'"),
        (("399",), "a whole number, 400 to 599"),
        (("503", "-1"), "a number, 0 or more"),
        (("503", "inf"), "a number, 0 or more"),
        (("503", "1", "2"), "does not take '2' there"),
        (("503", "code=504"), "does not take 'code=504' there"),
    ],
)
def test_arguments_that_it_does_not_take_are_refused(arguments, told):
    with pytest.raises(FaultError) as caught:
        STATUS(*arguments)

    assert told in str(caught.value)


def test_readers_say_what_they_want():
    assert whole_number("-3") == -3
    assert one_of("a", "b")("b") == "b"
    with pytest.raises(ValueError, match="one of a, b"):
        one_of("a", "b")("c")
    with pytest.raises(ValueError, match="0 or more"):
        within(0, None)("-1")
