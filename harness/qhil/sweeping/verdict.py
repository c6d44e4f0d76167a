"""What a sweep says of one point."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Mapping, Tuple

from qhil.faults import FaultPlan


class Verdict(enum.Enum):
    """How a scenario took a fault; only the first two are well. Of several the one that stands first here is told."""

    SAME = "same result"
    DOCUMENTED = "documented exception"
    HANG = "hang"
    DUPLICATE = "duplicate submission"
    WRONG = "wrong result"
    UNDOCUMENTED = "undocumented exception"
    LEAK = "leak"
    NOT_REACHED = "not reached"

    @property
    def passes(self) -> bool:
        """Whether the scenario is well."""
        return self in (Verdict.SAME, Verdict.DOCUMENTED)

    @property
    def letter(self) -> str:
        """One character, for where there is no room and no colour."""
        return _LETTERS[self]


_LETTERS = {
    Verdict.SAME: "·",
    Verdict.DOCUMENTED: "e",
    Verdict.HANG: "H",
    Verdict.DUPLICATE: "D",
    Verdict.WRONG: "W",
    Verdict.UNDOCUMENTED: "U",
    Verdict.LEAK: "L",
    Verdict.NOT_REACHED: "?",
}

FINDINGS: Tuple[Verdict, ...] = tuple(
    one for one in Verdict if not (one.passes or one is Verdict.NOT_REACHED)
)


@dataclass(frozen=True)
class Tried:
    """One point, and how the scenario took it.

    Attributes:
        plan: the text of a plan that brings it about alone.
        verdict: the gravest.
        told: what was seen, a sentence for each verdict that applies, the gravest first.
        also: the other verdicts that apply.
        exception: the qualified name of the exception that came out; empty if none did.
        submissions: how many jobs were taken.
        delayed: s by which the clock moved.
        later: of each site that was called after the last firing, the first and the last such call.
    """

    plan: str
    verdict: Verdict
    told: Tuple[str, ...] = ()
    also: Tuple[Verdict, ...] = ()
    exception: str = ""
    submissions: int = 0
    delayed: float = 0.0
    later: Mapping[str, Tuple[int, int]] = field(default_factory=dict, repr=False)

    @property
    def faults(self) -> FaultPlan:
        """The plan itself."""
        return FaultPlan.parse(self.plan)

    @property
    def reproduced_by(self) -> str:
        """The line of Python that brings it about."""
        return f"qhil.inject({self.plan!r})"
