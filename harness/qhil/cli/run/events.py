"""What happens in a run, in order; one JSON line each between the program's process and the command.

``Started``, then any number of ``Published`` and ``Printed``, then one of ``Ended`` and ``Raised``.
``Refused`` comes instead of what cannot follow. ``Died``, ``TimedOut`` and ``Interrupted`` are the
parent's: the process cannot tell.

>>> from_line(to_line(Published('{"energy": -1.1}', 0.5)))
Published(text='{"energy": -1.1}', seconds=0.5)
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Dict, Optional, Type, Union


@dataclass(frozen=True)
class Started:
    """The device is there and the program is about to be loaded. ``startup``: seconds that took."""

    device: str
    n_qubits: int
    digest: str
    calibrated: str
    noise: str
    seed: int
    startup: float


@dataclass(frozen=True)
class Published:
    """An interim result: its JSON text, and the seconds since the start of ``main``."""

    text: str
    seconds: float


@dataclass(frozen=True)
class Printed:
    """A line that the program wrote to its standard output or error."""

    text: str
    error: bool


@dataclass(frozen=True)
class Ended:
    """``main`` returned. ``text``: JSON of the final result; ``seconds``: what ``main`` took."""

    text: str
    seconds: float


@dataclass(frozen=True)
class Raised:
    """The program raised: class, message and traceback; where, in the program's own files."""

    kind: str
    message: str
    traceback: str
    file: Optional[str]
    line: Optional[int]
    seconds: Optional[float]


@dataclass(frozen=True)
class Refused:
    """The run cannot be done as asked: an unknown device, no ``main``, inputs that do not fit."""

    message: str


@dataclass(frozen=True)
class Died:
    """The process ended without a word; ``how``: by which signal or exit code."""

    how: str


@dataclass(frozen=True)
class TimedOut:
    """The time limit passed and the process was killed."""

    limit: float


@dataclass(frozen=True)
class Interrupted:
    """Ctrl-C; the process was killed."""


Event = Union[Started, Published, Printed, Ended, Raised, Refused, Died, TimedOut, Interrupted]

LAST = (Ended, Raised, Refused)
"""The last words of a program's process."""

_CLASSES: Dict[str, Type[Event]] = {
    kind.__name__: kind for kind in (Started, Published, Printed, Ended, Raised, Refused)
}


def to_line(event: Event) -> str:
    """One line of ASCII, without its end."""
    return json.dumps({"event": type(event).__name__, **asdict(event)})


def from_line(line: str) -> Event:
    """The event that a line tells."""
    fields = json.loads(line)
    return _CLASSES[fields.pop("event")](**fields)
