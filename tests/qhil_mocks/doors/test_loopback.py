"""The listener for websockets of a mock in this process: whoever asks it while it ends is not left waiting."""

from __future__ import annotations

import asyncio

import pytest

from qhil_mocks.mock_ibmq import MockIBMQ

pytestmark = pytest.mark.requires("websockets", "trustme")


def test_what_has_been_told_is_not_asked_of_a_listener_that_ends(monkeypatch):
    from qhil_mocks.doors.loopback import LoopbackListener

    listener = LoopbackListener(MockIBMQ(seed=7, devices=["ibmq_armonk"])._service)
    thread, answers = listener._thread, [listener.told(1, 0)]

    def no_answer(*_):
        raise AssertionError("the loop may end before it comes to that, and nobody would answer")

    class Ending:
        def join(self):
            with monkeypatch.context() as patched:
                patched.setattr(asyncio, "run_coroutine_threadsafe", no_answer)
                answers.append(listener.told(1, 0))
            thread.join()

    listener._thread = Ending()
    listener.close()

    assert answers == [None, None]
    assert not thread.is_alive()
