"""What happens in a run, in order; one JSON line each where the program has a process of its own.

``Started``, then any number of ``Published``, ``Printed`` and ``JobRan``, then one of ``Ended``, ``Raised``
and ``Stopped``. ``Refused`` comes instead of what cannot follow. ``Died``, ``TimedOut`` and
``Interrupted`` are told by whoever watches the process, for it cannot tell by itself.

>>> from_line(to_line(Published('{"energy": -1.1}', 0.5)))
Published(text='{"energy": -1.1}', seconds=0.5, final=False)
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Callable, Dict, Optional, Type, Union

from qhil.faults.away import Question


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
    """A result that was published: its JSON text, and the seconds since the start of the program."""

    text: str
    seconds: float
    final: bool = False


@dataclass(frozen=True)
class Printed:
    """What the program wrote to its standard output or error: a line with its end, or the last part of one."""

    text: str
    error: bool


@dataclass(frozen=True)
class JobRan:
    """A job of the program on the device: its shots for each circuit, its status in Qiskit's words."""

    job_id: str
    circuits: int
    shots: Optional[int]
    status: str
    seconds: float


@dataclass(frozen=True)
class Ended:
    """``main`` returned. ``text``: JSON of what it returned; ``seconds``: what the program took."""

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
class Stopped:
    """The program was stopped by its user, who cancelled it. ``traceback``: where it was."""

    traceback: str
    seconds: float


@dataclass(frozen=True)
class Refused:
    """The run cannot be done as asked: an unknown device, no ``main``, inputs that do not fit.

    ``kind``: the class of the error that says so.
    """

    message: str
    kind: str = "ProgramError"


@dataclass(frozen=True)
class Asked(Question):
    """A question of faults, which the parent answers: no event of the run."""


@dataclass(frozen=True)
class Died:
    """The process ended without a word; ``how``: by which signal or exit code."""

    how: str


@dataclass(frozen=True)
class TimedOut:
    """The time limit (in s) passed and the program was ended. ``traceback``: where it was, if that is known."""

    limit: float
    traceback: str = ""


@dataclass(frozen=True)
class Interrupted:
    """Ctrl-C; the process was killed."""


Event = Union[
    Started,
    Published,
    Printed,
    JobRan,
    Ended,
    Raised,
    Stopped,
    Refused,
    Died,
    TimedOut,
    Interrupted,
]
Line = Union[Event, Asked]
Tell = Callable[[Event], None]

LAST = (Ended, Raised, Stopped, Refused)
"""The last words of a program's process."""

_CLASSES: Dict[str, Type[Line]] = {
    kind.__name__: kind
    for kind in (Started, Published, Printed, JobRan, Ended, Raised, Stopped, Refused, Asked)
}


def to_line(event: Line) -> str:
    """One line of ASCII, without its end."""
    return json.dumps({"event": type(event).__name__, **asdict(event)})


def from_line(line: str) -> Line:
    """What a line tells."""
    fields = json.loads(line)
    return _CLASSES[fields.pop("event")](**fields)
