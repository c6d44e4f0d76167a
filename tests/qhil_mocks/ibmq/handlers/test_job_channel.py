"""The channel itself, without any websocket."""

from __future__ import annotations

import json

import pytest

from qhil_mocks.rest import Close, Request

# Either door would do: it is not gone through.
pytestmark = pytest.mark.parametrize("asks", ["in-process"], indirect=True)


@pytest.fixture
def channel(mock, caller):
    """A channel on a new job of the first user, and that user."""
    me = caller(0)
    job = me.create()
    path = f"/websocket/jobs/{job['id']}/status/v/1"
    return mock._service.channel(Request("WEBSOCKET", path)), me


def heard(channel):
    channel, me = channel
    channel.receive(json.dumps({"type": "authentication", "data": me.access_token}))
    return channel.due()


def test_nothing_is_said_before_somebody_asks(channel):
    assert channel[0].due() == []


def test_a_state_is_told_once(channel):
    first = [json.loads(text) for text in heard(channel)]

    assert [one["type"] for one in first] == ["authenticated", "job-status"]
    assert first[1]["data"]["status"] == "CREATING"
    assert channel[0].due() == []


def test_who_is_known_may_say_what_he_likes(channel):
    heard(channel)
    channel[0].receive("anything")

    assert channel[0].due() == []


def test_after_the_close_nothing_is_said(channel):
    channel[0].receive("nonsense")

    assert channel[0].due() == [Close(1008)]
    assert channel[0].due() == []
    assert heard(channel) == []
