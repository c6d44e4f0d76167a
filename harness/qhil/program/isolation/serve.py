"""Does what a request asks, in this process, and tells what happens.

In goes a `RunRequest`; out come events, the last of which says how it ended.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Callable

from qhil.errors import QhilError
from qhil.noise.kinds import NoiseKind
from qhil.program.events import Refused, Started, Tell
from qhil.program.isolation.printed_log import printed_log
from qhil.program.loader import program_text
from qhil.program.metadata import ProgramMetadata
from qhil.recordings import Recording, load_recording
from qhil.simulation.worker_main import memory_limited

if TYPE_CHECKING:
    from qhil.program.isolation.request import DeviceRequest, RunRequest
MakeBackend = Callable[..., Any]
Clock = Callable[[], float]


def serve(
    request: RunRequest,
    tell: Tell,
    *,
    make_backend: MakeBackend,
    clock: Clock = time.perf_counter,
) -> None:
    """Do what the request asks; every way it can end is an event.

    Args:
        request: what to run.
        tell: is called with each event, in the thread that publishes.
        make_backend: makes the backend of a recording, as `qhil.RecordedBackend` does.
        clock: seconds from any zero.
    """
    begun = clock()
    try:
        # First what costs little: a misspelt word is told before Qiskit is imported.
        NoiseKind.parse(request.device.noise)
        if request.source.kind == "file":
            program_text(request.source)
        recording = _recording(request.device)
        facts = _metadata(request, recording)
        backend = _backend(request.device, recording, make_backend)
    except QhilError as error:
        tell(Refused(str(error), type(error).__name__))
        return
    tell(_started(recording, request.device, clock() - begun))
    try:
        _call(request, backend, facts, tell, clock)
    except QhilError as error:
        tell(Refused(str(error), type(error).__name__))


def _recording(wanted: DeviceRequest) -> Recording:
    return load_recording(
        wanted.device, wanted.at, source=wanted.source, paths=wanted.recordings or None
    )


def _metadata(request: RunRequest, recording: Recording) -> ProgramMetadata:
    """The metadata, which inputs and device fit."""
    facts = ProgramMetadata.of(request.metadata)
    facts.check_inputs(json.loads(request.inputs))
    facts.check_backend(recording.n_qubits, recording.name)
    return facts


def _backend(wanted: DeviceRequest, recording: Recording, make_backend: MakeBackend) -> Any:
    backend = make_backend(
        recording,
        noise=wanted.noise,
        seed=wanted.seed,
        strict=wanted.strict,
        missing=wanted.missing,
    )
    if wanted.runs:
        backend.skip_runs(wanted.runs)
    if wanted.options != "{}":
        from qhil.program.coding import decode

        backend.set_options(**decode(wanted.options))
    return backend


def _started(recording: Recording, wanted: DeviceRequest, startup: float) -> Started:
    return Started(
        device=recording.name,
        n_qubits=recording.n_qubits,
        digest=recording.digest,
        calibrated=recording.properties().date.isoformat(),
        noise=wanted.noise,
        seed=wanted.seed,
        startup=startup,
    )


def _call(
    request: RunRequest, backend: Any, facts: ProgramMetadata, tell: Tell, clock: Clock
) -> None:
    from qhil.program.hosting.call import Call, CalledProgram
    from qhil.program.message_check import message_check
    from qhil.program.messenger import UserMessenger

    check = message_check(facts)
    call = Call(request.source, backend, request.inputs, UserMessenger(), check)
    with memory_limited(request.memory_limit), printed_log(request.log_level):
        CalledProgram(call, tell, host=False, clock=clock).run()
