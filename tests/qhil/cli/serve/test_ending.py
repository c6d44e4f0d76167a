"""What signals do."""

from __future__ import annotations

import os
import signal

import pytest

from qhil.cli.serve.ending import Ending


@pytest.fixture
def exits(monkeypatch):
    seen = []
    monkeypatch.setattr(os, "_exit", seen.append)
    return seen


def test_the_first_signal_ends_in_order_the_second_at_once(exits, capsys):
    ends = []
    ending = Ending()
    before = signal.getsignal(signal.SIGTERM)
    with ending.heeded(lambda: ends.append("in order")):
        signal.raise_signal(signal.SIGTERM)
        assert (ends, exits) == (["in order"], [])
        signal.raise_signal(signal.SIGINT)

    assert exits == [130]
    assert "Once more ends at once" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is before


def test_who_was_told_too_early_to_end_ends_as_soon_as_possible(exits):
    ends = []
    ending = Ending()
    with ending.heeded(lambda: ends.append("told")):
        ending.check()
        assert ends == []
        signal.raise_signal(signal.SIGINT)
        ending.check()

    assert ends == ["told", "told"]
    assert exits == []
