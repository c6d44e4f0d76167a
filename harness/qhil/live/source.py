"""What qhil asks of a live service: one interface, whatever client is behind it.

    LiveSource.configuration, properties, defaults, status  -> plain JSON, as the service has it
    LiveSource.submit(circuits) -> job id;  find(job name) -> job id;  fetch(job id) -> JobAnswer

A source asks and does nothing else: no waiting, no repeating, no budget. Those are the campaign's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Mapping, Optional, Protocol, Sequence, Tuple

Json = Dict[str, Any]

WAITING, DONE, FAILED = "waiting", "done", "failed"


@dataclass(frozen=True)
class DeviceStatus:
    """Whether a device works, and how many jobs wait for it."""

    operational: bool
    pending_jobs: int
    message: str = ""


@dataclass(frozen=True)
class JobAnswer:
    """What a service says of a job: that it is ``waiting``, ``done`` or ``failed``.

    ``counts`` are those of its circuits, in order, once it is done: by bit strings without spaces, bit 0 last.
    ``seconds`` is what it was charged, where the service tells.
    """

    state: str
    counts: Tuple[Mapping[str, int], ...] = ()
    seconds: Optional[float] = None
    message: str = ""


class LiveSource(Protocol):
    """A service that has devices."""

    @property
    def kind(self) -> str:
        """``ibmq`` or ``platform``."""

    @property
    def secrets(self) -> Tuple[str, ...]:
        """What must not be written anywhere: tokens, names of accounts, hubs, projects, instances."""

    def devices(self) -> Tuple[str, ...]:
        """The names of all devices that may be used, sorted; simulators are none."""

    def configuration(self, device: str) -> Json:
        """The configuration.

        Raises:
            ServiceError: if there is no such device, or the service fails.
        """

    def properties(self, device: str, at: Optional[datetime] = None) -> Optional[Json]:
        """The newest properties, or the newest not later than ``at``; None where there are none.

        Raises:
            ServiceError: as above.
        """

    def defaults(self, device: str) -> Optional[Json]:
        """The pulse defaults; None where there are none."""

    def status(self, device: str) -> DeviceStatus:
        """Whether it works."""

    def submit(self, device: str, circuits: Sequence[Any], *, shots: int, job_name: str) -> str:
        """Have circuits (on physical qubits, in gates of the device) run under that name; the job's id.

        Raises:
            JobLimitError: if it takes no more for now.
            RefusedError: if it will not take these.
            LostAnswerError: if it is unknown whether it has taken them.
        """

    def find(self, device: str, job_name: str) -> Optional[str]:
        """The id of a job of that very name that runs, will run or has run; None if there is none.

        Raises:
            ServiceError: if that cannot be told.
        """

    def fetch(self, device: str, job_id: str) -> JobAnswer:
        """What has become of a job.

        Raises:
            ServiceError: if that cannot be told.
        """
