"""A backend while a program has it: every job is told, and a run can be ended between and within jobs."""

from __future__ import annotations

import contextlib
import functools
from typing import Any, Callable, Iterator, Optional

from qhil.program.events import JobRan, Tell


@contextlib.contextmanager
def observed(
    backend: Any, tell: Tell, check: Callable[[], None], now: Callable[[], float]
) -> Iterator[None]:
    """Tell a `JobRan` of each job that ``backend.run`` gives.

    The backend stays the very object it is; only its ``run`` is another one meanwhile. ``check`` is
    called before and after each run, and raises if the program is to end. ``now``: seconds since
    the start of the program.
    """
    run = backend.run
    had = vars(backend).get("run")

    @functools.wraps(run)
    def watched(circuits: Any, *args: Any, **options: Any) -> Any:
        check()
        job = run(circuits, *args, **options)
        tell(_ran(job, circuits, options, now()))
        check()
        return job

    backend.run = watched
    try:
        yield
    finally:
        if had is None:
            vars(backend).pop("run", None)  # or else the program has done so
        else:
            backend.run = had


@contextlib.contextmanager
def contained(backend: Any) -> Iterator[None]:
    """Have a recorded device simulate in a child process, so that Aer does not keep signals from being answered.

    The process is ready when the block begins: what that takes is no part of a time limit.
    """
    if not hasattr(backend, "contained"):
        yield
        return
    from qhil.simulation.worker import be_ready

    be_ready()
    before = backend.contained
    backend.contained = True
    try:
        yield
    finally:
        backend.contained = before


def _ran(job: Any, circuits: Any, options: Any, seconds: float) -> JobRan:
    status = job.status()
    return JobRan(
        job_id=str(job.job_id()),
        circuits=_count(job, circuits),
        shots=_shots(job, options),
        status=str(getattr(status, "name", status)),
        seconds=seconds,
    )


def _count(job: Any, circuits: Any) -> int:
    given = job.circuits() if hasattr(job, "circuits") else circuits
    return len(given) if isinstance(given, (list, tuple)) else 1


def _shots(job: Any, options: Any) -> Optional[int]:
    if hasattr(job, "backend_options"):
        options = job.backend_options()
    shots = options.get("shots")
    return None if shots is None else int(shots)
