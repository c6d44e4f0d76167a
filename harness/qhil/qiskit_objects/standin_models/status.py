"""Whether a device works, and how long its queue is."""

from __future__ import annotations

from qiskit.exceptions import QiskitError

from qhil.qiskit_objects.standin_models.fields import Fields


class BackendStatus(Fields):
    """Status of a device. Raises QiskitError for a negative number of jobs."""

    def __init__(
        self,
        backend_name: str,
        backend_version: str,
        operational: bool,  # noqa: FBT001  # the order of arguments is Qiskit's
        pending_jobs: int,
        status_msg: str,
    ) -> None:
        if pending_jobs < 0:
            raise QiskitError(f"pending_jobs must be 0 or more, not {pending_jobs}")
        super().__init__(
            {
                "backend_name": backend_name,
                "backend_version": backend_version,
                "operational": operational,
                "pending_jobs": pending_jobs,
                "status_msg": status_msg,
            }
        )
