"""One worker process as its parent sees it: started, asked, killed.

In goes a pickled request; out comes its `Result`, or the error that says how it ended. The process
is started as a new interpreter, not by `multiprocessing`, which would import the user's main module
once more.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Dict, List, Optional, Tuple, cast

from qhil.errors import SimulationError
from qhil.simulation.aer import unpickle_result
from qhil.simulation.errors import (
    RemoteTraceback,
    SimulationCrash,
    SimulationMemoryError,
    SimulationTimeout,
)
from qhil.simulation.time_limit import TimeLimit, TimerFactory, daemon_timer
from qhil.simulation.worker_protocol import (
    Done,
    Failed,
    OutOfMemory,
    Ready,
    Started,
    Task,
    read_message,
    write_message,
)

if TYPE_CHECKING:
    from qiskit.result import Result

# Characters of what a worker printed that an error message repeats.
_SHOWN_STDERR = 2_000


class Worker:
    """A process that simulates one request at a time. To be used by one thread at a time."""

    def __init__(self) -> None:
        # Open as long as the process; unbuffered, so that no fork can leave its lock taken.
        self._stderr = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        try:
            self._process, self._lifeline = _start(self._stderr)
        except BaseException:
            self._stderr.close()
            raise
        self._requests = cast(Any, self._process.stdin)
        self._replies = cast(Any, self._process.stdout)

    @property
    def pid(self) -> int:
        """The operating system's number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def run(
        self,
        request: bytes,
        *,
        timeout: Optional[float] = None,
        memory_limit: Optional[int] = None,
        timer: TimerFactory = daemon_timer,
    ) -> Result:
        """The result of a pickled `Simulation`; see `qhil.simulation.worker.run_in_child`.

        After a time-out, a crash, exhausted memory or Ctrl-C the process is dead and reaped, else
        ready for more.
        """
        limit = TimeLimit(timeout, self._process.kill, timer)
        task = Task(request, _search_path(), memory_limit)
        try:
            reply = self._converse(task, limit)
        except BaseException as error:
            self.kill()
            printed = self._close()
            if not isinstance(error, (EOFError, OSError)):
                raise  # Ctrl-C, for one
            if limit.passed:
                raise SimulationTimeout(
                    f"the simulation did not end within {timeout:g} s and was stopped",
                    seconds=timeout,
                ) from None
            raise self._crash(printed, memory_limit, started=limit.started) from None
        try:
            return _outcome(reply, memory_limit)
        except SimulationMemoryError:
            self.kill()  # what is left of its heap is not worth keeping
            raise
        finally:
            # As if it had been simulated here: this is where log messages of Aer go.
            sys.stderr.write(self._printed())

    def _converse(self, task: Task, limit: TimeLimit) -> object:
        write_message(self._requests, task)
        reply = read_message(self._replies)
        if not isinstance(reply, Started):
            return reply
        limit.start()
        try:
            return read_message(self._replies)
        finally:
            limit.end()

    def wait_until_ready(self) -> None:
        """Wait until it has imported everything; one that dies over that is left for the next request to tell."""
        with contextlib.suppress(EOFError, OSError):
            write_message(self._requests, Ready())
            read_message(self._replies)

    def kill(self) -> None:
        """End the process at once, whatever it is doing, and wait until it is gone."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let an idle process end, and wait until it is gone; after 2 s, kill it."""
        self._requests.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        self.kill()
        self._close()

    def disown(self) -> None:
        """Forget the process without touching it: after a fork it is the parent's, not ours."""
        self._process.returncode = 0  # else Popen says that it still runs, when it is collected
        self._close()

    def _close(self) -> str:
        """Close what connects us with the process; gives what it had printed."""
        if self._stderr.closed:
            return ""
        printed = self._printed()
        for stream in (self._requests, self._replies, self._stderr):
            stream.close()
        if self._lifeline is not None:  # pragma: no branch
            os.close(self._lifeline)
            self._lifeline = None
        return printed

    def _printed(self) -> str:
        """What the process printed since the last time."""
        self._stderr.seek(0)
        text = self._stderr.read().decode("utf-8", "replace")
        self._stderr.seek(0)  # the process writes where we left off: it shares the position
        self._stderr.truncate()
        return text

    def _crash(
        self, printed: str, memory_limit: Optional[int], *, started: bool
    ) -> SimulationCrash:
        code = self._process.returncode
        name = _signal_name(code)
        words = [
            "the process of the simulation died",
            "by signal " + name if name else f"with exit code {code}",
        ]
        if not started:
            words.append("before the simulation began")
        if memory_limit is not None:
            words.append(
                f"(it was allowed {memory_limit} bytes; Aer may crash where it gets no more)"
            )
        elif name == "SIGKILL":
            words.append("(as Linux does where memory runs out)")
        if printed.strip():
            words.append(f"and had printed:\n{printed.strip()[-_SHOWN_STDERR:]}")
        return SimulationCrash(
            " ".join(words), exit_code=code, signal=name, stderr=printed, started=started
        )


def _start(stderr: IO[bytes]) -> Tuple[subprocess.Popen[bytes], Optional[int]]:
    """Start a worker; gives it and our end of its lifeline (see `worker_main.die_with`)."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONWARNINGS"}
    options: Dict[str, Any] = {"env": environment, "bufsize": 0, "stderr": stderr}
    options.update(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    if sys.platform == "win32":  # pragma: no cover  # neither sessions nor lifelines
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(_command(None), **options), None  # noqa: S603  # our own program
    theirs, ours = os.pipe()
    try:
        # A session of its own: Ctrl-C on the terminal is for the parent to answer.
        process = subprocess.Popen(  # noqa: S603  # our own program
            _command(theirs), start_new_session=True, pass_fds=[theirs], **options
        )
    except OSError as error:
        os.close(ours)
        raise SimulationError(
            f"cannot start a process for the simulation: {type(error).__name__}: {error}"
        ) from error
    finally:
        os.close(theirs)
    return process, ours


def _command(lifeline: Optional[int]) -> List[str]:
    # Not `-m`: the path along which qhil itself was found may be known to this interpreter only.
    program = (
        f"import sys; sys.path[:] = {list(_search_path())!r}; "
        f"from qhil.simulation.worker_main import main; main({lifeline})"
    )
    return [sys.executable, "-c", program]


def _search_path() -> Tuple[str, ...]:
    """`sys.path` for a process that may stand in another folder."""
    return tuple(str(entry or Path.cwd()) for entry in sys.path)


def _signal_name(exit_code: int) -> Optional[str]:
    if exit_code >= 0:
        return None
    try:
        return signal.Signals(-exit_code).name
    except ValueError:  # real-time signals have no names
        return str(-exit_code)


def _outcome(reply: object, memory_limit: Optional[int]) -> Result:
    """What a reply stands for: a result returned, or an error raised."""
    if isinstance(reply, OutOfMemory):
        raise _memory_error(reply.state, memory_limit)
    if isinstance(reply, Failed):
        cause = RemoteTraceback(reply.traceback)
        if reply.error is None:
            raise SimulationError(
                "the simulation raised an error that cannot be sent between processes: "
                + reply.traceback.strip().rpartition("\n")[2]
            ) from cause
        raise pickle.loads(reply.error) from cause  # noqa: S301  # from our own process
    if not isinstance(reply, Done):
        raise SimulationError(f"the worker answered with {reply!r}")
    return unpickle_result(reply.result)


def _memory_error(state: str, limit: Optional[int]) -> SimulationMemoryError:
    allowed = "there is" if limit is None else f"the {limit} bytes it was allowed"
    return SimulationMemoryError(
        f"the simulation needs more memory than {allowed}: {state}", limit=limit
    )
