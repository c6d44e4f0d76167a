"""A plan that is present but idle, beside no plan at all."""

from __future__ import annotations

from typing import Iterator

from benchmarks.figures import Figure
from benchmarks.timing import medians

_SHOTS = 1000
# At each call of a run's sites there is a fault, whose turn never comes.
_IDLE = "backend.run@1000000000=api_error;job.result@1000000000=api_error;*.properties@1000000000=api_error"


def idle_plan(device: str, *, repeats: int) -> Iterator[Figure]:
    """Runs of one circuit with and without."""
    import qhil
    from benchmarks.circuits import for_device, ghz

    without = qhil.RecordedBackend(device, seed=1)
    circuit = for_device(ghz(2), without)
    idle = qhil.RecordedBackend(device, seed=1, faults=_IDLE)

    def run(backend: qhil.RecordedBackend) -> object:
        return backend.run(circuit, shots=_SHOTS, seed_simulator=7).result()

    for backend in (without, idle):
        run(backend)
    taken = medians({"without": lambda: run(without), "idle": lambda: run(idle)}, repeats=repeats)
    yield Figure(
        f"2 qubits on {device} with a plan that is idle",
        taken["idle"],
        against="without a plan",
        reference=taken["without"],
        slower=1.01,
    )
