"""Other users' jobs on the devices: why a job waits, and why some devices are busy and some are not.

>>> crowd = OtherUsers(Identities(7), mean_length=30)
>>> noon = datetime(2022, 5, 17, 12, tzinfo=timezone.utc)
>>> [crowd.waiting(device, noon) for device in ("ibm_perth", "ibmq_manila", "ibm_lagos")]
[0, 14, 0]

Nothing of it runs: a device's whole day is drawn when somebody asks for any of its moments, from the seed, the
device and the date. Arrivals are Poisson, lengths exponential, one job runs after the other (M/M/1); each day
begins with an empty queue, as after a calibration. The user's own jobs do not hold up the others.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Container, List, Protocol, Tuple

from qhil_mocks.identities import Identities

EVER = datetime.min.replace(tzinfo=timezone.utc)
# How much of the time others use a device: an idle one, one that is used, one for which people wait.
_LOADS = (0.0, 0.5, 0.9)
_DAY = timedelta(days=1).total_seconds()


class Crowd(Protocol):
    """Whoever else uses the devices."""

    def through(self, device: str, since: datetime) -> datetime:
        """When all have run that were queued before ``since``."""

    def ahead(self, device: str, since: datetime, now: datetime) -> int:
        """How many that were queued before ``since`` still wait at ``now``."""

    def waiting(self, device: str, now: datetime) -> int:
        """How many wait at ``now``."""


class Nobody:
    """The devices are one's own."""

    def through(self, device: str, since: datetime) -> datetime:
        """At any time."""
        del device, since
        return EVER

    def ahead(self, device: str, since: datetime, now: datetime) -> int:
        """None."""
        del device, since, now
        return 0

    def waiting(self, device: str, now: datetime) -> int:
        """None."""
        del device, now
        return 0


class OtherUsers:
    """A crowd drawn from the seed. ``mean_length``: of their jobs, in s. Nobody queues for devices in ``free``."""

    def __init__(
        self, identities: Identities, *, mean_length: float, free: Container[str] = ()
    ) -> None:
        self._identities = identities
        self._mean_length = mean_length
        self._free = free

    def through(self, device: str, since: datetime) -> datetime:
        """When the last of those that were queued before ``since`` ends."""
        begun, day = self._day(device, since)
        before = bisect_left(day.arrivals, _seconds(begun, since))
        return begun + timedelta(seconds=day.ends[before - 1]) if before else EVER

    def ahead(self, device: str, since: datetime, now: datetime) -> int:
        """Never more as time passes: nobody gets in front of anybody."""
        begun, day = self._day(device, since)
        before = bisect_left(day.arrivals, _seconds(begun, since))
        return before - bisect_right(day.starts, _seconds(begun, now), 0, before)

    def waiting(self, device: str, now: datetime) -> int:
        """How many of the day's have come and not begun."""
        return self.ahead(device, now, now)

    def _day(self, device: str, when: datetime) -> Tuple[datetime, _Day]:
        date = when.astimezone(timezone.utc).date()
        load = _LOADS[self._identities.number("load", device) % len(_LOADS)]
        if device in self._free:
            load = 0.0
        seed = self._identities.number("others' jobs", device, date.isoformat())
        begun = datetime.combine(date, time(), timezone.utc)
        return begun, _drawn(seed, load, self._mean_length)


@dataclass(frozen=True)
class _Day:
    """Jobs in their order; in s since midnight."""

    arrivals: List[float]
    starts: List[float]
    ends: List[float]


@lru_cache(maxsize=128)
def _drawn(seed: int, load: float, mean_length: float) -> _Day:
    day = _Day([], [], [])
    if not load:
        return day
    draw = random.Random(seed)  # noqa: S311  # nobody is to be kept from guessing it
    arrival, end = 0.0, 0.0
    while True:
        arrival += draw.expovariate(load / mean_length)
        if arrival >= _DAY:
            return day
        start = max(arrival, end)
        end = start + draw.expovariate(1 / mean_length)
        day.arrivals.append(arrival)
        day.starts.append(start)
        day.ends.append(end)


def _seconds(begun: datetime, when: datetime) -> float:
    return (when - begun).total_seconds()
