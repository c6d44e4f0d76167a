"""Dates as the services write them, and as their clients ask for them.

>>> wire_date(datetime(2020, 2, 13, 15, 19, 25, 717000, tzinfo=timezone.utc))
'2020-02-13T15:19:25.717Z'
>>> str(instant("2020-02-13T16:19:25.717+01:00"))
'2020-02-13 15:19:25.717000+00:00'
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any, Optional

# fromisoformat of Python 3.9 takes neither a Z nor a fraction of other than 3 or 6 digits.
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))? ?(Z|z|[+-]\d\d:?\d\d)?)?"
)


def wire_date(when: datetime) -> str:
    """``when`` in UTC, to the millisecond, with a Z: clients ignore any other offset."""
    utc = when.astimezone(timezone.utc)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def exact_date(when: datetime) -> str:
    """``when`` in UTC, to the microsecond, with a Z: for what has to come back as it was sent."""
    utc = when.astimezone(timezone.utc).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='microseconds')}Z"


def instant(value: Any, *, default: Optional[str] = None) -> Optional[datetime]:
    """The moment that an ISO 8601 text names, in UTC; None for anything else.

    ``default``: the offset of a text that has none, such as ``Z``; None is local time.
    """
    found = _ISO.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    day, minute, second, fraction, offset = found.groups()
    digits = ((fraction or "") + "000000")[:6]
    text = f"{day}T{minute or '00:00'}{second or ':00'}.{digits}{_offset(offset or default)}"
    try:
        return datetime.fromisoformat(text).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None


def _offset(offset: Optional[str]) -> str:
    if offset is None:
        return ""
    if offset in ("Z", "z"):
        return "+00:00"
    return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
