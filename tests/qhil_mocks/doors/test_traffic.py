"""What a client has been told by now, so that it knows whether only time can bring more."""

from __future__ import annotations

import asyncio

from qhil_mocks.doors.traffic import Traffic
from qhil_mocks.rest import Close


class Echo:
    """Answers each text with two; says ``end`` at that."""

    def __init__(self):
        self.waiting = []

    def receive(self, text):
        self.waiting += [Close(1000)] if text == "end" else [text, text]

    def due(self):
        said, self.waiting = self.waiting, []
        return said


def test_what_is_told_is_counted_when_all_that_was_sent_has_come():
    async def steps():
        traffic = Traffic(Echo(), blocks=True)
        asking = asyncio.ensure_future(traffic.told(2))
        traffic.receive("a")
        await asyncio.sleep(0)
        early = asking.done()
        traffic.receive("b")
        told = await asking
        return early, told, traffic.waiting, traffic.due(), traffic.waiting, await traffic.told(2)

    assert asyncio.run(steps()) == (False, 4, True, ["a", "a", "b", "b"], False, 4)


def test_nothing_is_known_of_one_that_has_ended_or_waits_for_no_time():
    async def steps():
        closed, gone, stream = (Traffic(Echo(), blocks=blocks) for blocks in (True, True, False))
        closed.receive("end")
        asking = asyncio.ensure_future(gone.told(1))
        await asyncio.sleep(0)
        gone.end()
        return await closed.told(1), closed.due(), await asking, await stream.told(0)

    assert asyncio.run(steps()) == (None, [Close(1000)], None, None)
