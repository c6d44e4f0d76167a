"""Dates: what a user may ask for and what a file may say become aware UTC datetimes, or an error.

>>> str(moment("2021-03-15T00:36:03-04:00"))
'2021-03-15 04:36:03+00:00'
>>> str(moment("2021-03-15"))
'2021-03-15 23:59:59.999999+00:00'

A day means all of it, in UTC. A date and time without an offset is refused: it names a different
moment in every place, and recordings are about which of two calibrations came first.
"""

from __future__ import annotations

from datetime import date, datetime, time, timezone
from typing import Union

from qhil.errors import RecordingError

Moment = Union[datetime, date, str]


def moment(at: Moment) -> datetime:
    """The last instant, in UTC, that ``at`` includes.

    Raises RecordingError for text that is no ISO 8601 date and for a naive datetime.
    """
    if isinstance(at, str):
        at = _parse(at)
    if isinstance(at, datetime):
        return utc(at)
    if isinstance(at, date):
        return datetime.combine(at, time.max, tzinfo=timezone.utc)
    raise RecordingError(
        "not a date", expected="a datetime with an offset, a date, or ISO 8601 text", found=repr(at)
    )


def utc(when: datetime) -> datetime:
    """``when`` in UTC.

    RecordingError if it is naive, or so near the year 1 or 9999 that UTC leaves the calendar.
    """
    if when.utcoffset() is None:
        raise RecordingError(
            "a date and time needs an offset from UTC",
            expected=f"for instance {when.isoformat()}+00:00",
            found=when.isoformat(),
        )
    try:
        return when.astimezone(timezone.utc)
    except OverflowError:
        raise RecordingError(
            "date out of range", expected="a year from 1 to 9999 in UTC", found=when.isoformat()
        ) from None


def file_stamp(when: datetime) -> str:
    """``when`` as part of a file name, without the colons that some file systems refuse."""
    stamp = "%Y-%m-%dT%H%M%S.%fZ" if when.microsecond else "%Y-%m-%dT%H%M%SZ"
    return utc(when).strftime(stamp)


def _parse(text: str) -> Union[datetime, date]:
    stripped = text.strip()
    try:
        return date.fromisoformat(stripped)
    except ValueError:
        pass
    # fromisoformat learnt the Z of ISO 8601 only in Python 3.11
    spelled = stripped[:-1] + "+00:00" if stripped[-1:] in ("Z", "z") else stripped
    try:
        return datetime.fromisoformat(spelled)
    except ValueError:
        raise RecordingError(
            "not a date",
            expected="ISO 8601, for instance 2021-03-15 or 2021-03-15T04:36:03Z",
            found=repr(text),
        ) from None
