"""What was submitted is on the disk; nobody guesses."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest

from qhil.live.errors import JournalError
from qhil.live.journal import Journal

STARTED = datetime(2023, 5, 17, 9, tzinfo=timezone.utc)
LATER = datetime(2023, 5, 18, 9, tzinfo=timezone.utc)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "journal.jsonl"


def opened(path, campaign="a" * 64, started=STARTED):
    return Journal.open(path, campaign=campaign, started=started)


def test_it_is_gone_on_with_as_it_was_left(path):
    with opened(path) as journal:
        journal.intend("one")
        journal.submitted("one", "id1")
        journal.intend("two")
        journal.counted("one", ({"0": 3},), 1.5)

    with opened(path, started=LATER) as again:
        assert again.started == STARTED
        assert again.jobs["one"].counts == ({"0": 3},)
        assert (again.jobs["one"].id, again.jobs["one"].seconds) == ("id1", 1.5)
        assert again.jobs["two"].id is None


def test_one_that_is_finished_is_begun_anew(path):
    with opened(path) as journal:
        journal.intend("one")
        journal.finish()

    with opened(path, campaign="b" * 64, started=LATER) as again:
        assert (again.jobs, again.started, again.number) == ({}, LATER, 1)


def test_each_entry_is_on_the_disk_before_the_next_step(path, monkeypatch):
    synced = []
    monkeypatch.setattr("os.fsync", lambda descriptor: synced.append(path.read_bytes()))
    with opened(path) as journal:
        journal.intend("one")

        assert b'{"intended":"one"}\n' in synced[-1]


def test_an_entry_without_its_end_was_never_written(path):
    with opened(path) as journal:
        journal.intend("one")
    path.write_bytes(path.read_bytes() + b'{"submitted":"one","id":"id1"}')

    with opened(path) as again:
        assert again.jobs["one"].id is None
        again.submitted("one", "id2")
    assert json.loads(path.read_text().splitlines()[-1])["id"] == "id2"


def test_what_was_refused_or_failed_is_not_there(path):
    with opened(path) as journal:
        for name in ("one", "two"):
            journal.intend(name)
            journal.submitted(name, name)
        journal.refused("one")
        journal.failed("two")
        assert "one" not in journal.jobs
        assert journal.jobs["two"].id is None


def test_another_campaigns_is_refused(path):
    opened(path).close()

    with pytest.raises(
        JournalError, match="of another campaign: expected bbbbbbbbbbbb, found aaaaaaaaaaaa"
    ):
        opened(path, campaign="b" * 64)


def test_two_do_not_go_on_with_one_campaign(path):
    pytest.importorskip("fcntl")
    with opened(path), pytest.raises(JournalError, match="in use"):
        opened(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nonsense\n", "line 1: expected an entry"),
        ('{"format": "other", "version": 1}\n', "expected qhil.live_journal 1, found other 1"),
        ("[]\n", "line 1: expected an entry"),
    ],
)
def test_what_is_no_journal_is_refused(path, text, told):
    path.parent.mkdir()
    path.write_text(text)

    with pytest.raises(JournalError, match=told):
        opened(path)


def test_where_nothing_can_be_written_nothing_is_begun(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(JournalError, match="expected a journal to write to"):
        opened(tmp_path / "file" / "journal.jsonl")
