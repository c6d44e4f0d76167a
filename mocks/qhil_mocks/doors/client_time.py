"""The time by which a client waits for one service: that of its clock, which the client then moves.

    sleep, time of the client -> ClientTime -> clock -> what is due by then happens -> the client goes on

Every wait is told to the faults, which see by that whether somebody hangs.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Callable, List, Optional

from qhil_mocks.clock import WaitedClock
from qhil_mocks.ibmq import IBMQService

Told = Callable[[int, int], Optional[int]]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Alarm:
    due: datetime
    ring: Callable[[], None]


class ClientTime:
    """May be asked in any thread; while one waits, the clock is its own to move.

    ``told``: how many texts the client of a websocket has been told by now, by its port, and how many it has sent.
    """

    def __init__(self, service: IBMQService, clock: WaitedClock, told: Told) -> None:
        self.told = told
        self._service = service
        self._clock = clock
        self._alarms: List[_Alarm] = []
        self._lock = threading.Lock()
        self._moving = threading.RLock()

    def time(self) -> float:
        """In s since the epoch."""
        return self._clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        """Have so much time pass. Programs that run meanwhile are waited for; no wait is longer for that.

        Raises:
            HangError: if that is longer than the faults allow.
        """
        if not seconds >= 0:
            raise ValueError("sleep length must be non-negative")
        until = self._clock.now() + timedelta(seconds=seconds)
        self._service.state.runner.rest(seconds)
        self._service.faults.note_delay(seconds)
        self._pass_until(until)

    def pass_to_next(self, nothing_to_do: Callable[[], bool]) -> bool:
        """Have time pass until something happens because of it; False if nothing will, or is happening now.

        ``nothing_to_do`` tells whether the client has nothing but to wait; asked while nobody else moves the clock.

        Raises:
            HangError: likewise; where nothing will ever happen, so that only the limit is left to be waited for.
        """
        with self._moving:
            if not nothing_to_do():
                return False
            dues = [alarm.due for alarm in self._waiting()]
            due = self._service.next_due()
            if due is not None:
                dues.append(due)
            if not dues:
                left = self._service.faults.time_left()
                if left is not None:
                    self._service.faults.note_delay(left + 1)
                return False
            seconds = (min(dues) - self._clock.now()).total_seconds()
            if seconds <= 0:
                return False
            self._service.faults.note_delay(seconds)
            self._pass_until(min(dues))
            return True

    def set_alarm(self, seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
        """Have ``ring`` called when so much time has passed, by whoever has it pass; the answer ends that."""
        alarm = _Alarm(self._clock.now() + timedelta(seconds=seconds), ring)
        with self._lock:
            self._alarms.append(alarm)

        def end() -> None:
            with self._lock:
                self._alarms = [one for one in self._alarms if one is not alarm]

        return end

    def look(self) -> None:
        """The clock has been moved: ring the alarms that are due."""
        now = self._clock.now()
        with self._lock:
            due = sorted((one for one in self._alarms if one.due <= now), key=lambda one: one.due)
            self._alarms = [one for one in self._alarms if one.due > now]
        for alarm in due:
            _ring(alarm)

    def _pass_until(self, moment: datetime) -> None:
        """Stop at each alarm on the way, so that what it does is done then."""
        with self._moving:
            for alarm in sorted(self._waiting(), key=lambda one: one.due):
                if alarm.due < moment:
                    self._clock.pass_until(alarm.due)
            self._clock.pass_until(moment)

    def _waiting(self) -> List[_Alarm]:
        with self._lock:
            return list(self._alarms)


def _ring(alarm: _Alarm) -> None:
    try:
        alarm.ring()
    except Exception:  # noqa: BLE001  # as in a thread of its own, where it would end nobody else's wait
        _log.exception("what was to be done after a time failed")
