"""What may be spent at most. It is asked before anything is submitted, and again when it is known what was charged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Optional

from qhil.live.cost import Cost
from qhil.live.errors import BudgetError


@dataclass(frozen=True)
class Budget:
    """Limits of a campaign, whole; None is none. ``max_shots`` counts those of all circuits together."""

    max_seconds: Optional[float] = None
    max_jobs: Optional[int] = None
    max_shots: Optional[int] = None

    def check(self, cost: Cost) -> None:
        """Refuse what costs more.

        Raises:
            BudgetError: naming each limit that is passed, and what would fit.
        """
        passed = list(self._passed(cost))
        if passed:
            raise BudgetError(f"over budget: {'; '.join(passed)}. Nothing more is submitted.")

    def _passed(self, cost: Cost) -> Iterator[str]:
        fits = 1.0
        if self.max_jobs is not None and cost.jobs > self.max_jobs:
            yield f"{cost.jobs} jobs, at most {self.max_jobs} allowed (fewer circuits)"
        if self.max_shots is not None and cost.shots > self.max_shots:
            fits = self.max_shots / cost.shots
            yield f"{cost.shots} shots, at most {self.max_shots} allowed ({fits:.0%} of the shots of each circuit)"
        if self.max_seconds is not None and cost.seconds > self.max_seconds:
            yield f"about {cost.seconds:.1f} s, at most {self.max_seconds:g} s allowed"


UNLIMITED = Budget()
