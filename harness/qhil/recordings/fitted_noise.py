"""What was fitted to counts that a device gave, for the noise kind `faithful`: a few numbers, each with its doubt.

A calibration makes one and a recording carries it (`Recording.with_fitted`); what was recorded stays as it is.

>>> FittedNoise(zz_scale=FittedValue(1.1, 0.05)).zz_scale.value
1.1
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Mapping, Optional, Tuple

from qhil.errors import RecordingError
from qhil.recordings.frozen_dict import FrozenDict


@dataclass(frozen=True)
class FittedValue:
    """A number and its standard uncertainty, both in the unit of the parameter; None where there is none.

    Raises:
        RecordingError: for what is not finite, or a negative uncertainty.
    """

    value: float
    uncertainty: Optional[float] = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise _error("a fitted value", "a finite number", self.value)
        if self.uncertainty is not None and not 0 <= self.uncertainty < math.inf:
            raise _error("an uncertainty", "a finite number of at least 0", self.uncertainty)


@dataclass(frozen=True)
class FittedReadout:
    """How often one qubit is misread: P(1|0) and P(0|1)."""

    prob_meas1_prep0: FittedValue
    prob_meas0_prep1: FittedValue

    def __post_init__(self) -> None:
        for name in ("prob_meas1_prep0", "prob_meas0_prep1"):
            value = getattr(self, name).value
            if not 0 <= value <= 1:
                raise _error(name, "a probability", value)


@dataclass(frozen=True)
class FitSource:
    """What was fitted: ``run`` names the measured run, ``date`` is when it was measured, ``qhil`` who fitted it."""

    run: str
    date: Optional[datetime] = None
    qhil: Optional[str] = None

    def __post_init__(self) -> None:
        if self.date is not None and self.date.utcoffset() is None:
            raise _error("the date of a measured run", "an offset from UTC", self.date.isoformat())


_AS_RECORDED = FittedValue(1.0)
_NONE = FittedValue(0.0)


@dataclass(frozen=True)
class FittedNoise:
    """Fitted numbers; whatever is left out is as recorded.

    ``readout``: by qubit, in place of the recorded. ``zz_scale`` multiplies every recorded ZZ rate and
    ``two_qubit_error_scale`` every recorded error of a gate on two qubits. ``detunings``: by qubit, what its
    frequency is off by, in Hz. ``dephasing_width``: standard deviation, from shot to shot, of a detuning that
    each qubit keeps during a shot, in Hz. ``undetermined``: names of parameters that were asked for and that the
    data could not tell; they stay at their prior.

    Raises:
        RecordingError: for a scale that is not positive, a negative width or a negative qubit.
    """

    readout: Mapping[int, FittedReadout] = field(default_factory=FrozenDict)
    zz_scale: FittedValue = _AS_RECORDED
    two_qubit_error_scale: FittedValue = _AS_RECORDED
    detunings: Mapping[int, FittedValue] = field(default_factory=FrozenDict)
    dephasing_width: FittedValue = _NONE
    undetermined: Tuple[str, ...] = ()
    source: Optional[FitSource] = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "readout", FrozenDict(self.readout))
        object.__setattr__(self, "detunings", FrozenDict(self.detunings))
        object.__setattr__(self, "undetermined", tuple(self.undetermined))
        for name in ("zz_scale", "two_qubit_error_scale"):
            if not getattr(self, name).value > 0:
                raise _error(name, "a positive number", getattr(self, name).value)
        if self.dephasing_width.value < 0:
            raise _error("dephasing_width", "at least 0 Hz", self.dephasing_width.value)
        for qubit in self.qubits:
            if qubit < 0:
                raise _error("a fitted qubit", "at least 0", qubit)

    @property
    def qubits(self) -> Tuple[int, ...]:
        """Every qubit of which something is fitted."""
        return tuple(sorted({*self.readout, *self.detunings}))


def _error(what: str, expected: str, found: object) -> RecordingError:
    return RecordingError(f"impossible {what}", expected=expected, found=repr(found))
