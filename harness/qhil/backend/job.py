"""The job that `RecordedBackend.run` gives back: finished, failed or timed out, never still running."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Callable, Dict, List, Mapping, NoReturn, Optional

from qiskit.providers import JobStatus, JobV1

from qhil.backend.faulty import faulty_result
from qhil.service_errors import (
    IBMQJobFailureError,
    IBMQJobInvalidStateError,
    IBMQJobTimeoutError,
)


class RecordedJob(JobV1):
    """A job of a recorded device, with the reading interface of the service's jobs.

    Running is synchronous, so a job is born in a final state: DONE, ERROR, or CANCELLED when the run's
    timeout passed.
    """

    def __init__(
        self,
        backend: Any,
        job_id: str,
        *,
        result: Any = None,
        error: Optional[str] = None,
        timeout: Optional[float] = None,
        circuits: List[Any],
        options: Mapping[str, Any],
        times: Mapping[str, datetime],
    ) -> None:
        super().__init__(backend, job_id)
        self._result = result
        self._error = error
        self._timeout = timeout
        self._circuits = circuits
        self._run_options = dict(options)
        self._times = dict(times)

    def submit(self) -> NoReturn:
        """A job is submitted by `run`; doing so again is an error."""
        raise IBMQJobInvalidStateError(f"job {self.job_id()} was submitted when it was made")

    def status(self) -> JobStatus:
        """DONE, ERROR (the simulation failed), or CANCELLED (its timeout passed)."""
        if self._timeout is not None:
            return JobStatus.CANCELLED
        return JobStatus.ERROR if self._error is not None else JobStatus.DONE

    def result(
        self,
        timeout: Optional[float] = None,
        wait: float = 5,
        partial: bool = False,  # noqa: FBT001, FBT002  # the service's own signature
        refresh: bool = False,  # noqa: FBT001, FBT002  # likewise
    ) -> Any:
        """The result, as Qiskit's `Result`.

        ``partial=True`` gives what there is of a job of which some circuits failed. The other arguments are
        those of the service's jobs; there is nothing to wait for.

        Raises:
            IBMQJobTimeoutError: if the run's timeout passed before the simulation was done.
            IBMQJobFailureError: if the job failed.
        """
        del timeout, wait, refresh
        return faulty_result(self._backend.faults, lambda: self._found(partial=partial))

    def failed(self, error: str) -> RecordedJob:
        """This job, which has failed after all."""
        self._result, self._error = None, error
        return self

    def changed(self, change: Callable[[Any], Any]) -> RecordedJob:
        """This job with another result, if it has one."""
        if self._result is not None:
            self._result = change(self._result)
        return self

    def _found(self, *, partial: bool) -> Any:
        if self._timeout is not None:
            raise IBMQJobTimeoutError(
                f"no result for job {self.job_id()}: run(timeout={self._timeout:g}) passed before it was done"
            )
        if self._error is not None and not (partial and self._result is not None):
            raise IBMQJobFailureError(f"job {self.job_id()} failed: {self._error}")
        return self._result

    def error_message(self) -> Optional[str]:
        """Why the job failed; None if it did not."""
        if self._timeout is not None:
            return f"timed out after {self._timeout:g} s"
        return self._error

    def cancel(self) -> bool:
        """False: a job in a final state cannot be cancelled."""
        return False

    def properties(self) -> Any:
        """The backend properties in force for this job, as `BackendProperties`."""
        return self._backend.properties()

    def circuits(self) -> List[Any]:
        """The circuits as they were given."""
        return list(self._circuits)

    def backend_options(self) -> Dict[str, Any]:
        """The options of the run."""
        return dict(self._run_options)

    def header(self) -> Dict[str, Any]:
        """The header given to `run`."""
        return dict(self._run_options.get("header") or {})

    def name(self) -> Optional[str]:
        """The name given to `run` as ``job_name``."""
        return self._run_options.get("job_name")

    def tags(self) -> List[str]:
        """The tags given to `run` as ``job_tags``."""
        return list(self._run_options.get("job_tags") or [])

    def creation_date(self) -> datetime:
        """When the job was made (aware, UTC)."""
        return self._times["CREATING"]

    def time_per_step(self) -> Dict[str, datetime]:
        """When the job entered each of its states (aware, UTC)."""
        return dict(self._times)

    def queue_position(self, refresh: bool = False) -> None:  # noqa: FBT001, FBT002  # likewise
        """None: the job does not wait."""
        del refresh

    def queue_info(self) -> None:
        """None: the job does not wait."""
