"""The service behind qiskit-ibmq-provider, as a `LiveSource`: the account that the client has in use, or finds.

Configurations, properties and defaults are taken as JSON from the client's own interface to the service, below its
models: these turn dates to the time zone of whoever asks, and numbers into other units and back, not quite the same.
The client was archived at release 0.20.2, so what it is inside stays.
"""

from __future__ import annotations

import contextlib
import copy
import re
import warnings
from datetime import datetime, timedelta
from typing import Any, Dict, Iterator, List, NoReturn, Optional, Sequence, Tuple

from qhil.ibmq_provider import import_ibmq_provider
from qhil.live.answers import counts_without_spaces
from qhil.live.errors import (
    JobLimitError,
    LiveError,
    LostAnswerError,
    NoCredentialsError,
    RefusedError,
    ServiceError,
)
from qhil.live.secrets import redacted
from qhil.live.source import DONE, FAILED, WAITING, DeviceStatus, JobAnswer, Json
from qhil.live.submission_once import http_status

_PUBLIC_NAMES = frozenset({"ibm-q", "open", "main"})
"""Hub, group and project that everybody had: no secret, and words that occur elsewhere."""
_NOT_THE_REQUESTS_FAULT = frozenset({408, 409, 425, 429})


class IbmqSource:
    """Devices of all providers (hub, group, project) of the account; for one in several the first has it."""

    kind = "ibmq"

    def __init__(self, providers: Sequence[Any]) -> None:
        self._providers = tuple(providers)
        self._configurations: Dict[str, Json] = {}
        self._backends: Dict[str, Any] = {}

    @classmethod
    def opened(cls) -> IbmqSource:
        """With the account in use, else with the one that the client finds: in its variables, or saved.

        Raises:
            NoCredentialsError: if there is none.
            ServiceError: if the service does not let it in.
        """
        with _client():
            from qiskit import IBMQ
            from qiskit.providers.ibmq.exceptions import (
                IBMQAccountCredentialsNotFound,
                IBMQProviderError,
            )

            try:
                first = None if IBMQ.active_account() else IBMQ.load_account()
                others = IBMQ.providers()
            except IBMQAccountCredentialsNotFound:
                raise NoCredentialsError(
                    "qiskit-ibmq-provider finds no account: expected QE_TOKEN and QE_URL in the environment, or "
                    "one saved in ~/.qiskit/qiskitrc. `qhil live` tells what is there."
                ) from None
            except IBMQProviderError as error:
                raise ServiceError(f"no provider: {type(error).__name__}") from None
            except Exception as error:  # noqa: BLE001 - the client lets through whatever it meets
                # Not its text: that may have the token in it, which is not known here.
                raise ServiceError(f"no login: {type(error).__name__}") from None
        return cls([*filter(None, [first]), *(one for one in others if one is not first)])

    @property
    def secrets(self) -> Tuple[str, ...]:
        """Tokens, and the names of hubs, groups and projects that not everybody has."""
        found = []
        for provider in self._providers:
            has = provider.credentials
            found += [has.token, has.access_token]
            found += [
                name for name in (has.hub, has.group, has.project) if name not in _PUBLIC_NAMES
            ]
        return tuple(dict.fromkeys(filter(None, found)))

    def devices(self) -> Tuple[str, ...]:
        """All but simulators."""
        self._discover()
        return tuple(sorted(self._configurations))

    def configuration(self, device: str) -> Json:
        """As the service has it."""
        self._backend(device)
        return copy.deepcopy(self._configurations[device])

    def properties(self, device: str, at: Optional[datetime] = None) -> Optional[Json]:
        """As the service has them."""
        # It is asked for what is earlier than a moment.
        before = None if at is None else at + timedelta(microseconds=1)
        client = self._backend(device)._api_client  # noqa: SLF001 - see above
        with self._asking("properties"):
            return client.backend_properties(device, datetime=before) or None

    def defaults(self, device: str) -> Optional[Json]:
        """As the service has them."""
        client = self._backend(device)._api_client  # noqa: SLF001 - see above
        with self._asking("defaults"):
            return client.backend_pulse_defaults(device) or None

    def status(self, device: str) -> DeviceStatus:
        """Whether it works."""
        with self._asking("status"):
            told = self._backend(device).status()
            return DeviceStatus(told.operational, told.pending_jobs, told.status_msg)

    def submit(self, device: str, circuits: Sequence[Any], *, shots: int, job_name: str) -> str:
        """As a job of that name."""
        backend = self._backend(device)
        with _client():
            try:
                return str(backend.run(list(circuits), shots=shots, job_name=job_name).job_id())
            except Exception as error:  # noqa: BLE001 - whatever the client makes of an answer
                self._sort_out(error)

    def _sort_out(self, error: Exception) -> NoReturn:
        """What an exception says of whether the job was taken."""
        from qiskit.providers.ibmq import exceptions as theirs

        text = self._told(error)
        if isinstance(error, theirs.IBMQBackendJobLimitError):
            raise JobLimitError(text) from None
        if isinstance(error, theirs.IBMQBackendValueError):
            raise RefusedError(text) from None
        status = http_status(error)
        if status is not None and 400 <= status < 500 and status not in _NOT_THE_REQUESTS_FAULT:
            raise RefusedError(text) from None
        raise LostAnswerError(f"a job was sent, and instead of an answer came {text}") from None

    def find(self, device: str, job_name: str) -> Optional[str]:
        """By that name, whole. One that was never sent off, failed or was cancelled is none."""
        backend = self._backend(device)
        with self._asking("jobs"):
            jobs = backend.jobs(limit=0, job_name=f"^{re.escape(job_name)}$")
            # Not job.status(), which asks again for each.
            alive = [job for job in jobs if job._status.name in _ALIVE]  # noqa: SLF001 - see above
            alive.sort(key=lambda job: job.creation_date())
            return str(alive[0].job_id()) if alive else None

    def fetch(self, device: str, job_id: str) -> JobAnswer:
        """Its state, and its counts if it is done."""
        backend = self._backend(device)
        with self._asking("job"):
            job = backend.retrieve_job(job_id)
            state = job.status().name
            if state in ("ERROR", "CANCELLED"):
                why = job.error_message() if state == "ERROR" else "it was cancelled"
                return JobAnswer(FAILED, message=redacted(str(why), self.secrets))
            if state != "DONE":
                return JobAnswer(WAITING, message=state.lower())
            result = job.result()
            found = [result.get_counts(index) for index in range(len(result.results))]
            seconds = getattr(result, "time_taken", None)
            return JobAnswer(DONE, counts_without_spaces(found), seconds)

    def _backend(self, device: str) -> Any:
        self._discover()
        if device not in self._backends:
            raise ServiceError(
                f"no such device: expected one of {', '.join(self.devices()) or 'none'}, found {device!r}"
            )
        return self._backends[device]

    def _discover(self) -> None:
        if self._configurations:
            return
        for provider in self._providers:
            with self._asking("devices"):
                # Both from the service: the client's own list leaves out what it does not understand.
                told: List[Json] = provider._api_client.list_backends()  # noqa: SLF001 - see above
                for one in told:
                    name = one["backend_name"]
                    if not one.get("simulator") and name not in self._backends:
                        self._backends[name] = provider.get_backend(name)
                        self._configurations[name] = one

    @contextlib.contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        with _client():
            try:
                yield
            except LiveError:
                raise
            except Exception as error:  # noqa: BLE001 - the client lets through whatever it meets
                raise ServiceError(
                    f"the service was asked for {what}: {self._told(error)}"
                ) from None

    def _told(self, error: Exception) -> str:
        return redacted(f"{type(error).__name__}: {error}", self.secrets)


_ALIVE = frozenset({"QUEUED", "VALIDATING", "RUNNING", "DONE"})


@contextlib.contextmanager
def _client() -> Iterator[None]:
    """The client, without what it says of its own future."""
    import_ibmq_provider()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield
