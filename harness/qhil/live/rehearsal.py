"""A live service that is none: a recording stands in for the device, so that a campaign can be rehearsed for nothing.

Enters: a recording, such as a drifted twin of another. Leaves: a `LiveSource` without client, network or
credentials. Its jobs are done at once, and end with the process.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qhil.live.answers import counts_without_spaces
from qhil.live.errors import RefusedError, ServiceError
from qhil.live.source import DONE, DeviceStatus, JobAnswer, Json
from qhil.recordings import Recording


class Rehearsal:
    """The service; ``seed`` fixes what its device counts.

    ``executor``: a `concurrent.futures` executor or a Dask client, to which jobs are handed; the counts are the same.
    """

    kind = "rehearsal"
    secrets: Tuple[str, ...] = ()

    def __init__(self, recording: Recording, *, seed: int, executor: Any = None) -> None:
        self._recording = recording
        self._seed = seed
        self._executor = executor
        self._jobs: Dict[str, Tuple[Mapping[str, int], ...]] = {}

    def devices(self) -> Tuple[str, ...]:
        """The one."""
        return (self._recording.name,)

    def configuration(self, device: str) -> Json:
        """As recorded."""
        return self._known(device).configuration.json

    def properties(self, device: str, at: Optional[datetime] = None) -> Optional[Json]:
        """As recorded."""
        dated = [one for one in self._known(device).history if at is None or one.date <= at]
        return dated[-1].json if dated else None

    def defaults(self, device: str) -> Optional[Json]:
        """As recorded."""
        return self._known(device).defaults_json

    def status(self, device: str) -> DeviceStatus:
        """It works."""
        self._known(device)
        return DeviceStatus(operational=True, pending_jobs=0, message="active")

    def submit(self, device: str, circuits: Sequence[Any], *, shots: int, job_name: str) -> str:
        """Run at once, with the noise that is recorded; a job's counts depend on the seed and its name alone."""
        from qhil.backend import RecordedBackend
        from qhil.service_errors import IBMQBackendValueError

        drawn = hashlib.sha256(f"{self._seed} {job_name}".encode()).digest()
        backend = RecordedBackend(
            self._known(device),
            seed=int.from_bytes(drawn[:6], "big"),
            executor=self._executor,
        )
        try:
            result = backend.run(list(circuits), shots=shots).result()
        except IBMQBackendValueError as error:
            raise RefusedError(str(error)) from None
        found: List[Mapping[str, int]] = [result.get_counts(i) for i in range(len(circuits))]
        self._jobs[job_name] = counts_without_spaces(found)
        return job_name

    def find(self, device: str, job_name: str) -> Optional[str]:
        """A job's name is its id."""
        self._known(device)
        return job_name if job_name in self._jobs else None

    def fetch(self, device: str, job_id: str) -> JobAnswer:
        """Its counts; nothing was charged."""
        self._known(device)
        if job_id not in self._jobs:
            raise ServiceError(
                f"no such job: jobs of a rehearsal end with its process; found {job_id!r}"
            )
        return JobAnswer(DONE, self._jobs[job_id], 0.0)

    def _known(self, device: str) -> Recording:
        if device != self._recording.name:
            raise ServiceError(f"no such device: expected {self._recording.name}, found {device!r}")
        return self._recording
