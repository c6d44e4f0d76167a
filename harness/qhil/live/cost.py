"""What a campaign will cost, told before anything is submitted: jobs, shots, seconds of the device.

The seconds follow IBM's guide to estimating the run time of a job: an overhead for each job, and for each shot of each
circuit the circuit's length and the delay before the next repetition. It is an estimate: what the service charges in
the end, it says afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Optional, Sequence

from qhil.live.campaign_plan import PlannedJob
from qhil.noise.relaxation import delay_seconds
from qhil.recordings import CalibrationSnapshot, DeviceConfiguration

JOB_OVERHEAD = 2.0
"""Seconds for each job."""
REPETITION_DELAY = 250e-6
"""Seconds between shots where the configuration does not tell: that of most devices that do."""


@dataclass(frozen=True)
class Cost:
    """``seconds`` of the device, for so many ``jobs`` with so many ``shots`` in all."""

    jobs: int
    shots: int
    seconds: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.jobs + other.jobs, self.shots + other.shots, self.seconds + other.seconds)

    def __str__(self) -> str:
        jobs = "1 job" if self.jobs == 1 else f"{self.jobs} jobs"
        return f"{jobs}, {self.shots} shots, about {self.seconds:.1f} s of the device"


NOTHING = Cost(0, 0, 0.0)


def cost_of(
    job: PlannedJob,
    circuit_of: Callable[[str], Any],
    configuration: DeviceConfiguration,
    snapshot: CalibrationSnapshot,
) -> Cost:
    """The cost of one job. ``circuit_of`` makes a circuit of a text."""
    delay = configuration.default_rep_delay
    between = REPETITION_DELAY if delay is None else delay
    lengths = [
        circuit_length(circuit_of(one.qasm), configuration.dt, snapshot) for one in job.circuits
    ]
    seconds = JOB_OVERHEAD + sum(job.shots * (length + between) for length in lengths)
    return Cost(1, job.shots * len(job.circuits), seconds)


def circuit_length(circuit: Any, dt: Optional[float], snapshot: CalibrationSnapshot) -> float:
    """How long a circuit on physical qubits takes, in s: its longest path, by the recorded lengths.

    ``dt``: that of the device, in s, by which delays are told. What has no recorded length (a virtual rz) takes no
    time.
    """
    until: Dict[int, float] = dict.fromkeys(range(circuit.num_qubits), 0.0)
    for item in circuit.data:
        qubits = [circuit.find_bit(bit).index for bit in item.qubits]
        begin = max(until[qubit] for qubit in qubits)
        end = begin + _length(item.operation, qubits, dt, snapshot)
        until.update(dict.fromkeys(qubits, end))
    return max(until.values(), default=0.0)


def _length(
    operation: Any, qubits: Sequence[int], dt: Optional[float], snapshot: CalibrationSnapshot
) -> float:
    if operation.name == "measure":
        return snapshot.qubits[qubits[0]].readout_length or 0.0
    if operation.name == "delay":
        return delay_seconds(operation, dt)
    gate = snapshot.gate(operation.name, qubits)
    return 0.0 if gate is None else gate.length or 0.0
