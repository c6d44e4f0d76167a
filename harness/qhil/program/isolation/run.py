"""A program in a process of its own, and its `ProgramRun`.

The device travels as a saved recording, the inputs as the text that the runtime's encoder wrote.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Dict, Iterator, Mapping, Optional, Union

from qhil.errors import ProgramError
from qhil.program.coding import encode
from qhil.program.coding.encoder import LenientEncoder
from qhil.program.events import Event, Printed, Published, Refused, Started, Stopped
from qhil.program.hosting.ends import Cancelled
from qhil.program.hosting.printed import MOST_CHARACTERS
from qhil.program.inputs import ProgramInputError
from qhil.program.isolation.environment import environment_without_credentials
from qhil.program.isolation.process import Stopper, run_in_process
from qhil.program.isolation.request import DeviceRequest, RunRequest
from qhil.program.messenger import Message, UserMessenger
from qhil.program.program_run import Origin, ProgramRun, RunRecord
from qhil.program.source import ProgramSource

Metadata = Union[None, str, Path, Mapping[str, Any]]


@dataclass(frozen=True)
class IsolatedCall:
    """What is called with what: ``inputs`` as encoded text, ``limit`` in s, ``memory_limit`` in bytes."""

    source: ProgramSource
    backend: Any
    inputs: str
    messenger: UserMessenger
    metadata: Metadata = None
    limit: Optional[float] = None
    memory_limit: Optional[int] = None


def run_isolated(call: IsolatedCall, origin: Origin) -> ProgramRun:
    """Run a program in a process of its own.

    Raises:
        ProgramError: if program or backend cannot be sent to another process, or the call does not fit.
    """
    check_backend(call.backend)
    program = call.source.to_json()
    with tempfile.TemporaryDirectory(prefix="qhil-") as folder, _stderr() as stderr:
        home, recordings = Path(folder, "home"), Path(folder, "recordings")
        home.mkdir()
        request = RunRequest(
            program=program,
            device=_device(call.backend, recordings),
            inputs=call.inputs,
            metadata=_portable(call.metadata),
            memory_limit=call.memory_limit,
        )
        return _Watched(call, origin, stderr).run(
            request, environment_without_credentials(str(home))
        )


def check_backend(backend: Any) -> None:
    """See that a backend can be made again in another process.

    Raises:
        ProgramError: if it is no `RecordedBackend`.
    """
    from qhil.backend import RecordedBackend

    if type(backend) is not RecordedBackend:
        raise ProgramError(
            "isolate=True makes the backend again in another process, so that has to be a "
            f"qhil.RecordedBackend itself, not {type(backend).__name__}"
        )


class _Watched:
    """Follows one run: tells the user's messenger, and gathers the record."""

    def __init__(self, call: IsolatedCall, origin: Origin, stderr: IO[bytes]) -> None:
        self._call = call
        self._stderr = stderr
        self._record = RunRecord(origin)
        self._stopper = Stopper()
        self._begun = time.perf_counter()

    def run(self, request: RunRequest, environment: Mapping[str, str]) -> ProgramRun:
        """Start the process, follow it to its end, and give the record."""
        events = run_in_process(
            request,
            timeout=self._call.limit,
            environment=environment,
            stderr=self._stderr,
            stopper=self._stopper,
            faults=self._call.backend.faults,
        )
        running = self._call.messenger.running(lambda _: None, self._cancel, time.perf_counter)
        with running, contextlib.closing(events):
            try:
                for event in events:
                    self._follow(event)
            except Cancelled:
                self._record.add(Stopped("", self._seconds()))
        self._add_what_was_printed_below_python()
        self._call.backend.skip_runs(self._record.jobs)
        return self._record.finished(seconds=self._seconds())

    def _follow(self, event: Event) -> None:
        if isinstance(event, Started):
            self._begun = time.perf_counter()
            return
        if isinstance(event, Refused):
            kind = ProgramInputError if event.kind == "ProgramInputError" else ProgramError
            raise kind(event.message)
        if self._stopper.stopped and not isinstance(event, (Published, Printed)):
            raise Cancelled
        self._record.add(event)
        if isinstance(event, Published):
            self._call.messenger.receive(Message(event.text, event.final, event.seconds))
        if isinstance(event, Printed):
            (sys.stderr if event.error else sys.stdout).write(event.text)

    def _cancel(self) -> None:
        """The messenger's, from any thread: the process is killed, which ends its events."""
        self._stopper.stop()

    def _add_what_was_printed_below_python(self) -> None:
        self._stderr.seek(0)
        text = self._stderr.read(MOST_CHARACTERS).decode("utf-8", "replace")
        for line in text.splitlines(keepends=True):
            self._record.add(Printed(line, error=True))

    def _seconds(self) -> float:
        return time.perf_counter() - self._begun


def _device(backend: Any, folder: Path) -> DeviceRequest:
    """The backend as it is now, with its recording saved in ``folder``."""
    backend.recording.save(folder / backend.recording.name)
    return DeviceRequest(
        device=backend.recording.name,
        seed=backend.seed,
        noise=str(backend.noise),
        at=backend.snapshot.date.isoformat(),
        recordings=(str(folder),),
        strict=backend.strict,
        missing=backend.missing,
        runs=backend.runs,
        options=encode(dict(vars(backend.options)), LenientEncoder),
    )


def _portable(metadata: Metadata) -> Union[str, Dict[str, Any], None]:
    if metadata is None:
        return None
    return dict(metadata) if isinstance(metadata, Mapping) else str(Path(metadata).absolute())


@contextlib.contextmanager
def _stderr() -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        yield file
