"""The errors a program meets when it talks to a backend: the provider's own where it is installed.

``except IBMQBackendValueError`` in a runtime program must catch what a recorded device raises.
Where qiskit-ibmq-provider is installed these names *are* the provider's classes; elsewhere classes
of the same names and hierarchy stand in.
"""

from __future__ import annotations

from qhil.ibmq_provider import import_ibmq_provider
from qhil.stack import stack

if stack().has_ibmq_provider:
    import_ibmq_provider()
    from qiskit.providers.ibmq.exceptions import (
        IBMQBackendApiError,
        IBMQBackendApiProtocolError,
        IBMQBackendError,
        IBMQBackendValueError,
        IBMQError,
    )
    from qiskit.providers.ibmq.job.exceptions import (
        IBMQJobApiError,
        IBMQJobError,
        IBMQJobFailureError,
        IBMQJobInvalidStateError,
        IBMQJobTimeoutError,
    )
else:
    from qiskit.exceptions import QiskitError
    from qiskit.providers import JobError, JobTimeoutError

    class IBMQError(QiskitError):  # type: ignore[no-redef]  # one name in two branches
        """Base of all errors of the service's client."""

    class IBMQBackendError(IBMQError):  # type: ignore[no-redef]  # see above
        """Base of the errors that a backend raises."""

    class IBMQBackendApiError(IBMQBackendError):  # type: ignore[no-redef]  # see above
        """The service answered with an error."""

    class IBMQBackendApiProtocolError(IBMQBackendApiError):  # type: ignore[no-redef]  # see above
        """The service answered with something that the client does not understand."""

    class IBMQBackendValueError(IBMQBackendError, ValueError):  # type: ignore[no-redef]  # see above
        """An argument of a backend's method is not valid."""

    class IBMQJobError(JobError, IBMQError):  # type: ignore[no-redef]  # see above
        """Base of the errors that a job raises."""

    class IBMQJobApiError(IBMQJobError):  # type: ignore[no-redef]  # see above
        """The service answered with an error when it was asked of a job."""

    class IBMQJobInvalidStateError(IBMQJobError):  # type: ignore[no-redef]  # see above
        """The job's state does not allow what was asked."""

    class IBMQJobFailureError(IBMQJobError):  # type: ignore[no-redef]  # see above
        """The job failed."""

    class IBMQJobTimeoutError(JobTimeoutError, IBMQJobError):  # type: ignore[no-redef]  # see above
        """Waiting for the job took longer than allowed."""


__all__ = [
    "IBMQBackendApiError",
    "IBMQBackendApiProtocolError",
    "IBMQBackendError",
    "IBMQBackendValueError",
    "IBMQError",
    "IBMQJobApiError",
    "IBMQJobError",
    "IBMQJobFailureError",
    "IBMQJobInvalidStateError",
    "IBMQJobTimeoutError",
]
