"""A sweep of submit, wait, result: how long a point takes, beside what a hundred points a minute allow."""

from __future__ import annotations

import time
from typing import Any, Dict, Iterator

from benchmarks.figures import Figure

_PER_MINUTE = 100


def sweep_of_a_job(device: str) -> Iterator[Figure]:
    """One sweep of a job on a recorded device, in this process."""
    import qhil
    from benchmarks.circuits import for_device, ghz

    circuit = for_device(ghz(2), qhil.RecordedBackend(device, seed=1))

    def scenario() -> Dict[str, int]:
        job: Any = qhil.RecordedBackend(device, seed=1).run(circuit, shots=1000)
        job.wait_for_final_state()
        counts: Dict[str, int] = job.result().get_counts()
        return counts

    scenario()
    begun = time.perf_counter()
    report = qhil.sweep(scenario, pairs=True)
    seconds = (time.perf_counter() - begun) / len(report.points)
    yield Figure(
        f"a point of a sweep of submit, wait, result on {device} ({60 / seconds:.0f} points a minute)",
        seconds,
        under=60 / _PER_MINUTE,
    )
