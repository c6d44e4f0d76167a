"""A lived-in account: jobs of the last two months, drawn from the seed.

    Identities, clock, devices -> past jobs, each with a Qobj in the gates of its device -> stores

Nothing of them ran yet. The result of one that was completed is simulated when somebody first asks for it (see
`Progress.fetch_result`), from the seed, as that of any job.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import pi
from typing import Any, Dict, Iterator, List, Sequence, Tuple

from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.ibmq.jobs import life
from qhil_mocks.ibmq.jobs.execution import INTERNAL, summary
from qhil_mocks.ibmq.jobs.job import Job, JobError
from qhil_mocks.ibmq.jobs.store import JobStore
from qhil_mocks.ibmq.simulator import NAME as SIMULATOR
from qhil_mocks.ibmq.storage import QOBJ, ObjectStorage
from qhil_mocks.identities import Identities

_DAYS = 60
# The last of them has ended by now, however long it waited.
_LATEST = timedelta(hours=2)
# Nobody works with more devices than a few; each is read.
_DEVICES = 5
# The second user works as well, though less.
_EVERY_OTHER = 8
_SHOTS = (1024, 2000, 4000, 8192)
_TAGS = ("thesis", "calibration", "lecture", "retry")
_ENDS = (life.COMPLETED,) * 17 + (life.CANCELLED,) * 2 + (life.ERROR_RUNNING,)
_CLIENT = "qiskit/0.43.3"

Instruction = Dict[str, Any]


@dataclass(frozen=True)
class _Device:
    """As much of a device as circuits are made of."""

    name: str
    qubits: int
    basis: Tuple[str, ...]
    pairs: Tuple[Tuple[int, int], ...]
    max_shots: int

    def inversion(self, qubit: int) -> List[Instruction]:
        """A NOT; nothing where there is no gate for it."""
        if "x" in self.basis:
            return [{"name": "x", "qubits": [qubit]}]
        if "u3" in self.basis:
            return [{"name": "u3", "qubits": [qubit], "params": [pi, 0.0, pi]}]
        return []

    def bell(self, one: int, other: int) -> List[Instruction]:
        """Two qubits in a state of which one looks the same as the other; nothing where there are no gates for it."""
        first, second = self.hadamard(one), self.hadamard(other)
        if not first or one == other:
            return []
        if "cx" in self.basis:
            return [*first, {"name": "cx", "qubits": [one, other]}]
        if "cz" in self.basis:
            return [*first, *second, {"name": "cz", "qubits": [one, other]}, *second]
        if {"ecr", "sx"} <= set(self.basis):
            # It turns the other by a quarter, this way or that way as the one is; sx makes that none or a half.
            echoed = {"name": "ecr", "qubits": [one, other]}
            return [*first, echoed, {"name": "sx", "qubits": [other]}]
        return []

    def hadamard(self, qubit: int) -> List[Instruction]:
        """A Hadamard, but for a phase; nothing where there are no gates for it."""
        if "u2" in self.basis:
            return [{"name": "u2", "qubits": [qubit], "params": [0.0, pi]}]
        if {"rz", "sx"} <= set(self.basis):
            turn = {"name": "rz", "qubits": [qubit], "params": [pi / 2]}
            return [turn, {"name": "sx", "qubits": [qubit]}, turn]
        return []


def add_past_jobs(
    count: int,
    *,
    now: datetime,
    users: Sequence[User],
    devices: Devices,
    jobs: JobStore,
    storage: ObjectStorage,
    identities: Identities,
) -> None:
    """Put ``count`` past jobs of the first user into the stores, and a few of the second.

    Each is in the first project of its user. A store that had jobs before is left as it is.
    """
    if not count or not jobs.untouched:
        return
    known = _known(devices, identities)
    owners = [user for user in users[:2] if user.projects]
    if not known or not owners:
        return
    with jobs.together():
        for number, created in enumerate(_moments(count, now, identities)):
            draw = random.Random(identities.number("past job", number))  # noqa: S311  # no secret
            device = draw.choice(known)
            name, circuits = draw.choice(list(_circuits(device, draw)))
            shots = min(draw.choice(_SHOTS), device.max_shots)
            qobj = _qobj(number, device, circuits, shots)
            content = json.dumps(qobj).encode("ascii")
            second = len(owners) > 1 and number % _EVERY_OTHER == _EVERY_OTHER - 1
            job = _add(
                jobs,
                identities,
                draw,
                owner=owners[second],
                device=device.name,
                name=name,
                created=created,
                told=summary(qobj, size=len(content)),
            )
            storage.keep(job.id, QOBJ, content)


def _known(devices: Devices, identities: Identities) -> List[_Device]:
    # Everybody uses the simulator.
    names = sorted(
        devices.names,
        key=lambda name: (name != SIMULATOR, identities.number("used device", name)),
    )
    found: List[_Device] = []
    for name in names:
        if len(found) == _DEVICES:
            break
        told = json.loads(devices.configuration(name))
        found.append(
            _Device(
                name,
                told["n_qubits"],
                tuple(told["basis_gates"]),
                tuple((one, other) for one, other in told.get("coupling_map") or [[0, 1]]),
                told["max_shots"],
            )
        )
    return found


def _moments(count: int, now: datetime, identities: Identities) -> List[datetime]:
    draw = random.Random(identities.number("past moments"))  # noqa: S311  # no secret
    latest = now - _LATEST
    ago = sorted((draw.uniform(0, _DAYS * 86400) for _ in range(count)), reverse=True)
    return [latest - timedelta(seconds=seconds) for seconds in ago]


def _circuits(
    device: _Device, draw: random.Random
) -> Iterator[Tuple[str, List[List[Instruction]]]]:
    """What people do first with a device. A circuit is its instructions; the last are measurements."""
    yield "all zeros", [_measured([], [0])]
    flip = device.inversion(0)
    if flip:
        lengths = range(1, draw.randint(3, 6))
        yield "readout", [_measured([], [0]), _measured(flip, [0])]
        yield "flips", [_measured(flip * length, [0]) for length in lengths]
    one, other = draw.choice(device.pairs) if device.qubits > 1 else (0, 0)
    entangled = device.bell(one, other)
    if entangled:
        yield "bell", [_measured(entangled, [one, other])]


def _measured(steps: List[Instruction], qubits: List[int]) -> List[Instruction]:
    looks = [
        {"name": "measure", "qubits": [qubit], "memory": [bit]} for bit, qubit in enumerate(qubits)
    ]
    return [*steps, {"name": "barrier", "qubits": qubits}, *looks]


def _qobj(
    number: int, device: _Device, circuits: List[List[Instruction]], shots: int
) -> Dict[str, Any]:
    experiments: List[Dict[str, Any]] = []
    for index, steps in enumerate(circuits):
        bits = sum(step["name"] == "measure" for step in steps)
        sizes = {"n_qubits": device.qubits, "memory_slots": bits}
        header = {
            **sizes,
            "name": f"circuit{index}",
            "global_phase": 0.0,
            "qreg_sizes": [["q", device.qubits]],
            "creg_sizes": [["meas", bits]],
            "qubit_labels": [["q", qubit] for qubit in range(device.qubits)],
            "clbit_labels": [["meas", bit] for bit in range(bits)],
        }
        experiments.append({"header": header, "config": sizes, "instructions": steps})
    return {
        "qobj_id": f"past-{number}",
        "type": "QASM",
        "schema_version": "1.3.0",
        "header": {"backend_name": device.name},
        "config": {
            "shots": shots,
            "memory": False,
            "n_qubits": device.qubits,
            "memory_slots": max(one["config"]["memory_slots"] for one in experiments),
        },
        "experiments": experiments,
    }


def _add(
    jobs: JobStore,
    identities: Identities,
    draw: random.Random,
    *,
    owner: User,
    device: str,
    name: str,
    created: datetime,
    told: Dict[str, Any],
) -> Job:
    end = draw.choice(_ENDS)
    failed = JobError("Internal error", INTERNAL) if end == life.ERROR_RUNNING else None
    tags = tuple(draw.sample(_TAGS, draw.randint(0, 2)))
    steps = _steps(created, end, draw)
    return jobs.add(
        created,
        lambda number, unique: Job(
            id=identities.text("job", number, digits=24),
            number=number,
            owner=owner.id,
            project=owner.projects[0],
            device=device,
            created=unique,
            steps=steps,
            name=name if draw.random() < 0.6 else None,
            tags=tags,
            client=_CLIENT,
            summary=told,
            error=failed,
        ),
    )


def _steps(created: datetime, end: str, draw: random.Random) -> Tuple[Tuple[str, datetime], ...]:
    """Its states, each with the moment it began: validated at once, queued for a while, run in seconds."""
    path = [life.CREATING, life.VALIDATING, life.VALIDATED, life.QUEUED]
    lengths = [draw.uniform(0.2, 1), draw.uniform(0.5, 3), 0.01, draw.expovariate(1 / 600) % 3600]
    if end != life.CANCELLED:
        path.append(life.RUNNING)
        lengths.append(draw.uniform(3, 20))
    moments = [created]
    for length in lengths:
        moments.append(moments[-1] + timedelta(seconds=length))
    return tuple(zip([*path, end], moments))
