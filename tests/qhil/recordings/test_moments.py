from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from qhil.errors import RecordingError
from qhil.recordings.moments import file_stamp, moment, utc

NEW_YORK = timezone(timedelta(hours=-4))


@pytest.mark.parametrize(
    "at",
    [
        datetime(2021, 3, 15, 0, 36, 3, tzinfo=NEW_YORK),
        "2021-03-15T00:36:03-04:00",
        "2021-03-15T04:36:03Z",
        "2021-03-15T04:36:03z",
        " 2021-03-15 04:36:03+00:00 ",
    ],
)
def test_one_moment_can_be_said_in_many_ways(at):
    assert moment(at) == datetime(2021, 3, 15, 4, 36, 3, tzinfo=timezone.utc)
    assert moment(at).tzinfo is timezone.utc


@pytest.mark.parametrize("day", ["2021-03-15", date(2021, 3, 15)])
def test_a_day_includes_all_of_it(day):
    assert moment(day) < moment("2021-03-16T00:00:00Z")
    assert moment(day) >= moment("2021-03-15T23:59:59.999999Z")


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2021-03-15T04:36:03", "2021-03-15T04:36:03"),
        (datetime(2021, 3, 15), "2021-03-15T00:00:00"),  # noqa: DTZ001
        ("last week", "'last week'"),
        ("", "''"),
        (1615782963, "1615782963"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))), "0001-01-01T00:00:00+02:00"),
    ],
)
def test_what_is_no_moment_is_refused(at, found):
    with pytest.raises(RecordingError) as caught:
        moment(at)
    assert caught.value.found == found


def test_the_refusal_of_a_naive_date_says_how_to_mend_it():
    with pytest.raises(RecordingError, match=r"2021-03-15T00:00:00\+00:00"):
        utc(datetime(2021, 3, 15))  # noqa: DTZ001


def test_stamps_for_files_are_in_utc_and_keep_fractions():
    assert file_stamp(datetime(2021, 3, 15, 0, 36, 3, tzinfo=NEW_YORK)) == "2021-03-15T043603Z"
    fraction = datetime(2021, 3, 15, 0, 36, 3, 1500, tzinfo=timezone.utc)
    assert file_stamp(fraction) == "2021-03-15T003603.001500Z"
