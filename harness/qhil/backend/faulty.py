"""What a recorded device does when a fault happens: an error, a delay, a lost answer, something damaged.

site -> ask -> Firing -> error | the call itself, and then what has become of its answer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional, TypeVar

from qhil.backend.faulty_properties import damaged_properties
from qhil.backend.faulty_result import damaged
from qhil.faults import Firing, Injection, ask, note_delay
from qhil.service_errors import (
    IBMQBackendApiError,
    IBMQBackendApiProtocolError,
    IBMQBackendValueError,
    IBMQJobApiError,
    IBMQJobFailureError,
)

if TYPE_CHECKING:
    from qhil.backend.job import RecordedJob

_T = TypeVar("_T")


def faulty_run(own: Optional[Injection], run: Callable[[], RecordedJob]) -> RecordedJob:
    """The job of ``run``, or what a fault at ``backend.run`` makes of it."""
    firing = ask("backend.run", own)
    if firing is None:
        return run()
    _refuse(firing, IBMQBackendApiError)
    job = run()
    if firing.name == "lost_answer":
        raise IBMQBackendApiError("504: the service took too long to answer")
    if firing.name == "delay":
        _delay(firing, own)
        return job
    if firing.name == "job_fails":
        return job.failed("the job failed on the device")
    return job.changed(lambda result: damaged(result, firing))


def faulty_properties(own: Optional[Injection], read: Callable[[], _T]) -> Optional[_T]:
    """What ``read`` gives, or what a fault at ``backend.properties`` makes of it."""
    firing = ask("backend.properties", own)
    if firing is None:
        return read()
    _refuse(firing, IBMQBackendApiError)
    if firing.name == "delay":
        _delay(firing, own)
        return read()
    return damaged_properties(read(), firing)


def faulty_result(own: Optional[Injection], read: Callable[[], _T]) -> Any:
    """What ``read`` gives, or what a fault at ``job.result`` makes of it."""
    firing = ask("job.result", own)
    if firing is None:
        return read()
    _refuse(firing, IBMQJobApiError)
    if firing.name == "job_fails":
        raise IBMQJobFailureError("the job failed on the device")
    if firing.name == "delay":
        _delay(firing, own)
        return read()
    return damaged(read(), firing)


def _refuse(firing: Firing, api_error: Callable[[str], Exception]) -> None:
    """Raise the errors with which nothing has happened."""
    if firing.name == "api_error":
        raise api_error(str(firing.arguments[0]))
    if firing.name == "protocol_error":
        raise IBMQBackendApiProtocolError("the answer of the service is not what it should be")
    if firing.name == "value_error":
        raise IBMQBackendValueError(str(firing.arguments[0]))


def _delay(firing: Firing, own: Optional[Injection]) -> None:
    seconds = firing.arguments[0]
    note_delay(float(seconds or 0), own)
