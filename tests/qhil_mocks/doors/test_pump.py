"""What both doors do beside answering: let the service get on with the time."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from qhil_mocks import ImmediateClock, ManualClock, RealClock
from qhil_mocks.doors.pump import tick


@pytest.mark.parametrize(
    ("clock", "by_itself"),
    [(RealClock(), True), (ManualClock(), False), (ImmediateClock(), False)],
    ids=["real", "manual", "immediate"],
)
def test_things_happen_by_themselves_where_time_passes_by_itself(clock, by_itself):
    async def ticked():
        settled = asyncio.Event()
        loop = asyncio.get_running_loop()
        service = SimpleNamespace(
            state=SimpleNamespace(clock=clock),
            settle=lambda: loop.call_soon_threadsafe(settled.set),
        )
        ticking = asyncio.ensure_future(tick(service))
        seen = asyncio.ensure_future(settled.wait())
        await asyncio.wait([ticking, seen], timeout=30, return_when=asyncio.FIRST_COMPLETED)
        ticking.cancel()
        seen.cancel()
        return settled.is_set()

    assert asyncio.run(ticked()) is by_itself
