"""`CalibrationReport`: what was fitted and how well it predicts, as facts, and the forms in which it can be had."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Mapping, Optional, Tuple

from qhil.calibrating.bootstrap import Distance

if TYPE_CHECKING:
    from rich.console import Group


@dataclass(frozen=True)
class FoundParameter:
    """One number: what it was, what it is now, and whether the data could tell.

    ``recorded`` is None where the recording lacks it. ``prior`` is the standard deviation that it had before the data
    in its own unit, None for a readout error, which is counted without one.
    """

    name: str
    unit: str
    recorded: Optional[float]
    value: float
    uncertainty: float
    prior: Optional[float]
    told: bool


@dataclass(frozen=True)
class JudgedCircuit:
    """One circuit that was predicted by a fit to others: total variation distances to its counts, by model."""

    name: str
    shots: int
    fold: int
    distances: Mapping[str, Distance]
    floor: float


@dataclass(frozen=True)
class CalibrationReport:
    """How a calibration came out.

    Attributes:
        device: its name.
        digest: of the recording that was fitted.
        calibrated: the date of its calibration.
        taken: when the counts were taken.
        run: where they are from.
        folds: into how many the circuits were divided.
        seed: of the resamples.
        parameters: all that was to be fitted.
        circuits: those that it is judged by.
        means: mean distances to them, by model: ``before``, ``after`` (held out), ``ideal``, ``uniform``, ``mix``.
        gain: by how much ``after`` is nearer than ``before``.
        floor: the mean distance that shot noise alone gives.
        misfit: sum of squares per degree of freedom; 1 where the model is right.
        notes: what else there is to know.
    """

    device: str
    digest: str
    calibrated: datetime
    taken: datetime
    run: str
    folds: int
    seed: int
    parameters: Tuple[FoundParameter, ...]
    circuits: Tuple[JudgedCircuit, ...] = field(repr=False)
    means: Mapping[str, Distance]
    gain: Distance
    floor: float
    misfit: float
    notes: Tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether circuits that were not fitted are predicted better than before."""
        return self.gain.value > 0

    @property
    def summary(self) -> str:
        """One line."""
        told = (
            f"held-out circuits: distance {self.means['after']}, before {self.means['before']}, "
            f"shot floor {self.floor:.3f}"
        )
        if self.accepted:
            return told
        return (
            f"refused, for it predicts held-out circuits no better than the recording alone: {told}"
        )

    def table(self) -> Group:
        """For a terminal; print it with rich."""
        from qhil.calibrating.table import table

        return table(self)

    def to_json(self) -> str:
        """For a file, and for `from_json`."""
        from qhil.calibrating.json_form import to_json

        return to_json(self)

    @classmethod
    def from_json(cls, text: str) -> CalibrationReport:
        """The report behind ``text``.

        Raises:
            FitError: if it is none, or of another version.
        """
        from qhil.calibrating.json_form import from_json

        return from_json(text)

    def to_html(self, *, title: Optional[str] = None) -> str:
        """One page that needs nothing else: distances and parameters as plots and tables."""
        from qhil.calibrating.page import to_html

        return to_html(self, title=title or f"Calibration of {self.device}")
