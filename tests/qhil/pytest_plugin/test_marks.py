"""What the markers say, and what they cannot."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from qhil.pytest_plugin.marks import ChoiceError, marked_devices, marked_noises


class Mark(NamedTuple):
    """As pytest's, for markers that this suite need not know."""

    name: str
    args: tuple
    kwargs: dict


def device(*names, **keywords):
    return Mark("device", names, keywords)


def noise(*kinds, **keywords):
    return Mark("noise", kinds, keywords)


@pytest.mark.parametrize(
    ("marks", "names", "at"),
    [
        ([], (), None),
        ([device("a", "b")], ("a", "b"), None),
        ([device("a", at="2022")], ("a",), "2022"),
        ([device("a"), device("b", at="2022")], ("a",), None),
        ([device(at="2022"), device("b", at="2021")], ("b",), "2022"),
        ([device(at=date(2022, 1, 1))], (), date(2022, 1, 1)),
        ([device("a@2022")], ("a@2022",), None),
    ],
)
def test_the_closest_names_count_and_the_closest_date(marks, names, at):
    assert marked_devices(marks) == (names, at)


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        (device(), r"names no device; for instance device\('ibmq_manila'\)"),
        (device("a", on="b"), r"takes no on=: it is device\(\*names, at=None\)$"),
        (device("a", att="b"), r"nearest: at=$"),
        (device("a", at=2022), r"at= .* must be a date, such as '2023-06-30', not 2022"),
        (device("a", at=""), r"at= .* must be a date"),
        (device(3), r"takes names, not int; .* override the fixture recorded_device"),
        (device(["a", "b"]), r"takes names, not list"),
        (device("a@2022", at="2023"), r"gives 'a@2022' two dates: the other is 2023"),
    ],
)
def test_what_a_device_marker_cannot_say(mark, message):
    with pytest.raises(ChoiceError, match=message):
        marked_devices([mark])


def test_the_closest_noises_count():
    marks = [noise("ideal", "twirled"), noise("readout")]

    assert marked_noises(marks) == ("ideal", "twirled")
    assert marked_noises([]) == ()


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        (noise(), r"names no kind; for instance noise\('twirled'\)"),
        (noise("ideal", scale=2), r"takes no scale=: it is noise\(\*kinds\)$"),
    ],
)
def test_what_a_noise_marker_cannot_say(mark, message):
    with pytest.raises(ChoiceError, match=message):
        marked_noises([mark])
