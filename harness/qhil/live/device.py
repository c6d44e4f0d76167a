"""One live device, for who wants to compare it with something: what it is today, and counts of circuits on it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Callable, List, Mapping, Optional

from qhil.live.budget import UNLIMITED, Budget
from qhil.live.campaign import DEFAULT_PATIENCE, Patience, Step
from qhil.live.campaign_plan import PlannedCircuit
from qhil.live.circuit_files import planned
from qhil.live.clock import WaitingClock
from qhil.live.cost import Cost
from qhil.live.measurement import MeasurementPlan, plan_measurement
from qhil.live.source import LiveSource
from qhil.live.today import recording_of_today
from qhil.measured import MeasuredRun
from qhil.recordings import Recording


class LiveDevice:
    """A device of a live service. Asking what it is costs nothing; `measure` does.

    ``on_cost`` is called with what a measurement would cost before it is submitted: what it raises keeps it from that.
    """

    def __init__(
        self,
        source: LiveSource,
        name: str,
        *,
        budget: Budget = UNLIMITED,
        journal: Optional[Path] = None,
        clock: Optional[WaitingClock] = None,
        patience: Patience = DEFAULT_PATIENCE,
        on_step: Callable[[Step], None] = lambda _: None,
        on_cost: Callable[[Cost], None] = lambda _: None,
    ) -> None:
        self.source = source
        self.name = name
        self.budget = budget
        self._journal = journal
        self._clock = clock
        self._patience = patience
        self._on_step = on_step
        self._on_cost = on_cost

    @cached_property
    def recording(self) -> Recording:
        """The device as the service described it when this was first asked for."""
        return recording_of_today(self.source, self.name)[0]

    def planned(
        self, circuits: Mapping[str, Any], *, shots: int, seed: int = 0
    ) -> List[PlannedCircuit]:
        """Circuits by their names; those that the device does not take as they are, are transpiled with ``seed``."""
        return list(planned(circuits, self.recording, shots=shots, seed=seed))

    def plan(self, circuits: List[PlannedCircuit]) -> MeasurementPlan:
        """What would be submitted, and its cost."""
        return plan_measurement(self.source, self.name, circuits)

    def measure(
        self,
        circuits: List[PlannedCircuit],
        *,
        keep: Callable[[MeasuredRun], object] = lambda _: None,
    ) -> MeasuredRun:
        """Run them once; see `MeasurementPlan.run`.

        Raises:
            BudgetError: before anything is submitted, if that would cost too much.
            LiveError: if something else is in the way; measuring the same again goes on where this ended.
        """
        plan = self.plan(circuits)
        self._on_cost(plan.cost)
        return plan.run(
            budget=self.budget,
            journal=self._journal,
            clock=self._clock,
            patience=self._patience,
            on_step=self._on_step,
            keep=keep,
        )
