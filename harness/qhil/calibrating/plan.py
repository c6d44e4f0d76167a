"""Which circuits to run so that a device can be calibrated from their counts, within a budget of shots.

Recording + budget -> `CalibrationPlan`: all zeros, all ones, and four or eight circuits in which qubits often wait

Fewer shots than the least that tell anything are refused; a larger budget than the largest plan can use is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable, Mapping, Optional, Tuple, Union

import numpy as np

from qhil.calibrating.idle_circuits import idle_rich, prepared
from qhil.calibrating.planned_qubits import chosen_qubits, couplings_of
from qhil.errors import FitError

if TYPE_CHECKING:
    from qhil.measured import MeasuredRun
    from qhil.recordings import Recording

FEW, MANY = 4, 8
"""Circuits that tell the scales, and that tell detunings and a dephasing width, too."""
LEAST_SHOTS, MOST_SHOTS = 256, 1024
BUDGET = (MANY + 2) * MOST_SHOTS


@dataclass(frozen=True)
class PlannedCircuit:
    """A circuit to run: its name, its OpenQASM 2 on the device's qubits, and how many shots of it."""

    name: str
    qasm: str
    shots: int


@dataclass(frozen=True)
class CalibrationPlan:
    """Circuits to run on one device, the qubits that they touch, and the digest of the recording they are for."""

    device: str
    digest: str
    qubits: Tuple[int, ...]
    circuits: Tuple[PlannedCircuit, ...]

    @property
    def shots(self) -> int:
        """Of all circuits together."""
        return sum(one.shots for one in self.circuits)

    def save(self, folder: Union[str, Path]) -> Path:
        """Write ``plan.json`` and a ``.qasm`` file for each circuit into a folder, made if need be."""
        from qhil.calibrating.plan_folder import save_plan

        return save_plan(self, Path(folder))

    @classmethod
    def load(cls, folder: Union[str, Path]) -> CalibrationPlan:
        """Read a folder that `save` wrote.

        Raises:
            FitError: for one that is none.
        """
        from qhil.calibrating.plan_folder import load_plan

        return load_plan(Path(folder))

    def measured(
        self,
        counts: Mapping[str, Mapping[str, int]],
        *,
        taken: datetime,
        source: str = "live",
        properties: Optional[Mapping[str, Any]] = None,
    ) -> MeasuredRun:
        """What was counted, by the circuits' names, as a run that `qhil.calibrate` takes.

        Raises:
            FitError: unless there are counts of exactly the circuits of the plan.
            MeasuredRunError: for counts that cannot be.
        """
        from qhil.measured import MeasuredCircuit, MeasuredRun

        names = [one.name for one in self.circuits]
        if sorted(counts) != sorted(names):
            raise FitError(
                f"counts do not belong to the plan: expected those of {', '.join(names)}, found {', '.join(counts)}"
            )
        circuits = tuple(
            MeasuredCircuit(
                one.name, one.qasm, sum(counts[one.name].values()), dict(counts[one.name])
            )
            for one in self.circuits
        )
        return MeasuredRun(self.device, taken, source, circuits, properties)

    def run_on(self, backend: Any, *, taken: datetime, source: str = "live") -> MeasuredRun:
        """Run the circuits on a backend of the device, recorded or live; ``taken`` is what its clock says."""
        from qhil.measured import circuit_of

        circuits = [circuit_of(one.qasm, name=one.name) for one in self.circuits]
        (shots,) = {one.shots for one in self.circuits}
        result = backend.run(circuits, shots=shots).result()
        counts = {
            one.name: dict(result.get_counts(index)) for index, one in enumerate(self.circuits)
        }
        return self.measured(counts, taken=taken, source=source)


def plan(
    recording: Recording,
    *,
    shots_budget: int = BUDGET,
    qubits: Optional[Iterable[int]] = None,
    seed: int = 0,
) -> CalibrationPlan:
    """The circuits to run.

    Args:
        recording: of the device.
        shots_budget: shots of all circuits together. With 5,120 or more there are eight idle-rich circuits, with
            fewer four; each circuit is given the same number of shots, 1,024 at most.
        qubits: three or more that are coupled with each other; of three in a row no coupled pair waits, so that ZZ
            looks like a detuning. None: up to five with the best gates.
        seed: of the angles.

    Raises:
        FitError: if the budget is too small, or the qubits are not coupled, or the device's gates are not known here.
    """
    couplings = couplings_of(recording)
    chosen = chosen_qubits(recording, couplings, qubits)
    count, shots = _shots(recording, shots_budget)
    made = [
        ("zeros", prepared(recording, chosen, ones=False)),
        ("ones", prepared(recording, chosen, ones=True)),
    ]
    for index in range(count):
        draw = np.random.default_rng([seed, index])
        made.append((f"idle{index + 1}", idle_rich(recording, chosen, couplings, draw)))
    from qhil.measured import text_of

    circuits = tuple(PlannedCircuit(name, text_of(circuit), shots) for name, circuit in made)
    return CalibrationPlan(recording.name, recording.digest, chosen, circuits)


def _shots(recording: Recording, budget: int) -> Tuple[int, int]:
    """How many idle-rich circuits, and how many shots of each circuit."""
    least = (FEW + 2) * LEAST_SHOTS
    if budget < least:
        raise FitError(
            f"a budget of {budget} shots is too small: expected {least} at least, {LEAST_SHOTS} for each of "
            f"{FEW + 2} circuits"
        )
    many = budget >= (MANY + 2) * MOST_SHOTS // 2
    count = MANY if many else FEW
    return count, min(MOST_SHOTS, recording.configuration.max_shots, budget // (count + 2))
