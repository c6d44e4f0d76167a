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


def ask(site: str, own: Optional[Injection] = None) -> Optional[Firing]:
    """What goes wrong at this call of ``site``: as ``own`` says, else the plans at work. None for nothing."""
    if own is None and not _AT_WORK:
        return None
    firing = None if own is None else own.ask(site)
    for injection in reversed(_AT_WORK):
        if firing is not None:
            break
        firing = injection.ask(site)
    return firing


def note_submission(own: Optional[Injection] = None) -> None:
    """Count a job that has been taken, in ``own`` and in the plans at work."""
    for injection in _concerned(own):
        injection.note_submission()


def note_delay(seconds: float, own: Optional[Injection] = None) -> None:
    """Count time that has passed by the clock, likewise."""
    for injection in _concerned(own):
        injection.note_delay(seconds)


def _concerned(own: Optional[Injection]) -> List[Injection]:
    return _AT_WORK if own is None or own in _AT_WORK else [own, *_AT_WORK]
