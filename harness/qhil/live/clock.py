"""The time by which a campaign waits, which is passed in: the day's, or a test's."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Callable


@dataclass(frozen=True)
class WaitingClock:
    """``now`` tells the time (aware), ``sleep`` lets so many s pass."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


def real_clock() -> WaitingClock:
    """The time of day."""
    return WaitingClock(lambda: datetime.now(timezone.utc), time.sleep)
