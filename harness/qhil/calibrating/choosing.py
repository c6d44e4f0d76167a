"""What is fitted to circuits of which nobody has said it, and into how many folds they are divided.

Task + what was asked for -> kinds of parameters, number of folds
"""

from __future__ import annotations

from typing import Iterable, Optional, Tuple

from qhil.calibrating.checking import Task
from qhil.calibrating.parameters import checked_names
from qhil.errors import FitError

FOR_SCALES = 4
FOR_DETUNINGS = 8
"""So many circuits, beside those of the readout, are there for these parameters to be fitted unasked."""
_FOLDS = 4


def chosen_kinds(task: Task, given: Optional[Iterable[str]]) -> Tuple[str, ...]:
    """What to fit, in the order of worth.

    Raises:
        FitError: if that is nothing.
    """
    if given is not None:
        return checked_names(given)
    count = len(task.judged)
    kinds: Tuple[str, ...] = ("readout",) if task.read else ()
    kinds += ("zz_scale", "two_qubit_error_scale") if count >= FOR_SCALES else ()
    kinds += ("detunings", "dephasing_width") if count >= FOR_DETUNINGS else ()
    if not kinds:
        raise FitError(
            f"{count} circuits are few: expected {FOR_SCALES} at least, or two for the readout, or `parameters=` that "
            "says what to fit all the same"
        )
    return kinds


def chosen_folds(task: Task, given: Optional[int]) -> int:
    """How many folds.

    Raises:
        FitError: for one, or more than there are circuits.
    """
    most = len(task.judged)
    if given is None:
        return min(_FOLDS, most)
    if not 2 <= given <= most:
        raise FitError(f"expected 2 to {most} folds, as there are {most} circuits, found {given}")
    return given
