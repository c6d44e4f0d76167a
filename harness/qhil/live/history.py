"""The dated properties that a service still has of a device, newest first: one question for each date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Callable, Dict, Iterator, Optional, Tuple

from qhil.live.errors import LiveError, ServiceError
from qhil.live.source import Json, LiveSource
from qhil.recordings.moments import moment

_TICK = timedelta(microseconds=1)
_EARLIEST = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Period:
    """From a moment to a moment, both included."""

    since: datetime
    until: datetime

    @classmethod
    def parse(cls, text: str, *, now: datetime) -> Period:
        """``FROM..TO``; a day means all of it, in UTC; without FROM all there is, without TO up to now.

        >>> now = datetime(2021, 3, 1, tzinfo=timezone.utc)
        >>> Period.parse("2021-02-01..", now=now).since.isoformat()
        '2021-02-01T00:00:00+00:00'

        Raises:
            LiveError: for a text that is no such thing, and a period that ends before it begins.
        """
        since, dots, until = text.partition("..")
        if not dots:
            raise LiveError(
                f"a history: expected FROM..TO, such as 2021-01-01..2021-03-31, found {text!r}"
            )
        period = cls(
            _begin(since.strip()) if since.strip() else _EARLIEST,
            moment(until.strip()) if until.strip() else now,
        )
        if period.until < period.since:
            raise LiveError(
                f"a history: expected a period that ends after it begins, found {text!r}"
            )
        return period


def _begin(text: str) -> datetime:
    """The first instant of a day, or the instant itself."""
    try:
        return datetime.combine(date.fromisoformat(text), time.min, tzinfo=timezone.utc)
    except ValueError:
        return moment(text)


def past_properties(
    source: LiveSource,
    device: str,
    period: Period,
    on_date: Callable[[datetime], None] = lambda _: None,
) -> Iterator[Tuple[datetime, Json]]:
    """All properties with a date within ``period``, with that date, newest first.

    Raises:
        ServiceError: if the service fails, or answers with later ones than were asked for: then it has no history.
    """
    at = period.until
    while at >= period.since:
        told = source.properties(device, at)
        if told is None:
            return
        found = _date(device, told)
        if found > at:
            raise ServiceError(
                f"{device} has no history at this service: expected properties not later than {at.isoformat()}, "
                f"found {found.isoformat()}"
            )
        on_date(found)
        if found < period.since:
            return
        yield found, told
        at = found - _TICK


def _date(device: str, told: Dict[str, object]) -> datetime:
    found = told.get("last_update_date")
    if not isinstance(found, str):
        raise ServiceError(f"properties of {device} without a date: found {found!r:.60}")
    return moment(found)


def share_done(period: Optional[Period], reached: datetime) -> Optional[float]:
    """How much of a period lies behind whoever goes back to ``reached``; None where its begin is not known."""
    if period is None or period.since == _EARLIEST:
        return None
    whole = (period.until - period.since).total_seconds()
    gone = (period.until - reached).total_seconds()
    return 1.0 if whole <= 0 else min(max(gone / whole, 0.0), 1.0)
