"""Dates on the wire, in the spellings that clients use."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from qhil_mocks.wire_dates import instant, wire_date

MOMENT = datetime(2020, 2, 13, 15, 19, 25, 717000, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "text",
    [
        "2020-02-13T15:19:25.717Z",
        "2020-02-13T15:19:25.717000+00:00",
        "2020-02-13 16:19:25.717+0100",
        "2020-02-13T15:19:25,7170000Z",
    ],
)
def test_one_moment_has_many_spellings(text):
    assert instant(text) == MOMENT


def test_without_an_offset_it_has_the_one_given():
    assert instant("2020-02-13T15:19:25.717", default="Z") == MOMENT
    assert instant("2020-02-13T15:19:25.717Z", default="+05:00") == MOMENT


def test_without_any_offset_it_is_local_time():
    local = datetime(2020, 2, 13, 15, 19).astimezone()  # that is the point

    assert instant("2020-02-13T15:19") == local
    assert instant("2020-02-13") == local.replace(hour=0, minute=0)


@pytest.mark.parametrize(
    "value", ["soon", "2020-02-30", "2020-02-13T25:00Z", 2020, None, "0001-01-01T00:00+14:00"]
)
def test_what_is_no_date_is_none(value):
    assert instant(value) is None


def test_dates_are_written_in_utc_to_the_millisecond():
    assert wire_date(MOMENT.astimezone(timezone(timedelta(hours=-4)))) == "2020-02-13T15:19:25.717Z"
