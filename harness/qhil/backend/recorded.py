"""`RecordedBackend`: a recorded device that behaves as if it were plugged in.

    run: inputs -> options -> limits -> seed -> noise -> Aer -> dressed result -> finished job

>>> import qhil
>>> backend = qhil.RecordedBackend("ibmq_manila", seed=7)
>>> backend.recording.n_qubits
5
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Union

from qiskit.providers import Options

from qhil.backend import aer_run
from qhil.backend.bindings import bind
from qhil.backend.containment import place
from qhil.backend.faulty import faulty_properties, faulty_run
from qhil.backend.inputs import as_circuits, unlabelled
from qhil.backend.job import RecordedJob
from qhil.backend.limits import Limits
from qhil.backend.program_backend import ProgramBackend
from qhil.backend.refusal import refusal
from qhil.backend.results import Origin, dress, failures
from qhil.backend.run_options import (
    DEVICE_OPTIONS,
    OTHER_OPTIONS,
    RunOptions,
    as_number,
    resolve,
)
from qhil.backend.seeds import SeedStream
from qhil.faults import Faults, Injection, note_submission
from qhil.noise import DeviceNoise, NoiseKind, footprint, union
from qhil.recordings import CalibrationSnapshot, Recording, load_recording
from qhil.simulation.errors import SimulationTimeout
from qhil.stack import stack

When = Union[None, str, datetime]


class _Name(str):
    """A device's name that may also be called, for code that says ``backend.name()``."""

    __slots__ = ()

    def __call__(self) -> str:
        return str(self)


class RecordedBackend(ProgramBackend):
    """A `ProgramBackend` whose device is a recording.

    On terra it is a `BackendV1`, and the provider's `ProgramBackend` where that is installed; on
    Qiskit 1 and 2 a `BackendV2` with a `target`.

    Args:
        recording: a `Recording`, or the name of one that can be found.
        noise: a kind such as ``"recorded"``, ``"twirled"`` or ``"recorded*0.5"``; see `qhil.noise.NOISE_KINDS`.
        seed: fixes counts and job ids of all runs, in order. None draws one; ``backend.seed`` tells it.
        faults: a `FaultPlan` or its text: what goes wrong at ``backend.run``, ``backend.properties`` and
            ``job.result``, before what `qhil.inject` says. ``backend.faults`` keeps what happened.
        strict: refuse what the device refuses (qubits, basis, coupling, shots ...).
        at: a date; the newest properties not later than it are in force. None: the newest.
        missing: ``"error"``, or ``"ideal"`` to run uncalibrated gates and qubits without noise.
        executor: a `concurrent.futures` executor or a Dask client to which batches are handed.
        contained: simulate in a child process, so that signals (Ctrl-C, a test's time limit) are answered
            while Aer works. The counts are the same.

    Raises:
        UnknownDeviceError, MissingDateError, RecordingError: if there is no such recording.
        NoiseKindError: if there is no such noise.
        FaultError: if ``faults`` is no plan.
        TypeError, ValueError: if another argument is not what it should be.
        AttributeError: for a field of the options that there is none of.
        StackError: if the installed Qiskit packages do not fit each other.
    """

    def __init__(
        self,
        recording: Union[str, Recording],
        *,
        noise: Union[str, NoiseKind] = "recorded",
        seed: Optional[int] = None,
        faults: Faults = None,
        strict: bool = True,
        at: When = None,
        missing: str = "error",
        executor: Any = None,
        contained: bool = False,
        provider: Any = None,
        **fields: Any,
    ) -> None:
        if not isinstance(recording, (str, Recording)):
            raise TypeError(
                f"recording must be a Recording or a device's name, not {type(recording).__name__}"
            )
        if executor is not None and not callable(getattr(executor, "submit", None)):
            raise TypeError(
                "executor must be a concurrent.futures executor or a Dask client, "
                f"not {type(executor).__name__}"
            )
        if missing not in ("error", "ideal"):
            raise ValueError(f"missing must be 'error' or 'ideal', not {missing!r}")
        self.recording = load_recording(recording) if isinstance(recording, str) else recording
        self.snapshot: CalibrationSnapshot = self.recording.properties(at)
        self.noise = NoiseKind.parse(noise)
        self.strict = strict
        self.missing = missing
        self.contained = contained
        self.faults = None if faults is None else Injection.of(faults)
        self._seeds = SeedStream(seed, self.recording.name)
        self._limits = Limits(self.recording.configuration)
        self._device_noise = DeviceNoise.of(
            self.recording.configuration,
            self.snapshot,
            self.noise,
            from_target=stack().noise_from_target(self.recording.name),
            missing=missing,
            fitted=self.recording.fitted,
        )
        self._executor = executor
        self._lazy: Dict[str, Any] = {}
        super().__init__(_Named(self.recording.name), provider)
        self.set_options(**fields)  # not by the base class, which in terra fails over any field
        if stack().backend_version == 2:
            self.name = _Name(self.recording.name)
            self.description = self.recording.configuration.description
            self.online_date = self.recording.configuration.online_date
            self.backend_version = self.recording.configuration.version

    @classmethod
    def _default_options(cls) -> Options:
        return Options(**DEVICE_OPTIONS, **OTHER_OPTIONS)

    @property
    def seed(self) -> int:
        """The seed from which all runs draw theirs; give it as ``seed=`` to repeat them."""
        return self._seeds.seed

    @property
    def runs(self) -> int:
        """How many runs have drawn from the seed so far."""
        return self._seeds.runs

    def skip_runs(self, runs: int) -> None:
        """Leave out the seeds of so many runs, as if they had been made; for one that goes on elsewhere."""
        self._seeds.runs += runs

    def configuration(self) -> Any:
        """The recorded configuration, as this stack's `BackendConfiguration`."""
        from qhil.qiskit_objects.models import backend_configuration

        return self._once(
            "configuration", lambda: backend_configuration(self.recording.configuration)
        )

    def properties(self, refresh: bool = False, datetime: When = None) -> Any:  # noqa: FBT001, FBT002  # the service's own signature
        """The recorded properties, as this stack's `BackendProperties`.

        ``datetime``: the newest not later than it, instead of those in force; ``refresh`` changes nothing.

        Raises:
            MissingDateError: if the recording has none as early as that.
        """
        from qhil.qiskit_objects.models import backend_properties

        del refresh
        snapshot = self.snapshot if datetime is None else self.recording.properties(datetime)

        def read() -> Any:
            return self._once(f"properties {snapshot.date}", lambda: backend_properties(snapshot))

        return faulty_properties(self.faults, read)

    def provider(self) -> Any:
        """The provider given at construction, or None."""
        return self._provider

    def status(self) -> Any:
        """Operational, with an empty queue, as this stack's `BackendStatus`."""
        from qhil.qiskit_objects.models import backend_status

        return backend_status(self.recording.name, self.recording.configuration.version)

    @property
    def target(self) -> Any:
        """The device as a `Target` for the transpiler; only a `BackendV2` has one."""
        if self.version < 2:
            raise AttributeError("target: a BackendV1 has none")
        from qhil.qiskit_objects.target import device_target

        return self._once(
            "target", lambda: device_target(self.recording.configuration, self.snapshot)
        )

    @property
    def max_circuits(self) -> Optional[int]:
        """The most circuits that one run takes."""
        return self.recording.configuration.max_experiments

    def run(self, circuits: Any, timeout: Optional[float] = None, **run_config: Any) -> RecordedJob:
        """Simulate circuits as the device would run them, and come back when they are done.

        Args:
            circuits: a `QuantumCircuit`, a list of them, or (on terra) a `QasmQobj`. Qubit i is the device's.
            timeout: seconds for the simulation; when they have passed it is ended, and `result` of the
                job raises.
            run_config: ``shots``, ``memory``, ``seed_simulator`` and the other options of the backend;
                ``parameter_binds``, ``header``, ``job_name``, ``job_tags``. Each overrides the backend's option.

        Raises:
            IBMQBackendValueError: for what the device refuses; names circuit, instruction and limit.
            CalibrationError: if a gate or qubit has no calibration.
            SimulationError: if the simulation would end or exhaust the process.
        """
        return faulty_run(self.faults, lambda: self._run(circuits, timeout, run_config))

    def _run(
        self, circuits: Any, timeout: Optional[float], run_config: Mapping[str, Any]
    ) -> RecordedJob:
        device = self.recording.name
        times = {"CREATING": _now()}
        given, carried = as_circuits(device, circuits)
        options = resolve(
            {name: getattr(self.options, name) for name in (*DEVICE_OPTIONS, *OTHER_OPTIONS)},
            _over(carried, run_config),
            self.recording.configuration,
            strict=self.strict,
        )
        _check_timeout(device, timeout)
        bound = bind(device, given, options.parameter_binds)
        prepared = self._prepare(bound)
        base, job_id = self._seeds.next_run()
        seed = base if options.seed_simulator is None else options.seed_simulator
        finished = [circuit for circuit, _ in prepared]
        footprints = [touched for _, touched in prepared]
        method = options.method or self._device_noise.method(finished, union(footprints))
        plan = aer_run.Plan(
            finished,
            footprints,
            options.for_aer(seed, method),
            untouched_seed=options.seed_simulator is not None,
        )
        simulate = place(plan, timeout, self._executor, contained=self.contained)
        times["RUNNING"] = _now()
        note_submission(self.faults)
        job = self._job(job_id, bound, options, times)
        try:
            found = aer_run.run(plan, self._device_noise, simulate)
        except SimulationTimeout:
            return job(timeout=timeout)
        times["COMPLETED"] = _now()
        left_out = self._device_noise.left_out(union(footprints))
        result = dress(found, self._origin(job_id, options, seed, left_out), times["COMPLETED"])
        return job(result=result, error=failures(result))

    def _prepare(self, circuits: Sequence[Any]) -> List[Any]:
        """Checked circuits as they are simulated, each with its footprint."""
        self._limits.check_count(circuits, strict=self.strict)
        touched = [footprint(circuit) for circuit in circuits]
        for index, circuit in enumerate(circuits):
            self._limits.check(index, circuit, touched[index], strict=self.strict)
        plain = [
            unlabelled(circuit) if one.labelled else circuit
            for circuit, one in zip(circuits, touched)
        ]
        prepared = self._device_noise.prepare(plain)
        if prepared is not plain:
            touched = [footprint(circuit) for circuit in prepared]
        for one in touched:
            self._device_noise.check(one)
        return [
            (self._device_noise.finish(circuit, one), one)
            for circuit, one in zip(prepared, touched)
        ]

    def _job(
        self, job_id: str, circuits: List[Any], options: RunOptions, times: Dict[str, datetime]
    ) -> Callable[..., RecordedJob]:
        def job(**outcome: Any) -> RecordedJob:
            return RecordedJob(
                self, job_id, circuits=circuits, options=vars(options), times=times, **outcome
            )

        return job

    def _origin(
        self, job_id: str, options: RunOptions, seed: int, left_out: Sequence[str]
    ) -> Origin:
        return Origin(
            self.recording.name,
            self.recording.configuration.version,
            job_id,
            options.header,
            {
                "device": self.recording.name,
                "properties": self.snapshot.date.isoformat(),
                "noise": str(self.noise),
                "seed": self.seed,
                "seed_simulator": seed,
                **({"left_out": list(left_out)} if left_out else {}),
            },
        )

    def _once(self, key: str, make: Callable[[], Any]) -> Any:
        if key not in self._lazy:
            self._lazy[key] = make()
        return self._lazy[key]


class _Named:
    """What the base classes read of a configuration at construction: the name."""

    def __init__(self, backend_name: str) -> None:
        self.backend_name = backend_name


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _over(carried: Mapping[str, Any], given: Mapping[str, Any]) -> Dict[str, Any]:
    """The keywords of a run over the options that its Qobj carries; one that is None leaves the other."""
    return {**given, **carried, **{name: one for name, one in given.items() if one is not None}}


def _check_timeout(device: str, timeout: Any) -> None:
    if timeout is None:
        return
    seconds = as_number(timeout)
    if seconds is None or not seconds > 0:
        raise refusal(
            device, f"timeout must be a positive number of seconds or None, not {timeout!r}"
        )
