"""`inject`: a plan for everything in this process, for as long as a block runs."""

from __future__ import annotations

import contextlib
from typing import Iterator, List, Optional

from qhil.faults.injection import Faults, Firing, Injection

# The innermost last. Not by thread: what is called in a test may well ask in a thread of its own.
_AT_WORK: List[Injection] = []


@contextlib.contextmanager
def inject(faults: Faults, *, allow_unfired: bool = False) -> Iterator[Injection]:
    """Within the block, all backends, programs and mocked services of this process fail as the plan says.

    A backend or service that was given a plan of its own asks that first. Blocks may be nested; the innermost is
    asked first.

    Args:
        faults: a plan, or its text, or an `Injection` that goes on from where it is.
        allow_unfired: do not mind if a fault never happens.

    Raises:
        FaultError: for what is no plan.
        UnfiredFaultError: at the end of the block, if a fault of the plan never happened and nothing else was raised.
    """
    injection = Injection.of(faults)
    _AT_WORK.append(injection)
    try:
        yield injection
    finally:
        _AT_WORK.remove(injection)
    if not allow_unfired:
        injection.check()


def ask(
    site: str, own: Optional[Injection] = None, *, place: Optional[str] = None
) -> Optional[Firing]:
    """What goes wrong at this call of ``site``: as ``own`` says, else the plans at work. None for nothing.

    ``place``: whence it is called, if not from here.
    """
    if own is None and not _AT_WORK:
        return None
    for injection in reversed(_concerned(own)):
        firing = injection.ask(site, place=place)
        if firing is not None:
            return firing
    return None


def note_submission(own: Optional[Injection] = None) -> None:
    """Count a job that has been taken, in ``own`` and in the plans at work."""
    for injection in _concerned(own):
        injection.note_submission()


def note_delay(seconds: float, own: Optional[Injection] = None) -> None:
    """Count time that has passed by the clock, likewise.

    Raises:
        HangError: if one of them has a limit, and it is more by now.
    """
    for injection in _concerned(own):
        injection.note_delay(seconds)


def time_left(own: Optional[Injection] = None) -> Optional[float]:
    """How many s may pass until one of them has had enough, or 0; None if none of them has a limit."""
    left = [one.limit - one.delayed for one in _concerned(own) if one.limit is not None]
    return max(min(left), 0.0) if left else None


def _concerned(own: Optional[Injection]) -> List[Injection]:
    """Those that are asked and told, the first to be asked last."""
    if own is None or own in _AT_WORK:
        return list(_AT_WORK)
    return [own] if own.alone else [*_AT_WORK, own]


def is_concerned(own: Optional[Injection] = None) -> bool:
    """Whether there is anybody to be asked and told."""
    return bool(_concerned(own))
