"""`SweepReport`: what a sweep found, as facts, and the forms in which it can be had."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Mapping, Optional, Tuple

from qhil.sweeping.verdict import FINDINGS, Tried, Verdict

if TYPE_CHECKING:
    from rich.console import Group


@dataclass(frozen=True)
class SweepReport:
    """The points of a sweep, and how the scenario took each.

    Attributes:
        scenario: its name.
        seed: of the sweep.
        documented: names of the exceptions that the scenario documents.
        calls: how often each site is called when nothing goes wrong.
        submissions: how many jobs are taken then.
        points: all that was tried: single faults by site, call and effect, then pairs.
        unpaired: pairs of sites that were asked for and cannot be had together.
    """

    scenario: str
    seed: int
    documented: Tuple[str, ...]
    calls: Mapping[str, int]
    submissions: int
    points: Tuple[Tried, ...] = field(repr=False)
    unpaired: Tuple[Tuple[str, str], ...] = ()

    @property
    def findings(self) -> Tuple[Tried, ...]:
        """The points that the scenario did not take well."""
        return tuple(one for one in self.points if one.verdict in FINDINGS)

    @property
    def missed(self) -> Tuple[Tried, ...]:
        """The points whose fault did not happen, so that they say nothing."""
        return tuple(one for one in self.points if one.verdict is Verdict.NOT_REACHED)

    @property
    def passed(self) -> bool:
        """Whether every point was tried, and taken well."""
        return all(one.verdict.passes for one in self.points)

    @property
    def verdicts(self) -> Mapping[Verdict, int]:
        """How many points there are of each verdict, of those that there are."""
        counted = Counter(one.verdict for one in self.points)
        return {verdict: counted[verdict] for verdict in Verdict if counted[verdict]}

    @property
    def summary(self) -> str:
        """One line: ``122 points: 100 same result, 22 documented exception``."""
        told = ", ".join(f"{count} {verdict.value}" for verdict, count in self.verdicts.items())
        count = len(self.points)
        return f"{count} point{'' if count == 1 else 's'}: {told}"

    def raise_for_findings(self) -> None:
        """Fail, for a test, unless all is well.

        Raises:
            AssertionError: with the plan of each finding.
        """
        bad = [one for one in self.points if not one.verdict.passes]
        if bad:
            lines = [
                f"  {one.verdict.value}: {one.reproduced_by}  {'; '.join(one.told)}" for one in bad
            ]
            raise AssertionError("\n".join([f"{self.scenario}: {self.summary}", *lines]))

    def table(self) -> Group:
        """For a terminal; print it with rich."""
        from qhil.sweeping.table import table

        return table(self)

    def to_json(self) -> str:
        """For a file, and for `from_json`."""
        from qhil.sweeping.json_form import to_json

        return to_json(self)

    @classmethod
    def from_json(cls, text: str) -> SweepReport:
        """The report behind ``text``.

        Raises:
            SweepError: if it is none, or of a later version.
        """
        from qhil.sweeping.json_form import from_json

        return from_json(text)

    def to_junit(self) -> str:
        """XML, as build servers read it: each point is a test."""
        from qhil.sweeping.junit import to_junit

        return to_junit(self)

    def to_html(self, *, title: Optional[str] = None) -> str:
        """One page that needs nothing else: heat maps of call by effect, and the findings."""
        from qhil.sweeping.page import to_html

        return to_html(self, title=title or f"Sweep of {self.scenario}")
