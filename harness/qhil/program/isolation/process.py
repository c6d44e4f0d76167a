"""The program's process as its parent sees it: started, listened to, killed.

In goes a request; out come its events, and at the end nothing of it is left: its process, those
that it started, daemons among them, and the simulation in them. The process is another one than the parent's because
Aer does not let Python run while it simulates, so that neither a time limit nor Ctrl-C could be
answered in the same process.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import (
    IO,
    TYPE_CHECKING,
    Any,
    Dict,
    Generator,
    Iterator,
    List,
    Mapping,
    Optional,
    Tuple,
)

import psutil

from qhil.faults.ambient import is_concerned
from qhil.program.events import LAST, Asked, Died, Event, Started, TimedOut, from_line
from qhil.program.isolation.asked_faults import answer_line

if TYPE_CHECKING:
    from qhil.faults import Injection
    from qhil.program.isolation.request import RunRequest

_GRACE = 5.0  # seconds in which a process that has said its last word may end by itself
# In the environment of all that a run starts, whoever is its parent by then: the run's own folder.
_MARK = "QHIL_RUN"
_ROUNDS = 10  # of looking for what is left, since it may start more meanwhile


class Stopper:
    """Ends a run from another thread."""

    def __init__(self) -> None:
        self._process: Optional[subprocess.Popen[str]] = None
        self._lock = threading.Lock()
        self.stopped = False

    def stop(self) -> None:
        """Kill the process now, or as soon as it is started."""
        with self._lock:
            self.stopped = True
            if self._process is not None:
                self._process.kill()

    def watch(self, process: subprocess.Popen[str]) -> None:
        """This is the process."""
        with self._lock:
            self._process = process
            if self.stopped:
                process.kill()


def run_in_process(
    request: RunRequest,
    *,
    timeout: Optional[float] = None,
    environment: Optional[Mapping[str, str]] = None,
    stderr: Optional[IO[bytes]] = None,
    stopper: Optional[Stopper] = None,
    faults: Optional[Injection] = None,
) -> Generator[Event, None, None]:
    """Run a request in a process of its own and tell its events as they come.

    The last event says how it ended; whoever closes the generator before that ends the run.
    ``timeout``: seconds from ``Started``, so that importing Qiskit does not count. ``environment``: the
    process's; None for our own. ``stderr``: takes what is printed below Python; None for our own.
    ``stopper``: with which another thread can end it. ``faults``: what goes wrong at the sites in it, besides what
    is injected here.
    """
    request = replace(request, faults=is_concerned(faults))
    with tempfile.TemporaryDirectory(prefix="qhil-run-") as folder:
        file = Path(folder) / "request.json"
        file.write_text(request.to_json(), encoding="utf-8")
        marked = {**(os.environ if environment is None else environment), _MARK: folder}
        process, lifeline = _start(file, {"env": marked, "stderr": stderr, **_answered(request)})
        patience = 0.0
        try:
            if stopper is not None:
                stopper.watch(process)
            for event in _events(process, timeout, folder, faults):
                patience = _GRACE if isinstance(event, LAST) else 0.0
                yield event
        finally:
            _end(process, patience, folder)
            if lifeline is not None:
                os.close(lifeline)


def _start(file: Path, options: Dict[str, Any]) -> Tuple[subprocess.Popen[str], Optional[int]]:
    options = {**options, "stdout": subprocess.PIPE, "text": True, "encoding": "ascii"}
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(_command(file, None), **options), None  # noqa: S603 - our own program
    theirs, ours = os.pipe()
    try:
        # A session of its own: Ctrl-C is for us to answer, and all its processes are killed at
        # once.
        process = subprocess.Popen(  # noqa: S603 - our own program
            _command(file, theirs), start_new_session=True, pass_fds=[theirs], **options
        )
    except BaseException:
        os.close(ours)
        raise
    finally:
        os.close(theirs)
    return process, ours


def _command(file: Path, lifeline: Optional[int]) -> List[str]:
    # Not `-m`: the path along which qhil was found may be known to this interpreter only.
    path = [str(entry or Path.cwd()) for entry in sys.path]
    program = (
        f"import sys; sys.path[:] = {path!r}; "
        f"from qhil.program.isolation.child import main; main({str(file)!r}, {lifeline})"
    )
    return [sys.executable, "-c", program]


def _answered(request: RunRequest) -> Dict[str, Any]:
    return {"stdin": subprocess.PIPE} if request.faults else {}


def _events(
    process: subprocess.Popen[str],
    timeout: Optional[float],
    mark: str,
    faults: Optional[Injection],
) -> Iterator[Event]:
    waiting: queue.SimpleQueue[Optional[Event]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(process, waiting, faults), daemon=True).start()
    threading.Thread(target=_end_after, args=(process, mark), daemon=True).start()
    deadline: Optional[float] = None
    while True:
        try:
            left = None if deadline is None else max(deadline - time.monotonic(), 0)
            event = waiting.get(timeout=left)
        except queue.Empty:
            yield TimedOut(timeout or 0.0)
            return
        if event is None:
            yield Died(_how(process.wait()))
            return
        if isinstance(event, Started) and timeout is not None:
            deadline = time.monotonic() + timeout
        yield event
        if isinstance(event, LAST):
            return


def _read(
    process: subprocess.Popen[str],
    waiting: queue.SimpleQueue[Optional[Event]],
    faults: Optional[Injection],
) -> None:
    """Put the events of a process into a queue, and None when there are no more; answer what it asks."""
    lines: Any = process.stdout
    answers: Any = process.stdin or contextlib.nullcontext()
    # Of one that was killed: the last line, and nobody there to answer.
    with contextlib.suppress(ValueError, BrokenPipeError), lines, answers:
        for line in lines:
            told = from_line(line)
            if isinstance(told, Asked):
                answer_line(told, faults, answers)
            else:
                waiting.put(told)
    waiting.put(None)


def _end_after(process: subprocess.Popen[str], mark: str) -> None:
    """Once a process has ended, end what it leaves: a fork of it holds its output open, and so keeps its events."""
    process.wait()
    _kill_group(process)
    _kill_marked(mark)


def _end(process: subprocess.Popen[str], patience: float, mark: str) -> None:
    """Let a process that is through end by itself, then kill it and all that it started."""
    started = _started_by(process)
    with contextlib.suppress(subprocess.TimeoutExpired):
        if patience:
            process.wait(patience)
    _kill_group(process)
    process.wait()
    _kill(started)
    _kill_marked(mark)


def _kill_group(process: subprocess.Popen[str]) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    # Of a group that is gone; on macOS that is the second error.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _started_by(process: subprocess.Popen[str]) -> List[psutil.Process]:
    """The processes that it started, also those that left its group."""
    with contextlib.suppress(psutil.Error):
        return psutil.Process(process.pid).children(recursive=True)
    return []


def _kill_marked(mark: str) -> None:
    """Kill the processes of a run, also those that made themselves independent of it, as daemons do."""
    for _ in range(_ROUNDS):
        found = [one for one in psutil.process_iter() if _environment(one).get(_MARK) == mark]
        if not found:
            return
        _kill(found)


def _environment(process: psutil.Process) -> Dict[str, str]:
    """The environment that it was started with; none where it is somebody else's, or has ended."""
    with contextlib.suppress(psutil.Error, OSError):
        return process.environ()
    return {}


def _kill(processes: List[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):  # killed with the group already
            process.kill()


def _how(exit_code: int) -> str:
    if exit_code >= 0:
        return f"with exit code {exit_code}"
    try:
        return f"by {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"by signal {-exit_code}"
