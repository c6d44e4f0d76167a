"""Shelves in a file of SQLite.

    put, drop -> one transaction, or one of all within `together` -> the file's journal

What `put` has returned from survives the end of the process, however that comes: `kill -9` too. It does not
survive a loss of power: the last of it may be missing then, though the file is whole. (A journal beside the file,
"WAL", that the operating system is not made to write to the disk each time, "synchronous=NORMAL".)

One process has the file at a time. It can be read and written by its owner alone: what a seed draws, tokens too, can be
drawn again by whoever reads the seed.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ContextManager, Dict, Generic, Iterator, List, Optional, Tuple, Type, Union

from qhil_mocks.errors import ShelvesError
from qhil_mocks.fact_text import fact_of, fact_text, must_be_readable
from qhil_mocks.shelves import Fact, Shelf, Shelves

# "qhil" in ASCII: what tells a file of ours from another program's.
APPLICATION = 0x7168696C
# Of the table below; what is in it is told by the dataclasses.
VERSION = 1
# The number is the order in which keys first came: it stays when a fact is replaced.
_TABLE = """
CREATE TABLE fact (
    number INTEGER PRIMARY KEY,
    shelf TEXT NOT NULL,
    key TEXT NOT NULL,
    content NOT NULL,
    UNIQUE (shelf, key)
)
"""
_PUT = (
    "INSERT INTO fact (shelf, key, content) VALUES (?, ?, ?)"
    " ON CONFLICT (shelf, key) DO UPDATE SET content = excluded.content"
)
_DROP = "DELETE FROM fact WHERE shelf = ? AND key = ?"
_LOAD = "SELECT key, content FROM fact WHERE shelf = ? ORDER BY number"

# How the names of those begin that last.
_LASTING = "lasting: "
_EMPTY = f"DELETE FROM fact WHERE substr(shelf, 1, {len(_LASTING)}) <> '{_LASTING}'"  # noqa: S608  # ours


@dataclass(frozen=True)
class _Change:
    """``time``: how often the shelves had been emptied when who changes them came; None if that does not matter."""

    statement: str
    values: Tuple[Union[str, bytes], ...]
    time: Optional[int]


class SqliteShelves:
    """Shelves in the file ``path``, which is made if there is none. For all threads of a process.

    Raises:
        ShelvesError: for a file that is none of these, or of another version of them; that another has open; that
            cannot be made.
    """

    def __init__(self, path: Union[str, os.PathLike[str]]) -> None:
        # Absolute: neither another file for who changes folders, nor SQLite's own `:memory:`.
        self._path = Path(path).absolute()
        self._lock = threading.Lock()
        self._of_thread = _OfThread()
        self._emptied = 0
        self._connection: Optional[sqlite3.Connection] = _opened(self._path)

    def shelf(self, name: str, kind: Type[Fact]) -> Shelf[Fact]:
        """The shelf of that name."""
        return _SqliteShelf(self, name, kind, self._emptied)

    @property
    def lasting(self) -> Shelves:
        """Shelves in the same file, which `empty` leaves as they are."""
        return _LastingShelves(self)

    def empty(self) -> None:
        """Keep nothing of what is there, nor of what is put on a shelf that somebody has had before."""
        with self._lock, _named(self._path), self._transaction() as connection:
            connection.execute(_EMPTY)
            self._emptied += 1

    @contextlib.contextmanager
    def _collected(self) -> Iterator[None]:
        self._of_thread.changes = []
        try:
            yield
            changes = self._of_thread.changes
        finally:
            self._of_thread.changes = None
        if changes:
            self._write(changes)

    def together(self) -> ContextManager[None]:
        """What the thread changes within it is written at its end. If it ends by an error, nothing is.

        Nobody waits for it meanwhile. Within another it is a part of that.
        """
        return (
            contextlib.nullcontext() if self._of_thread.changes is not None else self._collected()
        )

    def close(self) -> None:
        """Let go of the file; whoever writes later is refused."""
        with self._lock:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def change(self, change: _Change) -> None:
        """For the shelves: write that, now or at the end of `together`."""
        if self._of_thread.changes is None:
            self._write([change])
        else:
            self._of_thread.changes.append(change)

    def rows(self, statement: str, *values: str) -> List[Any]:
        """For the shelves: read that."""
        with self._lock, _named(self._path):
            return self._open().execute(statement, values).fetchall()

    def _write(self, changes: List[_Change]) -> None:
        with self._lock, _named(self._path), self._transaction() as connection:
            for change in changes:
                if change.time in (None, self._emptied):
                    connection.execute(change.statement, change.values)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._open()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error:
            # The store may have told itself otherwise already: it must not be told again.
            self._connection = None
            connection.close()
            raise
        except BaseException:
            connection.rollback()
            raise

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ShelvesError(f"{self._path} is closed: nothing more can be kept there")
        return self._connection


class _OfThread(threading.local):
    """What a thread is to write at the end of `together`; None outside of it."""

    changes: Optional[List[_Change]] = None


class _LastingShelves:
    """Shelves in the file of others, under names of their own."""

    def __init__(self, shelves: SqliteShelves) -> None:
        self._shelves = shelves

    def shelf(self, name: str, kind: Type[Fact]) -> Shelf[Fact]:
        return _SqliteShelf(self._shelves, f"{_LASTING}{name}", kind, None)

    @property
    def lasting(self) -> Shelves:
        return self

    def together(self) -> ContextManager[None]:
        return self._shelves.together()

    def empty(self) -> None:
        """Nothing of it goes."""

    def close(self) -> None:
        self._shelves.close()


class _SqliteShelf(Generic[Fact]):
    def __init__(
        self, shelves: SqliteShelves, name: str, kind: Type[Fact], time: Optional[int]
    ) -> None:
        if kind is not bytes:
            must_be_readable(kind)
        self._shelves = shelves
        self._name = name
        self._kind = kind
        self._time = time

    def load(self) -> Dict[str, Fact]:
        found = self._shelves.rows(_LOAD, self._name)
        return {_key_of(key): self._fact(key, content) for key, content in found}

    def put(self, key: str, fact: Fact) -> None:
        content = fact if isinstance(fact, bytes) else fact_text(fact)
        self._change(_PUT, _key_text(key), content)

    def drop(self, key: str) -> None:
        self._change(_DROP, _key_text(key))

    def _change(self, statement: str, *values: Union[str, bytes]) -> None:
        self._shelves.change(_Change(statement, (self._name, *values), self._time))

    def _fact(self, key: str, content: Any) -> Any:
        if self._kind is bytes:
            return content
        try:
            return fact_of(content, self._kind)
        except ValueError as error:
            raise ShelvesError(
                f"what is kept of {key} among the {self._name} is not of this version of qhil: {error}"
            ) from None


def _key_text(key: str) -> str:
    """``key`` with no characters but those of ASCII: the database has no place for half a surrogate."""
    return json.dumps(key)[1:-1]


def _key_of(text: str) -> str:
    key: str = json.loads(f'"{text}"')
    return key


def _opened(path: Path) -> sqlite3.Connection:
    with _named(path):
        # Not opened if it is there: closing a file takes away all locks that the process has on it.
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        # Threads take turns here, and transactions begin and end where it is said.
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            # From the first reading on. A file that others cannot open needs no memory shared with them.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            is_new = _is_new(connection, path)
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
            if mode != "wal":
                raise ShelvesError(f"{path} is where SQLite can have no journal of the kind WAL")  # noqa: TRY301
            connection.execute("PRAGMA synchronous = NORMAL")
            if is_new:
                _make(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _is_new(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether there is nothing in the file yet. Reads it, and changes nothing in another program's."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == 0 and version == 0 and tables == 0:
        return True
    if application != APPLICATION:
        raise ShelvesError(
            f"{path} is another program's database; expected one that qhil made, or no file"
        )
    if version != VERSION:
        raise ShelvesError(
            f"{path} is of version {version}; this qhil reads version {VERSION}. "
            "Use the qhil that made it, or another file"
        )
    return False


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_TABLE)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of SQLite and of the operating system as one that names the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise ShelvesError(
                f"{path} is open in another service; a file belongs to one at a time"
            ) from None
        raise ShelvesError(f"{path} cannot be used: {error}") from error
    except sqlite3.DatabaseError as error:
        raise ShelvesError(f"{path} is no database of SQLite, or a damaged one: {error}") from error
    except OSError as error:
        raise ShelvesError(f"{path} cannot be made: {error.strerror}") from error
