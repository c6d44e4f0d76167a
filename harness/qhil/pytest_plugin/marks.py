"""What the markers of a test say (device, noise, faults). In go marks, the closest first; out come names."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Iterable, Optional, Tuple

import pytest

from qhil.errors import QhilError
from qhil.pytest_plugin.devices import When


class ChoiceError(QhilError):
    """A marker, an option or a key asks for what there is not; the message says which, and the nearest."""


def marked_devices(marks: Iterable[pytest.Mark]) -> Tuple[Tuple[str, ...], When]:
    """Names and date that the closest markers give: ``()`` and None where they give none.

    The closest that names devices is the last that is looked at: a marker with only a date adds it
    to what one further out, or the session, names.

    Raises:
        ChoiceError: for arguments that the marker does not have.
    """
    at: When = None
    for mark in marks:
        _check(mark, "device(*names, at=None)", {"at"})
        at = at or _date(mark)
        if mark.args:
            return _names(mark, at), at
    return (), at


def marked_noises(marks: Iterable[pytest.Mark]) -> Tuple[Any, ...]:
    """The kinds that the closest marker names, as text or `NoiseKind`; ``()`` where there is none.

    Raises:
        ChoiceError: for arguments that the marker does not have.
    """
    for mark in marks:
        _check(mark, "noise(*kinds)", set())
        if not mark.args:
            raise ChoiceError("@pytest.mark.noise names no kind; for instance noise('twirled')")
        return mark.args
    return ()


def marked_faults(marks: Iterable[pytest.Mark]) -> Tuple[Any, ...]:
    """The plans that the closest marker gives, as text or `FaultPlan`; ``()`` where there is none.

    Raises:
        ChoiceError: for arguments that the marker does not have.
    """
    for mark in marks:
        _check(mark, "faults(*plans, allow_unfired=False)", {"allow_unfired"})
        if not mark.args:
            raise ChoiceError(
                "@pytest.mark.faults gives no plan; for instance faults('backend.run=1*api_error')"
            )
        return mark.args
    return ()


def allows_unfired(marks: Iterable[pytest.Mark]) -> bool:
    """Whether the closest marker ``faults`` says that a fault need not happen."""
    return next((bool(mark.kwargs.get("allow_unfired", False)) for mark in marks), False)


@dataclass(frozen=True)
class SweepChoice:
    """What the marker ``sweep`` says: as the arguments of `qhil.sweep`; the points are shared by so many ``parts``."""

    documented: Tuple[Any, ...] = ()
    sites: Optional[Tuple[str, ...]] = None
    parts: int = 1
    virtual_limit: float = 3600.0
    hard_limit: Optional[float] = 60.0


def marked_sweep(marks: Iterable[pytest.Mark]) -> SweepChoice:
    """What the closest marker says.

    Raises:
        ChoiceError: for arguments that the marker does not have.
    """
    known = {one.name for one in fields(SweepChoice)}
    for mark in marks:
        _check(mark, _SWEEP_SIGNATURE, known)
        if mark.args:
            raise ChoiceError(f"@pytest.mark.sweep takes names only: it is {_SWEEP_SIGNATURE}")
        said = dict(mark.kwargs)
        for name in ("documented", "sites"):
            if said.get(name) is not None:
                one = said[name]
                said[name] = (one,) if isinstance(one, (str, type)) else tuple(one)
        choice = SweepChoice(**said)
        if type(choice.parts) is not int or choice.parts < 1:
            raise ChoiceError(
                f"parts= of @pytest.mark.sweep must be 1 or more, not {choice.parts!r}"
            )
        return choice
    return SweepChoice()


_SWEEP_SIGNATURE = "sweep(documented=(), sites=None, parts=1, virtual_limit=3600, hard_limit=60)"


def _check(mark: pytest.Mark, signature: str, known: Iterable[str]) -> None:
    for name in mark.kwargs:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.3)
            hint = f"; nearest: {near[0]}=" if near else ""
            raise ChoiceError(f"@pytest.mark.{mark.name} takes no {name}=: it is {signature}{hint}")
    if mark.name == "device" and not (mark.args or mark.kwargs):
        raise ChoiceError("@pytest.mark.device names no device; for instance device('ibmq_manila')")


def _date(mark: pytest.Mark) -> When:
    at = mark.kwargs.get("at")
    if at is None or (at and isinstance(at, (str, date))):
        return at
    raise ChoiceError(
        f"at= of @pytest.mark.device must be a date, such as '2023-06-30', not {at!r}"
    )


def _names(mark: pytest.Mark, at: When) -> Tuple[str, ...]:
    for name in mark.args:
        if not isinstance(name, str):
            raise ChoiceError(
                f"@pytest.mark.device takes names, not {type(name).__name__}; for a recording of "
                "your own, override the fixture recorded_device"
            )
        if at is not None and "@" in name:
            raise ChoiceError(f"@pytest.mark.device gives {name!r} two dates: the other is {at}")
    return mark.args
