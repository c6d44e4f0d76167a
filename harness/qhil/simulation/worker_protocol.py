"""What a worker and its parent say to each other: pickles, each behind its length.

One request at a time: `Task` to the worker; back come `Started` once the simulation begins, then
one of `Done`, `Failed` or `OutOfMemory`. What is the user's (circuits, results, errors) is pickled
within, so that failing to unpickle it is not a failure of the conversation.
"""

from __future__ import annotations

import io
import pickle
import struct
from dataclasses import dataclass
from typing import Optional, Tuple, Union

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True)
class Task:
    """Simulate ``request`` (a pickled `Simulation`), looking for modules along ``path``.

    ``memory_limit``: bytes that the simulation may take beyond what the worker already holds.
    """

    request: bytes
    path: Tuple[str, ...]
    memory_limit: Optional[int]


@dataclass(frozen=True)
class Ready:
    """Asks whether the worker has imported everything; it answers with the same once it has."""


@dataclass(frozen=True)
class Started:
    """Everything is imported and the simulation begins: its time runs from here."""


@dataclass(frozen=True)
class Done:
    """``result``: the pickled `Result`."""

    result: bytes


@dataclass(frozen=True)
class Failed:
    """An exception: pickled where that is possible, and as the text of its traceback."""

    error: Optional[bytes]
    traceback: str


@dataclass(frozen=True)
class OutOfMemory:
    """Python, or Aer, could not get the memory it asked for; ``state``: in whose words."""

    state: str = "MemoryError"


Reply = Union[Started, Done, Failed, OutOfMemory]


def write_message(stream: io.RawIOBase, message: object) -> None:
    """Write one message.

    Raises:
        OSError: if nobody reads any more.
    """
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    view = memoryview(_LENGTH.pack(len(data)) + data)
    while view:
        view = view[stream.write(view) or 0 :]


def read_message(stream: io.RawIOBase) -> object:
    """Read one message.

    Raises:
        EOFError: if the other end is closed.
    """
    (length,) = _LENGTH.unpack(_read(stream, _LENGTH.size))
    return pickle.loads(_read(stream, length))  # noqa: S301  # from our own process


def _read(stream: io.RawIOBase, size: int) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        count = stream.readinto(view)
        if not count:
            raise EOFError("the pipe ended")
        view = view[count:]
    return data
