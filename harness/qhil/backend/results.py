"""From Aer's result to one that looks like the service's.

What the simulator says of itself (method, threads, memory, names of its own) gives way to the device's name and
version, the circuits' headers and metadata, and a note of what reproduces the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional, Sequence

from qhil.deprecations import ignored_deprecations


@dataclass(frozen=True)
class Origin:
    """Whose result it is. ``reproduce`` holds digest, noise kind and seed of the run."""

    backend_name: str
    backend_version: str
    job_id: str
    header: Mapping[str, Any]
    reproduce: Mapping[str, Any]


def dress(aer_results: Sequence[Any], origin: Origin, date: datetime) -> Any:
    """Qiskit's `Result` of a job, from Aer's `ExperimentResult` of each circuit, in order."""
    from qiskit.result import Result

    experiments = [_experiment(found) for found in aer_results]
    success = all(found.success for found in experiments)
    return Result(
        backend_name=origin.backend_name,
        backend_version=origin.backend_version,
        qobj_id=origin.job_id,
        job_id=origin.job_id,
        success=success,
        results=experiments,
        date=date,
        status="COMPLETED" if success else "ERROR",
        header=_header(origin.header),
        time_taken=sum(float(getattr(found, "time_taken", 0.0)) for found in aer_results),
        qhil=dict(origin.reproduce),
    )


def failures(result: Any) -> Optional[str]:
    """One line for each circuit that failed, as the service words it; None if all succeeded."""
    lines = [
        f"Experiment {index}: {found.status}"
        for index, found in enumerate(result.results)
        if not found.success
    ]
    return "\n".join(lines) or None


def _experiment(found: Any) -> Any:
    from qiskit.result.models import ExperimentResult, ExperimentResultData

    names = ("counts", "memory") if found.success else ()
    kept = {name: getattr(found.data, name) for name in names if hasattr(found.data, name)}
    return ExperimentResult(
        shots=found.shots,
        success=found.success,
        data=ExperimentResultData(**kept),
        meas_level=found.meas_level,
        status=found.status,
        header=getattr(found, "header", None),
    )


def _header(fields: Mapping[str, Any]) -> Any:
    """The header of the job: `QobjHeader` where Qobj exist, else a plain dict."""
    from qhil.stack import stack

    if stack().generation == "qiskit2":
        return dict(fields)
    with (
        ignored_deprecations()
    ):  # Qiskit 1 deprecates the class, and its `Result` still relies on it
        from qiskit.qobj import QobjHeader

        header = QobjHeader()
    vars(header).update(fields)  # not as keywords: a field may be called "self"
    return header
