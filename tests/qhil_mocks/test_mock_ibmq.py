"""`MockIBMQ` by itself: what it is made with."""

from __future__ import annotations

import pytest

from qhil_mocks.clock import ImmediateClock
from qhil_mocks.ibmq.accounts import User
from qhil_mocks.mock_ibmq import MockIBMQ


def test_one_seed_gives_the_same_accounts():
    first, again, other = (MockIBMQ(seed=seed, devices=[]) for seed in (7, 7, 8))

    assert first.users == again.users
    assert first.token != other.token
    assert len(first.token) == 128


def test_a_seed_that_was_drawn_is_told():
    drawn = MockIBMQ(devices=[])

    assert MockIBMQ(seed=drawn.seed, devices=[]).token == drawn.token


def test_users_are_those_given():
    mock = MockIBMQ(devices=[], users=[User("me", "my token")])

    assert mock.token == "my token"
    assert "my token" not in repr(mock.users)
    assert isinstance(mock.clock, ImmediateClock)
    with pytest.raises(ValueError, match="one user at least"):
        MockIBMQ(users=[])
