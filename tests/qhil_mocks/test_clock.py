"""Clocks: the present, and one that stands still."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from qhil_mocks.clock import ImmediateClock, ManualClock, RealClock, VirtualClock, WaitedClock


def test_a_manual_clock_moves_when_it_is_told_to_and_not_back():
    start = datetime(2022, 5, 17, 11, tzinfo=timezone(timedelta(hours=2)))
    clock = ManualClock(start)

    clock.advance(90)

    assert clock.now() == start + timedelta(seconds=90)
    assert clock.now().utcoffset() == timedelta(0)
    for seconds in (-1, float("nan")):
        with pytest.raises(ValueError, match="0 or more"):
            clock.advance(seconds)


def test_a_manual_clock_wants_an_offset():
    with pytest.raises(ValueError, match="offset from UTC"):
        ManualClock(datetime(2022, 5, 17))  # noqa: DTZ001  # that is the point


def test_jobs_take_no_time_by_the_immediate_clock():
    clock = ImmediateClock()

    assert clock.durations.queued == clock.durations.running == 0
    assert clock.now().utcoffset() == timedelta(0)


def test_the_real_clock_tells_the_time_it_is_told():
    noon = datetime(2022, 5, 17, 14, tzinfo=timezone(timedelta(hours=2)))
    clock = RealClock(time=lambda: noon)

    assert clock.now() == noon
    assert clock.now().tzinfo is timezone.utc
    assert clock.runs
    clock.listen(lambda: None)()  # nobody moves it, and nobody need say so


def test_who_listens_is_told_of_each_move():
    clock, seen = ManualClock(), []
    stop = clock.listen(lambda: seen.append(clock.now()))
    clock.advance(1)
    stop()
    clock.advance(1)

    assert len(seen) == 1


def test_by_the_immediate_clock_what_is_waited_puts_it_ahead():
    clock, seen = ImmediateClock(), []
    stop = clock.listen(lambda: seen.append(clock.now()))
    until = clock.now() + timedelta(hours=1)
    clock.pass_until(until)
    clock.pass_until(until)
    stop()
    clock.pass_until(until)

    assert until <= seen[0] <= seen[1] <= clock.now() < until + timedelta(minutes=30)
    assert len(seen) == 2
    assert clock == ImmediateClock()


def test_a_virtual_clock_is_moved_by_who_waits_and_by_hand():
    start = datetime(2022, 5, 17, 9, tzinfo=timezone.utc)
    clock, seen = VirtualClock(start), []
    clock.listen(lambda: seen.append(clock.now() - start))
    clock.pass_until(start + timedelta(seconds=5))
    clock.advance(2)
    clock.pass_until(start)

    assert seen == [timedelta(seconds=seconds) for seconds in (5, 7, 7)]


def test_a_client_waits_by_these_clocks_alone():
    clocks = (ImmediateClock(), VirtualClock(), ManualClock(), RealClock())

    assert [isinstance(clock, WaitedClock) for clock in clocks] == [True, True, False, False]
