"""What is to be measured, divided into jobs: circuits with shots in, jobs that the device takes out.

>>> circuits = [PlannedCircuit(f"c{i}", "OPENQASM 2.0;", shots=100) for i in range(5)]
>>> [(len(job.circuits), job.shots) for job in jobs_of(circuits, per_job=3)]
[(3, 100), (2, 100)]
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

from qhil.live.errors import LiveError


@dataclass(frozen=True)
class PlannedCircuit:
    """A circuit to be measured: OpenQASM 2 in gates of the device, on its physical qubits."""

    name: str
    qasm: str
    shots: int

    def __post_init__(self) -> None:
        if self.shots < 1:
            raise LiveError(f"circuit {self.name!r} needs one shot at least, not {self.shots}")


@dataclass(frozen=True)
class PlannedJob:
    """Circuits that go together, all with as many shots."""

    circuits: Tuple[PlannedCircuit, ...]

    @property
    def shots(self) -> int:
        """Of each of its circuits."""
        return self.circuits[0].shots


def jobs_of(
    circuits: Sequence[PlannedCircuit], *, per_job: Optional[int]
) -> Tuple[PlannedJob, ...]:
    """The circuits in as few jobs as the device allows; those of unlike shots go apart.

    Raises:
        LiveError: for no circuits, and for two of one name.
    """
    names = [circuit.name for circuit in circuits]
    twice = sorted({name for name in names if names.count(name) > 1})
    if not names or twice:
        found = f"twice {', '.join(twice)}" if twice else "none"
        raise LiveError(f"circuits to measure: expected one or more, unlike in name, found {found}")
    alike: Dict[int, List[PlannedCircuit]] = {}
    for circuit in circuits:
        alike.setdefault(circuit.shots, []).append(circuit)
    jobs = []
    for group in alike.values():
        size = per_job or len(group)
        jobs += [PlannedJob(tuple(group[i : i + size])) for i in range(0, len(group), size)]
    return tuple(jobs)


def plan_digest(kind: str, device: str, jobs: Sequence[PlannedJob]) -> str:
    """SHA-256 (hex) of all that makes one campaign another than the next."""
    told = [
        kind,
        device,
        [[[one.name, one.qasm, one.shots] for one in job.circuits] for job in jobs],
    ]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode("ascii")).hexdigest()
