"""The worker: a process that simulates what its parent asks for, one request after the other.

It never outlives its parent, and leaves its standard input and output to itself: whatever code
prints in here goes to standard error, which the parent keeps. Run by :mod:`qhil.simulation.worker`
only.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import select
import signal
import sys
import traceback
from pathlib import Path
from typing import Callable, Iterator, Optional, Tuple

from qhil.simulation.aer import pickle_result, prepare
from qhil.simulation.worker_protocol import (
    Done,
    Failed,
    OutOfMemory,
    Ready,
    Reply,
    Started,
    Task,
    read_message,
    write_message,
)


def main(lifeline: Optional[int] = None) -> None:
    """Serve until the parent closes the pipe; it holds the other end of ``lifeline``, too."""
    if lifeline is not None:
        die_with(lifeline)
    volunteer_to_be_killed()
    requests, replies = take_standard_streams()
    # While the parent still prepares its first request. Where it fails, so will that request, and
    # say why.
    with contextlib.suppress(Exception):
        prepare()
    serve(requests, replies)


def take_standard_streams() -> Tuple[io.RawIOBase, io.RawIOBase]:
    """Standard input and output as our own; in their places stand nothing and standard error."""
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def die_with(lifeline: int) -> None:
    """End this process by signal as soon as the other end of ``lifeline`` is closed.

    Aer does not let Python run while it simulates, so no thread could watch; the kernel can: it
    sends SIGIO, whose default is to end the process. (Linux's PR_SET_PDEATHSIG would kill the
    worker as soon as the *thread* that started it ends, in the middle of another thread's
    simulation.)
    """
    if sys.platform == "win32":  # pragma: no cover
        return
    import fcntl

    signal.signal(signal.SIGIO, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGIO})
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([lifeline], [], [], 0)[0]:  # closed before the signal was asked for
        os._exit(1)


def volunteer_to_be_killed() -> None:
    """Where memory runs out, let Linux end this process first, not the one that runs the tests."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def serve(requests: io.RawIOBase, replies: io.RawIOBase) -> None:
    """Answer tasks until there are no more."""
    while True:
        try:
            task = read_message(requests)
        except EOFError:
            return
        if isinstance(task, Ready):
            write_message(replies, task)
        if isinstance(task, Task):
            write_message(replies, answer(task, lambda: write_message(replies, Started())))


def answer(task: Task, started: Callable[[], None]) -> Reply:
    """Simulate; ``started`` is called when everything is there and the simulation begins."""
    sys.path[:] = task.path
    try:
        with memory_limited(task.memory_limit):
            request = pickle.loads(task.request)  # noqa: S301  # from our own parent
            prepare()
            started()
            return Done(pickle_result(request.simulate()))
    except MemoryError as error:
        return OutOfMemory(str(error) or "MemoryError")
    except Exception as error:  # noqa: BLE001  # whatever it is, the parent raises it
        return Failed(_pickled(error), traceback.format_exc())


@contextlib.contextmanager
def memory_limited(limit: Optional[int]) -> Iterator[None]:
    """Let this process take no more than ``limit`` bytes beyond what it holds now.

    RLIMIT_DATA (since Linux 4.7) counts private writable memory, as does ``VmData``. RLIMIT_AS
    would also count libraries and address space that is only reserved, such as the 64 MB per thread
    of glibc's allocator.
    """
    if limit is None or sys.platform != "linux":
        yield
        return
    import resource

    before, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = _private_memory() + limit
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, hard))


def _private_memory() -> int:
    """Bytes of private writable memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    line = next(line for line in status.splitlines() if line.startswith("VmData:"))
    return int(line.split()[1]) * 1024


def _pickled(error: Exception) -> Optional[bytes]:
    """The error pickled; None if it cannot be, or cannot be brought back from that."""
    try:
        data = pickle.dumps(error, pickle.HIGHEST_PROTOCOL)
        pickle.loads(data)  # noqa: S301  # our own
    except Exception:  # noqa: BLE001  # any exception of a class that is not ours
        return None
    return data
