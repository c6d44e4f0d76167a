"""The process that a program runs in: reads the request from a file, writes events to its standard output.

What the program itself prints becomes events as well; what code below Python prints goes to
standard error. The process ends when its parent does, even while Aer keeps Python from running.
"""

from __future__ import annotations

import io
import os
import sys
import threading
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Callable, Optional

from qhil.cli.run.events import Event, Printed, to_line
from qhil.cli.run.host import run_here
from qhil.cli.run.request import RunRequest

if TYPE_CHECKING:
    from qhil.recordings import Recording


def main(request_file: str, lifeline: Optional[int] = None) -> None:
    """Run the request in the file; the parent holds the other end of ``lifeline``."""
    emit = _line_writer(_take_standard_output())
    sys.stdout = PrintedLines(emit, error=False)
    sys.stderr = PrintedLines(emit, error=True)
    try:
        request = RunRequest.from_json(Path(request_file).read_text(encoding="utf-8"))
        run_here(request, emit, make_backend=partial(_backend, lifeline))
    finally:
        sys.stdout.close()
        sys.stderr.close()
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__


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

    def close(self) -> None:
        """Tell what is left of the last line."""
        with self._lock:
            if self._rest and not self.closed:
                self.write("\n")
        super().close()


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
