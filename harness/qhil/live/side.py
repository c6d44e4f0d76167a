"""A live device as a side of a comparison: what the service says of it today, and what it counts, within a budget.

qhil.compare("ibmq_manila", live_side("ibmq_manila", budget=Budget(max_seconds=60)))
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, List, Optional, Sequence

from qhil.live.budget import Budget
from qhil.live.campaign_plan import PlannedCircuit
from qhil.live.device import LiveDevice
from qhil.live.measurement import JOURNALS, keep_from_git
from qhil.live.opening import open_source
from qhil.measured import MeasuredRun, text_of
from qhil.recordings import Recording
from qhil.recordings.moments import file_stamp

if TYPE_CHECKING:
    from qhil.comparison.outcomes import Outcomes

RUNS = JOURNALS / "runs"
"""Where what was measured is kept, in the current folder: it has been paid for, whatever becomes of the comparison."""


class LiveSide:
    """See `qhil.comparison.Side`. ``runs``: the folder of measured runs; ``saved``: the files of those so far."""

    circuits: Optional[Sequence[Any]] = None

    def __init__(self, device: LiveDevice, *, runs: Path = RUNS) -> None:
        self._device = device
        self._runs = runs
        self.saved: List[Path] = []

    @property
    def label(self) -> str:
        """As on the command line."""
        return f"live:{self._device.name}"

    @property
    def recording(self) -> Optional[Recording]:
        """The device as it is today."""
        return self._device.recording

    def outcomes(self, circuits: Sequence[Any], *, shots: int, seed: int) -> Sequence[Outcomes]:
        """The counts of these circuits, measured once; nobody can seed a device.

        Raises:
            BudgetError: before anything is submitted, if that would cost too much.
            LiveError: if the device does not take one of them, or something else is in the way.
        """
        del seed
        from qhil.comparison.outcomes import sampled

        planned = [PlannedCircuit(one.name, text_of(one), shots) for one in circuits]
        run = self._device.measure(planned, keep=self._keep)
        counts = {one.name: one.counts for one in run.circuits}
        return [sampled(counts[one.name]) for one in circuits]

    def _keep(self, run: MeasuredRun) -> None:
        if self._runs == RUNS:
            keep_from_git(RUNS.parent.parent)
        self.saved.append(run.save(self._runs / f"{run.device}-{file_stamp(run.taken)}.json"))


def live_side(name: str, *, budget: Budget, service: Optional[str] = None) -> LiveSide:
    """The live device of that name, for `qhil.compare`.

    Raises:
        NoCredentialsError: if no live service may be used.
        ServiceError: if it does not let one in.
    """
    return LiveSide(LiveDevice(open_source(service), name, budget=budget))
