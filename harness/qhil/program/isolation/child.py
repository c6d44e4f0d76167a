"""The process that a program runs in: reads the request from a file, writes events to its standard output.

What the program itself prints becomes events as well; what code below Python prints goes to
standard error. The process ends when its parent does, even while Aer keeps Python from running.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Callable, Optional

from qhil.program.events import Line, to_line
from qhil.program.isolation.asked_faults import faults_of_parent
from qhil.program.isolation.request import RunRequest
from qhil.program.isolation.serve import serve

if TYPE_CHECKING:
    from qhil.recordings import Recording


def main(request_file: str, lifeline: Optional[int] = None) -> None:
    """Run the request in the file; the parent holds the other end of ``lifeline``. Ends the process."""
    # As everywhere: where it is ignored, as in what a shell starts in the background, that is inherited.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    events = _line_writer(_take_standard_output())
    request = RunRequest.from_json(Path(request_file).read_text(encoding="utf-8"))
    with faults_of_parent(events, _take_standard_input()) if request.faults else nullcontext():
        serve(request, events, make_backend=partial(_backend, lifeline))
    # Taking Qiskit down module by module costs up to half a second, for which a user would wait.
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no public way to run them and go
    os._exit(0)


def _backend(lifeline: Optional[int], recording: Recording, **options: Any) -> Any:
    """A recorded device; from here on Aer may keep Python from running, so the kernel keeps watch."""
    from qhil.backend import RecordedBackend
    from qhil.simulation.worker_main import die_with

    if lifeline is not None:
        die_with(lifeline)
    return RecordedBackend(recording, **options)


def _take_standard_output() -> IO[str]:
    """Standard output as our own; in its place stands standard error."""
    events = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    return events


def _take_standard_input() -> IO[str]:
    """Standard input as our own; in its place stands nothing."""
    answers = os.fdopen(os.dup(0), encoding="ascii", newline="\n")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return answers


def _line_writer(stream: IO[str]) -> Callable[[Line], None]:
    lock = threading.Lock()

    def emit(event: Line) -> None:
        with lock:
            stream.write(to_line(event) + "\n")
            stream.flush()

    return emit
