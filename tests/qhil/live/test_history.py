"""Periods, and how far back one is."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from qhil.errors import RecordingError
from qhil.live.errors import LiveError
from qhil.live.history import Period, share_done

NOW = datetime(2023, 5, 17, 9, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2021-01-01..2021-01-31", "2021-01-01T00:00:00+00:00", "2021-01-31T23:59:59.999999+00:00"),
        ("2021-01-01T12:00:00+02:00..", "2021-01-01T10:00:00+00:00", "2023-05-17T09:00:00+00:00"),
        ("..2021-01-31", "1970-01-01T00:00:00+00:00", "2021-01-31T23:59:59.999999+00:00"),
        ("2021-01-31..2021-01-31", "2021-01-31T00:00:00+00:00", "2021-01-31T23:59:59.999999+00:00"),
    ],
)
def test_days_are_whole_and_ends_may_be_open(text, since, until):
    period = Period.parse(text, now=NOW)

    assert (period.since.isoformat(), period.until.isoformat()) == (since, until)


@pytest.mark.parametrize(
    ("text", "told"),
    [("2021-01-01", "expected FROM..TO"), ("2021-02-01..2021-01-01", "ends after it begins")],
)
def test_what_is_no_period_is_refused(text, told):
    with pytest.raises(LiveError, match=told):
        Period.parse(text, now=NOW)


def test_what_is_no_date_is_refused():
    with pytest.raises(RecordingError, match="not a date"):
        Period.parse("yesterday..", now=NOW)


def test_how_far_one_is_is_known_where_the_begin_is():
    period = Period.parse("2023-05-13T09:00:00Z..", now=NOW)

    assert share_done(period, NOW) == 0.0
    assert share_done(period, datetime(2023, 5, 15, 9, tzinfo=timezone.utc)) == 0.5
    assert share_done(period, datetime(2020, 1, 1, tzinfo=timezone.utc)) == 1.0
    assert share_done(Period.parse("..", now=NOW), NOW) is None
    assert share_done(None, NOW) is None
