"""`Comparison`: what two sides have in common and what not, as facts, and the forms in which it can be had."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Optional, Tuple

from qhil.comparison.attribution import Attribution
from qhil.comparison.calibration import CalibrationDrift
from qhil.comparison.judged import JudgedCircuit, worst_first
from qhil.comparison.planning import ShotPlan
from qhil.comparison.settings import Settings
from qhil.comparison.verdict import Verdict

if TYPE_CHECKING:
    from rich.console import Group


@dataclass(frozen=True)
class Comparison:
    """Two sides, compared.

    Attributes:
        device: its name.
        first: what the first side is, such as ``ibmq_manila@2021-07-26``.
        second: likewise.
        verdict: agree, drifted or inconclusive.
        told: why, in one line.
        settings: the thresholds.
        seed: what was drawn with.
        circuits: each circuit, judged.
        p_suite: the p-value of all circuits together; None where there is no such test.
        calibration: what changed between the two calibrations; None where one is not known.
        attribution: which numbers of the recording the difference comes from; None where that was not asked, or
            cannot be told.
        plan: shots that were computed beforehand, for each circuit.
    """

    device: str
    first: str
    second: str
    verdict: Verdict
    told: str
    settings: Settings
    seed: int
    circuits: Tuple[JudgedCircuit, ...] = field(repr=False)
    p_suite: Optional[float] = None
    calibration: Optional[CalibrationDrift] = field(default=None, repr=False)
    attribution: Optional[Attribution] = field(default=None, repr=False)
    plan: Tuple[ShotPlan, ...] = field(default=(), repr=False)

    @property
    def differing(self) -> Tuple[JudgedCircuit, ...]:
        """The circuits that differ, worst first."""
        return tuple(one for one in worst_first(self.circuits) if one.differs)

    @property
    def summary(self) -> str:
        """One line: ``drifted: 3 of 12 circuits differ: ...``."""
        return f"{self.verdict.value}: {self.told}"

    @property
    def exit_code(self) -> int:
        """0 agree, 1 drifted, 2 inconclusive."""
        return self.verdict.exit_code

    def report(self) -> Group:
        """For a terminal; print it with rich."""
        from qhil.comparison.terminal import report

        return report(self)

    def to_json(self) -> str:
        """For a file, and for `from_json`; its schema is `qhil.comparison.json_form.schema`."""
        from qhil.comparison.json_form import to_json

        return to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Comparison:
        """The comparison behind ``text``.

        Raises:
            ComparisonError: if it is none, or of another version.
        """
        from qhil.comparison.json_form import from_json

        return from_json(text)

    def to_junit(self) -> str:
        """XML, as build servers read it: each circuit is a test."""
        from qhil.comparison.junit import to_junit

        return to_junit(self)

    def to_html(self) -> str:
        """One page that needs nothing else."""
        from qhil.comparison.page import to_html

        return to_html(self)
