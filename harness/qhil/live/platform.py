"""The IBM Quantum Platform, behind qiskit-ibm-runtime, as a `LiveSource`: the account that the client finds.

Jobs are samplers: the executor-based `Sampler` where the client has it, else `SamplerV2`; without twirling and
dynamical decoupling, so that what runs is what was asked for. They are found again by a tag, which is the job's name.

The client sends a submission again by itself after a 5xx answer, the service's promise being that this is safe. A job
that was taken before its answer was lost is paid for twice if the promise is not kept, so submissions are sent once
here, and looked for by their tag.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import logging
import warnings
from datetime import datetime
from typing import Any, Dict, Iterator, NoReturn, Optional, Sequence, Tuple

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
from qhil.live.submission_once import http_status, post_once

_NOT_THE_REQUESTS_FAULT = frozenset({408, 409, 425, 429})


class PlatformSource:
    """Devices of a `QiskitRuntimeService`, or of the client's local service, whose devices are its fake ones."""

    kind = "platform"

    def __init__(self, service: Any) -> None:
        self._service = service
        self._backends: Dict[str, Any] = {}
        # Of this process: jobs of the local service are nowhere else.
        self._submitted: Dict[str, Any] = {}
        self._names: Dict[str, str] = {}

    @classmethod
    def opened(cls) -> PlatformSource:
        """With the account that the client finds: in its variables, or saved.

        Raises:
            NoCredentialsError: if there is none.
            ServiceError: if the service does not let it in.
        """
        with _client():
            from qiskit_ibm_runtime import QiskitRuntimeService
            from qiskit_ibm_runtime.accounts import AccountNotFoundError

            try:
                source = cls(QiskitRuntimeService())
            except AccountNotFoundError:
                raise NoCredentialsError(
                    "qiskit-ibm-runtime finds no account: expected QISKIT_IBM_TOKEN in the environment (and "
                    "QISKIT_IBM_INSTANCE), or one saved in ~/.qiskit/qiskit-ibm.json. `qhil live` tells what is there."
                ) from None
            except Exception as error:  # noqa: BLE001 - the client lets through whatever it meets
                # Not its text: that may have the token in it, which is not known here.
                raise ServiceError(f"no login: {type(error).__name__}") from None
        source.secrets  # noqa: B018 - asked for now: no error may wait for an answer to know what to leave out
        return source

    @property
    def _is_local(self) -> bool:
        return bool(getattr(self._service, "is_local", False)) or not hasattr(self._service, "jobs")

    @functools.cached_property
    def secrets(self) -> Tuple[str, ...]:
        """The token, and the names and ids of instances."""
        if self._is_local:
            return ()
        with self._asking("account", ()):
            account = self._service.active_account() or {}
            found = [account.get("token"), account.get("instance")]
            for one in self._service.instances():
                found += [one.get("crn"), one.get("name")]
        return tuple(dict.fromkeys(filter(None, found)))

    def devices(self) -> Tuple[str, ...]:
        """All but simulators."""
        with self._asking("devices"):
            found = self._service.backends()
            return tuple(sorted(one.name for one in found if not _is_simulator(one)))

    def configuration(self, device: str) -> Json:
        """As the service has it."""
        backend = self._backend(device)
        with self._asking("configuration"):
            client = getattr(backend, "_api_client", None)
            if client is None:
                return _wire(backend.configuration())
            # Below the client's model, which takes away gates and turns units to others and back.
            return copy.deepcopy(dict(client.backend_configuration(device, refresh=True)))

    def properties(self, device: str, at: Optional[datetime] = None) -> Optional[Json]:
        """As the service has them; of a fake device, whatever ``at`` is, those that it has if they are not later."""
        backend = self._backend(device)
        with self._asking("properties"):
            client = getattr(backend, "_api_client", None)
            if client is not None:
                told = client.backend_properties(device, datetime=at)
                return copy.deepcopy(dict(told)) if told else None
            found = backend.properties()
            if found is None or (at is not None and found.last_update_date > at):
                return None
            # A fake device has those of the real one.
            return {**_wire(found), "backend_name": device}

    def defaults(self, device: str) -> Optional[Json]:
        """None: the platform has taken pulses away."""
        del device
        return None

    def status(self, device: str) -> DeviceStatus:
        """Whether it works."""
        backend = self._backend(device)
        with self._asking("status"):
            told = backend.status()
            return DeviceStatus(told.operational, told.pending_jobs, told.status_msg)

    def submit(self, device: str, circuits: Sequence[Any], *, shots: int, job_name: str) -> str:
        """As one sampler job with that tag."""
        backend = self._backend(device)
        with _client():
            try:
                if not self._is_local:
                    post_once(backend._api_client)  # noqa: SLF001 - no public way to say so
                job = _sampler(backend, job_name).run(list(circuits), shots=shots)
                job_id = str(job.job_id())
            except Exception as error:  # noqa: BLE001 - whatever the client makes of an answer
                self._sort_out(error)
        self._submitted[job_id] = job
        self._names[job_name] = job_id
        return job_id

    def _sort_out(self, error: Exception) -> NoReturn:
        """What an exception says of whether the job was taken."""
        from qiskit_ibm_runtime.exceptions import IBMInputValueError, RuntimeProgramNotFound

        if isinstance(error, LiveError):
            raise error
        text = self._told(error)
        status = http_status(error)
        if status == 429 or "pending jobs" in text.lower():
            raise JobLimitError(text) from None
        if isinstance(error, (IBMInputValueError, RuntimeProgramNotFound, ValueError, TypeError)):
            raise RefusedError(text) from None
        if status is not None and 400 <= status < 500 and status not in _NOT_THE_REQUESTS_FAULT:
            raise RefusedError(text) from None
        raise LostAnswerError(f"a job was sent, and instead of an answer came {text}") from None

    def find(self, device: str, job_name: str) -> Optional[str]:
        """By the tag of that name. One that failed or was cancelled is none."""
        if job_name in self._names or self._is_local:
            return self._names.get(job_name)
        with self._asking("jobs"):
            instance = self._backend(device)._instance  # noqa: SLF001 - else it asks another
            jobs = self._service.jobs(limit=None, job_tags=[job_name], instance=instance)
            alive = [job for job in jobs if _state(job) not in ("ERROR", "CANCELLED")]
            alive.sort(key=lambda job: job.creation_date)
            return str(alive[0].job_id()) if alive else None

    def fetch(self, device: str, job_id: str) -> JobAnswer:
        """Its state, and its counts if it is done."""
        del device
        with self._asking("job"):
            job = self._submitted.get(job_id)
            if job is None:
                if self._is_local:
                    raise ServiceError("jobs of the local service end with their process")
                job = self._submitted[job_id] = self._service.job(job_id)
            state = _state(job)
            if state in ("ERROR", "CANCELLED"):
                why = job.error_message() if state == "ERROR" else "it was cancelled"
                return JobAnswer(FAILED, message=redacted(str(why), self.secrets))
            if state != "DONE":
                return JobAnswer(WAITING, message=state.lower())
            found = [_counts(one.data) for one in job.result()]
            return JobAnswer(DONE, counts_without_spaces(found), _seconds(job))

    def _backend(self, device: str) -> Any:
        if device not in self._backends:
            with self._asking("device"):
                names = self.devices()
                if device not in names:
                    raise ServiceError(
                        f"no such device: expected one of {', '.join(names) or 'none'}, found {device!r}"
                    )
                # With all its gates: what it has is recorded, not what one kind of program may use of it.
                chosen = {} if self._is_local else {"use_fractional_gates": None}
                self._backends[device] = self._service.backend(device, **chosen)
        return self._backends[device]

    @contextlib.contextmanager
    def _asking(self, what: str, secrets: Optional[Tuple[str, ...]] = None) -> Iterator[None]:
        with _client():
            try:
                yield
            except LiveError:
                raise
            except Exception as error:  # noqa: BLE001 - the client lets through whatever it meets
                told = self._told(error) if secrets is None else type(error).__name__
                raise ServiceError(f"the service was asked for {what}: {told}") from None

    def _told(self, error: Exception) -> str:
        return redacted(f"{type(error).__name__}: {error}", self.secrets)


def _sampler(backend: Any, tag: str) -> Any:
    """A sampler that runs circuits as they are."""
    try:
        from qiskit_ibm_runtime.executor_sampler import Sampler
    except ImportError:  # the client has not moved on yet
        from qiskit_ibm_runtime import SamplerV2 as Sampler
    sampler = Sampler(mode=backend)
    options = sampler.options
    options.environment.job_tags = [tag]
    options.twirling.enable_gates = options.twirling.enable_measure = False
    options.dynamical_decoupling.enable = False
    return sampler


def _counts(data: Any) -> Dict[str, int]:
    """Of the one register that texts of circuits have."""
    (register,) = data
    counts: Dict[str, int] = data[register].get_counts()
    return counts


def _state(job: Any) -> str:
    state = job.status()
    return str(getattr(state, "name", state))


def _seconds(job: Any) -> Optional[float]:
    """What was charged, where that is known by now."""
    usage = job.metrics().get("usage", {})
    if usage.get("status") == "pending":
        return None
    seconds = usage.get("qpu_charge_time_seconds", usage.get("quantum_seconds"))
    return None if seconds is None else float(seconds)


def _is_simulator(backend: Any) -> bool:
    return bool(getattr(backend.configuration(), "simulator", False))


def _wire(model: Any) -> Json:
    """A model of the client as JSON."""
    from qhil.recordings.plain_json import json_text

    plain: Json = json_text(model.to_dict(), "the client's model").parse()
    return plain


@contextlib.contextmanager
def _client() -> Iterator[None]:
    """The client, without its warnings, some of which name instances."""
    logger = logging.getLogger("qiskit_ibm_runtime")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
