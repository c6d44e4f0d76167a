"""What became of a program: the record that `qhil.run_program` gives.

Events go in, as they happen; out comes a `ProgramRun`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Callable, Dict, List, Optional, Tuple, Type

from qhil.errors import ProgramError
from qhil.program.events import (
    Died,
    Ended,
    Event,
    JobRan,
    Printed,
    Published,
    Raised,
    Stopped,
    TimedOut,
)
from qhil.program.messenger import Message
from qhil.program.result_decoder import ResultDecoder

COMPLETED = "COMPLETED"
FAILED = "FAILED"
CANCELLED = "CANCELLED"
RAN_TOO_LONG = "CANCELLED - RAN TOO LONG"

_STATUS: Dict[Type[Event], str] = {
    Ended: COMPLETED,
    Raised: FAILED,
    Died: FAILED,
    Stopped: CANCELLED,
    TimedOut: RAN_TOO_LONG,
}


class ProgramFailedError(ProgramError):
    """A program has no result: it failed, was cancelled, or ran too long. Tells its own traceback; ``run``: all."""

    def __init__(self, run: ProgramRun) -> None:
        self.run = run
        reason = f":\n{run.error.traceback.rstrip()}" if run.error is not None else ""
        super().__init__(f"{run.program} on {run.device}: {run.status}{reason}")


@dataclass(frozen=True)
class ProgramFailure:
    """Why a program has no result.

    ``kind``: the name of the exception's class, or of what ended it. ``traceback``: the program's own frames.
    ``file``, ``line``: the last of them, None where it is not known.
    """

    kind: str
    message: str
    traceback: str
    file: Optional[str] = None
    line: Optional[int] = None


@dataclass(frozen=True)
class ProgramJob:
    """A job that the program ran: shots of each circuit, status in Qiskit's words (``DONE``, ``ERROR`` ...).

    ``seconds``: from the start of the program to the end of the job.
    """

    job_id: str
    circuits: int
    shots: Optional[int]
    status: str
    seconds: float = field(compare=False)


@dataclass(frozen=True)
class ProgramRun:
    """What became of a program.

    Attributes:
        status: in the service's words: ``COMPLETED``, ``FAILED``, ``CANCELLED``, ``CANCELLED - RAN TOO LONG``.
        messages: everything that it published, with times.
        logs: standard output and error together, as they came; ``stdout`` and ``stderr`` apart.
        seconds: the program's duration, without that of starting a process for it.
        jobs: what it ran on the backend, in order.
        error: why there is no result; None if there is.
        program: the path of its file, the name of its module, or ``<program>``.
        device, digest, calibrated, noise, seed: the recording, its SHA-256, the date of its properties, the
            kind of noise and the backend's seed; None for a backend that is no recorded device.
        earlier_runs: how many runs had drawn from that seed before: to repeat this one with a new
            backend, give its `RecordedBackend.skip_runs` as many.
        left_running: names of threads that outlived a program which was ended in this process.
    """

    status: str
    messages: Tuple[Message, ...]
    logs: str = field(repr=False)
    stdout: str = field(repr=False)
    stderr: str = field(repr=False)
    seconds: float = field(compare=False)
    jobs: Tuple[ProgramJob, ...]
    error: Optional[ProgramFailure]
    program: str
    device: Optional[str]
    digest: Optional[str] = field(repr=False)
    calibrated: Optional[datetime]
    noise: Optional[str]
    seed: Optional[int]
    earlier_runs: Optional[int] = None
    returned_text: Optional[str] = field(default=None, repr=False)
    left_running: Tuple[str, ...] = ()
    exception: Optional[BaseException] = field(default=None, repr=False, compare=False)

    @property
    def result(self) -> Any:
        """The final result as a user of the service receives it.

        That is what was last published with ``final=True``, else what ``main`` returned.

        Raises:
            ProgramFailedError: if there is none, with the program's own traceback.
        """
        __tracebackhide__ = True  # pytest shows the test's own line instead of this one
        if self.status != COMPLETED:
            raise ProgramFailedError(self) from self.exception
        final = [message for message in self.messages if message.final]
        return final[-1].value if final else self.returned

    @property
    def interim(self) -> List[Any]:
        """The decoded interim results, in order."""
        return [message.value for message in self.messages if not message.final]

    @property
    def published(self) -> Any:
        """What was last published with ``final=True``, decoded; None if nothing was."""
        final = [message for message in self.messages if message.final]
        return final[-1].value if final else None

    @property
    def returned(self) -> Any:
        """What ``main`` returned, encoded and decoded; None if it did not return, too."""
        return None if self.returned_text is None else ResultDecoder.decode(self.returned_text)


@dataclass(frozen=True)
class Origin:
    """What a run can be repeated with. See `ProgramRun`."""

    program: str
    device: Optional[str] = None
    digest: Optional[str] = None
    calibrated: Optional[datetime] = None
    noise: Optional[str] = None
    seed: Optional[int] = None
    earlier_runs: Optional[int] = None

    @classmethod
    def of(cls, program: str, backend: Any) -> Origin:
        """The origin of a program's run on a backend."""
        recording = getattr(backend, "recording", None)
        if recording is None:
            name = getattr(backend, "name", None)
            return cls(program, str(name() if callable(name) else name))
        return cls(
            program,
            recording.name,
            recording.digest,
            backend.snapshot.date,
            str(backend.noise),
            backend.seed,
            backend.runs,
        )


class RunRecord:
    """Gathers the events of a run."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._messages: List[Message] = []
        self._printed: List[Printed] = []
        self._jobs: List[ProgramJob] = []
        self._last: Optional[Event] = None

    def add(self, event: Event) -> None:
        """Take note of one event."""
        if isinstance(event, Published):
            self._messages.append(Message(event.text, event.final, event.seconds))
        elif isinstance(event, Printed):
            self._printed.append(event)
        elif isinstance(event, JobRan):
            self._jobs.append(
                ProgramJob(event.job_id, event.circuits, event.shots, event.status, event.seconds)
            )
        else:
            self._last = event

    @property
    def jobs(self) -> int:
        """How many jobs there were."""
        return len(self._jobs)

    def finished(
        self,
        *,
        seconds: float,
        exception: Optional[BaseException] = None,
        left_running: Tuple[str, ...] = (),
    ) -> ProgramRun:
        """The record of a run that has ended. ``seconds``: for one whose last event does not tell its duration."""
        last = self._last
        return ProgramRun(
            status=_STATUS[type(last)] if last is not None else FAILED,
            messages=tuple(self._messages),
            logs=self._text(lambda _: True),
            stdout=self._text(lambda printed: not printed.error),
            stderr=self._text(lambda printed: printed.error),
            seconds=last.seconds if isinstance(last, Ended) else seconds,
            jobs=tuple(self._jobs),
            error=_failure(last),
            **vars(self._origin),
            returned_text=last.text if isinstance(last, Ended) else None,
            left_running=left_running,
            exception=exception,
        )

    def _text(self, wanted: Callable[[Printed], bool]) -> str:
        return "".join(printed.text for printed in self._printed if wanted(printed))


def _failure(last: Optional[Event]) -> Optional[ProgramFailure]:
    if isinstance(last, Raised):
        return ProgramFailure(last.kind, last.message, last.traceback, last.file, last.line)
    if isinstance(last, TimedOut):
        message = f"ran longer than the maximum execution time of {last.limit:g} s"
        return ProgramFailure("RanTooLong", message, f"{last.traceback}{message}\n")
    if isinstance(last, Stopped):
        message = "cancelled"
        return ProgramFailure("Cancelled", message, f"{last.traceback}{message}\n")
    if isinstance(last, Died):
        message = f"the program's process ended {last.how}"
        return ProgramFailure("ProcessEnded", message, f"{message}\n")
    return None
