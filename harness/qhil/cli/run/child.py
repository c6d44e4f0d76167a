"""The process that a program runs in: reads the request from a file, writes events to its standard output.

What the program itself prints becomes events as well; what code below Python prints goes to
standard error. The process ends when its parent does, even while Aer keeps Python from running.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import threading
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Callable, Optional

from qhil.cli.run.events import LAST, Event, Printed, to_line
from qhil.cli.run.host import run_here
from qhil.cli.run.request import RunRequest

if TYPE_CHECKING:
    from qhil.recordings import Recording


def main(request_file: str, lifeline: Optional[int] = None) -> None:
    """Run the request in the file; the parent holds the other end of ``lifeline``. Ends the process."""
    serve(Path(request_file), _take_standard_output(), lifeline)
    # Taking Qiskit down module by module costs up to half a second, for which a user would wait.
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no public way to run them and go
    os._exit(0)


def serve(request_file: Path, events: IO[str], lifeline: Optional[int] = None) -> None:
    """Run the request in the file and write what happens to ``events``, one line each."""
    emit = _line_writer(events)
    printed, errors = PrintedLines(emit, error=False), PrintedLines(emit, error=True)

    def tell(event: Event) -> None:
        if isinstance(event, LAST):
            printed.finish()
            errors.finish()
        emit(event)

    request = RunRequest.from_json(request_file.read_text(encoding="utf-8"))
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(errors):
        run_here(request, tell, make_backend=partial(_backend, lifeline))


def _backend(lifeline: Optional[int], recording: Recording, **options: Any) -> Any:
    """A recorded device; from here on Aer may keep Python from running, so the kernel keeps watch."""
    from qhil.backend import RecordedBackend
    from qhil.simulation.worker_main import die_with

    if lifeline is not None:
        die_with(lifeline)
    return RecordedBackend(recording, **options)


class PrintedLines(io.TextIOBase):
    """A text stream that turns whole lines into events."""

    def __init__(self, emit: Callable[[Event], None], *, error: bool) -> None:
        self._emit = emit
        self._error = error
        self._rest = ""
        self._lock = threading.RLock()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has an attribute
        """Any text can be written."""
        return "utf-8"

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, text: str) -> int:
        """Tell the lines that are complete."""
        with self._lock:
            *lines, self._rest = (self._rest + text).split("\n")
            for line in lines:
                self._emit(Printed(line, self._error))
        return len(text)

    def finish(self) -> None:
        """Tell what is left of the last line."""
        with self._lock:
            if self._rest:
                self.write("\n")


def _take_standard_output() -> IO[str]:
    """Standard output as our own; in its place stands standard error."""
    events = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    return events


def _line_writer(stream: IO[str]) -> Callable[[Event], None]:
    lock = threading.Lock()

    def emit(event: Event) -> None:
        with lock:
            stream.write(to_line(event) + "\n")
            stream.flush()

    return emit
