"""A file of shelves: what is put there, in which order, all or nothing, and who may open it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from dataclasses import dataclass

import pytest

from qhil_mocks.errors import ShelvesError
from qhil_mocks.sqlite_shelves import APPLICATION, SqliteShelves


@dataclass(frozen=True)
class Fact:
    number: int


@dataclass(frozen=True)
class OtherFact:
    text: str


@pytest.fixture
def path(tmp_path):
    return tmp_path / "service.db"


@pytest.fixture
def opened(path):
    """``opened()``: the shelves of `path`; those that were opened before are closed first."""
    made = []

    def again():
        while made:
            made.pop().close()
        made.append(SqliteShelves(path))
        return made[-1]

    yield again
    while made:
        made.pop().close()


def files(path):
    return sorted(one.name for one in path.parent.iterdir())


def test_what_was_put_is_there_again_in_the_order_in_which_it_first_came(opened):
    shelf = opened().shelf("facts", Fact)
    for number, key in enumerate(["c", "a", "b", "a"]):
        shelf.put(key, Fact(number))
    shelf.drop("c")
    shelf.drop("never there")
    again = opened().shelf("facts", Fact).load()

    assert list(again.items()) == [("a", Fact(3)), ("b", Fact(2))]


def test_a_key_that_was_dropped_comes_last_when_it_comes_again(opened):
    shelf = opened().shelf("facts", Fact)
    for key in ("a", "b"):
        shelf.put(key, Fact(0))
    shelf.drop("a")
    shelf.put("a", Fact(1))

    assert list(shelf.load()) == ["b", "a"]


def test_shelves_have_their_own_keys(opened):
    shelves = opened()
    shelves.shelf("facts", Fact).put("a", Fact(1))
    shelves.shelf("bytes", bytes).put("a", b"\x00\xff")
    shelves.shelf("bytes", bytes).put("b", b"")
    shelves.shelf("numbers", int).put("a", 2**70)
    shelves = opened()

    assert shelves.shelf("facts", Fact).load() == {"a": Fact(1)}
    assert shelves.shelf("bytes", bytes).load() == {"a": b"\x00\xff", "b": b""}
    assert shelves.shelf("numbers", int).load() == {"a": 2**70}
    assert shelves.shelf("others", Fact).load() == {}


@pytest.mark.parametrize("key", ["", "ä", "a\x00b", "\ud800", '"', "\\", "%_'--", "x" * 10_000])
def test_any_text_is_a_key(opened, key):
    opened().shelf("facts", Fact).put(key, Fact(1))

    assert opened().shelf("facts", Fact).load() == {key: Fact(1)}


def test_together_is_all_or_nothing(opened):
    shelves = opened()
    facts, others = shelves.shelf("facts", Fact), shelves.shelf("others", Fact)
    facts.put("old", Fact(0))

    def replace(*, divisor):
        with shelves.together():
            facts.put("new", Fact(1))
            with shelves.together():
                others.put("new", Fact(2))
            facts.drop("old")
            assert (facts.load(), others.load()) == ({"old": Fact(0)}, {})
            return 1 / divisor

    with pytest.raises(ZeroDivisionError):
        replace(divisor=0)

    assert (facts.load(), others.load()) == ({"old": Fact(0)}, {})
    replace(divisor=1)
    assert (facts.load(), others.load()) == ({"new": Fact(1)}, {"new": Fact(2)})
    with shelves.together():
        pass


def test_a_thread_has_no_part_in_what_another_does_together(opened):
    shelves = opened()
    shelf = shelves.shelf("facts", Fact)
    with shelves.together():
        shelf.put("mine", Fact(0))
        thread = threading.Thread(target=shelf.put, args=["theirs", Fact(1)])
        thread.start()
        thread.join(10)

        assert shelf.load() == {"theirs": Fact(1)}
    assert list(shelf.load()) == ["theirs", "mine"]


def test_several_threads_put_at_once(opened):
    shelf = opened().shelf("facts", Fact)

    def put(name):
        for number in range(50):
            shelf.put(f"{name}{number}", Fact(number))

    threads = [threading.Thread(target=put, args=[name]) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    again = opened().shelf("facts", Fact).load()

    assert again == {f"{name}{number}": Fact(number) for name in "abcd" for number in range(50)}


def test_a_file_is_open_once(opened, path):
    shelves = opened()
    shelves.shelf("facts", Fact).put("a", Fact(1))
    other = (
        "import sys\n"
        "from qhil_mocks.errors import ShelvesError\n"
        "from qhil_mocks.sqlite_shelves import SqliteShelves\n"
        "try: SqliteShelves(sys.argv[1])\n"
        "except ShelvesError as error: print(error)"
    )
    with pytest.raises(ShelvesError, match="open in another service"):
        SqliteShelves(path)
    said = subprocess.check_output([sys.executable, "-c", other, str(path)], text=True)

    assert said == f"{path} is open in another service; a file belongs to one at a time\n"
    shelves.shelf("facts", Fact).put("b", Fact(2))
    shelves.close()
    assert subprocess.check_output([sys.executable, "-c", other, str(path)], text=True) == ""
    assert len(opened().shelf("facts", Fact).load()) == 2


def test_closing_leaves_one_file_and_ends_writing(opened, path):
    shelves = opened()
    shelf = shelves.shelf("facts", Fact)
    shelf.put("a", Fact(1))
    shelves.close()
    shelves.close()

    assert files(path) == [path.name]
    with pytest.raises(ShelvesError, match="is closed"):
        shelf.put("b", Fact(2))
    with pytest.raises(ShelvesError, match="is closed"):
        shelf.load()


@pytest.mark.skipif(os.name == "nt", reason="files have no modes there")
def test_a_file_is_its_owners(opened, path):
    opened().shelf("facts", Fact).put("a", Fact(1))

    assert {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {
        path.name: 0o600,
        f"{path.name}-wal": 0o600,
    }


def another_programs(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()


def of_a_later_version(path):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (another_programs, "another program's database"),
        (of_a_later_version, "is of version 99; this qhil reads version 1"),
        (lambda path: path.write_text("no database at all, but a text\n" * 40), "is no database"),
        (lambda path: path.mkdir(), "cannot be used"),
    ],
)
def test_a_file_of_another_kind_is_refused_and_left_alone(path, made, message):
    made(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ShelvesError, match=message) as caught:
        SqliteShelves(path)

    assert str(path) in str(caught.value)
    assert before is None or path.read_bytes() == before
    assert files(path) == [path.name]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ShelvesError, match="cannot be made: No such file"):
        SqliteShelves(tmp_path / "nowhere" / "service.db")


def test_a_fact_of_another_version_is_said(opened):
    opened().shelf("facts", Fact).put("a", Fact(1))

    with pytest.raises(ShelvesError, match="what is kept of a among the facts"):
        opened().shelf("facts", OtherFact).load()


def test_a_kind_or_a_fact_that_cannot_be_kept_is_refused_at_once(opened):
    shelves = opened()
    with pytest.raises(TypeError):
        shelves.shelf("facts", object())
    with pytest.raises(TypeError):
        shelves.shelf("facts", dict).put("a", {"not JSON": object()})

    assert shelves.shelf("facts", dict).load() == {}


class Failing(sqlite3.Connection):
    """Cannot commit, as on a disk that is full; or is interrupted there."""

    how = None

    def execute(self, sql, *values):
        if sql == "COMMIT" and self.how is not None:
            raise self.how
        return super().execute(sql, *values)


@pytest.fixture
def failing(monkeypatch):
    """Raise what is set as ``failing.how`` at each end of a transaction."""
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *args, **options: connect(*args, factory=Failing, **options)
    )
    monkeypatch.setattr(Failing, "how", None)
    return Failing


def test_nothing_is_kept_after_what_could_not_be_written(opened, failing):
    """A store may have gone on already: it is to stop, rather than to be at odds with its file."""
    shelf = opened().shelf("facts", Fact)
    shelf.put("a", Fact(1))
    failing.how = sqlite3.OperationalError("database or disk is full")
    with pytest.raises(ShelvesError, match=r"service.db cannot be used: database or disk is full"):
        shelf.put("b", Fact(2))
    failing.how = None
    with pytest.raises(ShelvesError, match="is closed"):
        shelf.put("c", Fact(3))

    assert opened().shelf("facts", Fact).load() == {"a": Fact(1)}


def test_an_interruption_leaves_no_transaction_open(opened, failing):
    shelf = opened().shelf("facts", Fact)
    failing.how = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        shelf.put("b", Fact(2))
    failing.how = None
    shelf.put("c", Fact(3))

    assert shelf.load() == {"c": Fact(3)}


def test_a_journal_that_breaks_off_anywhere_ends_with_a_whole_transaction(opened, path, tmp_path):
    """As after the end of a process between two writes of its transaction."""
    shelves = opened()
    first, second = shelves.shelf("first", bytes), shelves.shelf("second", bytes)
    for number in range(6):
        with shelves.together():
            first.put(str(number), bytes(5000))
            second.put(str(number), bytes(5000))
    journal = path.with_name(f"{path.name}-wal")
    length, found = journal.stat().st_size, set()
    for cut in (*range(0, length, 1500), length):
        copy = tmp_path / f"cut-{cut}" / path.name
        copy.parent.mkdir()
        shutil.copy(path, copy)
        copy.with_name(journal.name).write_bytes(journal.read_bytes()[:cut])
        again = SqliteShelves(copy)
        there = [list(again.shelf(name, bytes).load()) for name in ("first", "second")]
        again.close()
        assert there[0] == there[1] == [str(number) for number in range(len(there[0]))]
        found.add(len(there[0]))

    assert found == set(range(7))


def test_shelves_that_were_emptied_keep_nothing_of_who_had_one_before(opened):
    shelves = opened()
    before, lasting = shelves.shelf("facts", Fact), shelves.lasting.shelf("facts", Fact)
    before.put("a", Fact(1))
    lasting.put("a", Fact(2))
    with shelves.together():
        before.put("b", Fact(3))
        lasting.put("b", Fact(4))
        shelves.empty()
        after = shelves.shelf("facts", Fact)
        after.put("c", Fact(5))
    before.put("d", Fact(6))
    before.drop("c")

    again = opened()
    assert again.shelf("facts", Fact).load() == {"c": Fact(5)}
    assert again.lasting.shelf("facts", Fact).load() == {"a": Fact(2), "b": Fact(4)}


def test_what_lasts_is_part_of_the_same_file(opened):
    shelves = opened()
    shelves.lasting.lasting.shelf("facts", Fact).put("a", Fact(1))
    shelves.lasting.empty()

    def fails():
        with shelves.lasting.together():
            shelves.lasting.shelf("facts", Fact).put("b", Fact(2))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()

    assert opened().lasting.shelf("facts", Fact).load() == {"a": Fact(1)}
    shelves.lasting.close()
    with pytest.raises(ShelvesError):
        shelves.shelf("facts", Fact).load()
