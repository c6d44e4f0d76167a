"""Circuits measured on a live device: planned and priced first, then run once, and handed over as a `MeasuredRun`.

circuits -> plan_measurement -> .cost (nothing is submitted yet) -> .run(budget) -> MeasuredRun
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from qhil.live.budget import UNLIMITED, Budget
from qhil.live.campaign import DEFAULT_PATIENCE, Campaign, Patience, Step
from qhil.live.campaign_plan import PlannedCircuit, PlannedJob, jobs_of, plan_digest
from qhil.live.clock import WaitingClock, real_clock
from qhil.live.cost import NOTHING, Cost, cost_of
from qhil.live.errors import LiveError
from qhil.live.journal import Journal
from qhil.live.source import LiveSource
from qhil.live.today import recording_of_today
from qhil.measured import MeasuredCircuit, MeasuredRun, circuit_of
from qhil.recordings import DeviceConfiguration, Recording

JOURNALS = Path(".qhil") / "live"
"""Where journals are, in the current folder, unless another is said."""


@dataclass(frozen=True)
class MeasurementPlan:
    """What would be submitted, and what it would cost.

    ``recording`` is the device as it is today, ``circuits`` are the circuits by their texts: read once, which old
    Qiskits take their time for.
    """

    source: LiveSource
    device: str
    recording: Recording
    jobs: Tuple[PlannedJob, ...]
    costs: Tuple[Cost, ...]
    digest: str
    circuits: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def cost(self) -> Cost:
        """Of all jobs together, as estimated."""
        return sum(self.costs, NOTHING)

    def journal_path(self, folder: Path = JOURNALS) -> Path:
        """Where its journal is, in that folder: the same whenever the same is measured."""
        return folder / f"{self.device}-{self.digest[:12]}.jsonl"

    def run(
        self,
        *,
        budget: Budget = UNLIMITED,
        journal: Optional[Path] = None,
        clock: Optional[WaitingClock] = None,
        patience: Patience = DEFAULT_PATIENCE,
        on_step: Callable[[Step], None] = lambda _: None,
        keep: Callable[[MeasuredRun], object] = lambda _: None,
    ) -> MeasuredRun:
        """Submit what has not been submitted yet, wait, and tell what was counted.

        ``journal``: by default that of `journal_path`. ``keep`` is called with the run before the journal is closed
        for good: who is killed earlier than that gets the run from the journal when he comes again.

        Raises:
            BudgetError: before anything is submitted, if it would cost too much.
            LiveError: if something else is in the way; coming again goes on where this ended.
        """
        clock = clock or real_clock()
        path = journal or self.journal_path()
        if journal is None:
            keep_from_git(path.parent.parent)
        with Journal.open(path, campaign=self.digest, started=clock.now()) as opened:
            campaign = Campaign(
                self.source,
                self.device,
                self.jobs,
                self.costs,
                digest=self.digest,
                circuit_of=self.circuits.__getitem__,
                journal=opened,
                budget=budget,
                clock=clock,
                patience=patience,
                on_step=on_step,
            )
            run = self._measured(campaign.run(), clock, campaign.cost)
            keep(run)
            opened.finish()
        return run

    def _measured(
        self, counts: Sequence[Sequence[Mapping[str, int]]], clock: WaitingClock, cost: Cost
    ) -> MeasuredRun:
        measured = [
            MeasuredCircuit(one.name, one.qasm, one.shots, found)
            for job, given in zip(self.jobs, counts)
            for one, found in zip(job.circuits, given)
        ]
        now, _ = recording_of_today(self.source, self.device)
        before, after = self.recording.properties(), now.properties()
        facts: Dict[str, Any] = {"service": self.source.kind, "seconds": cost.seconds}
        if after.date != before.date:
            # It is not known which circuits ran under which: both are told.
            facts["recalibrated_meanwhile"] = after.date.isoformat()
        return MeasuredRun(self.device, clock.now(), "live", tuple(measured), before.json, facts)


def plan_measurement(
    source: LiveSource, device: str, circuits: Sequence[PlannedCircuit]
) -> MeasurementPlan:
    """The plan of a measurement, after a look at whether the device takes these circuits.

    Raises:
        LiveError: for circuits that it would refuse, and no circuits.
        ServiceError: if the service cannot be asked what the device is.
    """
    recording, _ = recording_of_today(source, device)
    configuration = recording.configuration
    texts = {one.qasm: one.name for one in reversed(circuits)}  # the first to have a text names it
    read = {text: circuit_of(text, name=name) for text, name in texts.items()}
    _check(configuration, circuits, [read[one.qasm] for one in circuits])
    jobs = jobs_of(circuits, per_job=configuration.max_experiments)
    snapshot = recording.properties()
    costs = tuple(cost_of(job, read.__getitem__, configuration, snapshot) for job in jobs)
    return MeasurementPlan(
        source, device, recording, jobs, costs, plan_digest(source.kind, device, jobs), read
    )


def _check(
    configuration: DeviceConfiguration, planned: Sequence[PlannedCircuit], circuits: List[Any]
) -> None:
    """What the device would refuse costs nothing but the time in its queue; it is refused here."""
    from qhil.backend.limits import Limits
    from qhil.noise.footprint import footprint
    from qhil.service_errors import IBMQBackendValueError

    limits = Limits(configuration)
    for index, (one, circuit) in enumerate(zip(planned, circuits)):
        if one.shots > configuration.max_shots:
            raise LiveError(
                f"circuit {one.name!r}: expected at most {configuration.max_shots} shots, found {one.shots}"
            )
        if not any(item.operation.name == "measure" for item in circuit.data):
            raise LiveError(
                f"circuit {one.name!r}: expected one that measures, found no measurement"
            )
        try:
            limits.check(index, circuit, footprint(circuit), strict=True)
        except IBMQBackendValueError as error:
            raise LiveError(str(getattr(error, "message", error))) from None


def keep_from_git(folder: Path) -> None:
    """Journals hold ids of jobs: nobody commits them by accident."""
    ignore = folder / ".gitignore"
    if not ignore.exists():
        folder.mkdir(parents=True, exist_ok=True)
        ignore.write_text("*\n", encoding="ascii")
