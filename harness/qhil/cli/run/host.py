"""Runs a request in this process and tells what happens.

In goes a :class:`~qhil.cli.run.request.RunRequest`; out come events, the last of which says how it
ended.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional

from qhil.cli.run.events import Ended, Event, Published, Raised, Refused, Started
from qhil.cli.run.program_error import raised
from qhil.errors import ProgramError, QhilError
from qhil.noise.kinds import NoiseKind
from qhil.program.loader import program_source
from qhil.recordings import Recording, load_recording

if TYPE_CHECKING:
    from qhil.cli.run.request import RunRequest
    from qhil.program import Message, Program

Emit = Callable[[Event], None]
MakeBackend = Callable[..., Any]
Clock = Callable[[], float]


def run_here(
    request: RunRequest,
    emit: Emit,
    *,
    make_backend: Optional[MakeBackend] = None,
    clock: Clock = time.perf_counter,
) -> None:
    """Do what the request asks; every way it can end is an event.

    Args:
        request: what to run.
        emit: is called with each event, in the thread that publishes.
        make_backend: makes the backend of a recording; `qhil.RecordedBackend` if None.
        clock: seconds from any zero.
    """
    begun = clock()
    try:
        # First what costs little: a misspelt word is told before Qiskit is imported.
        NoiseKind.parse(request.noise)
        program_source(Path(request.program))
        recording = load_recording(
            request.device, request.at, source=request.source, paths=request.recordings or None
        )
        backend = (make_backend or _recorded_backend())(
            recording, noise=request.noise, seed=request.seed
        )
    except QhilError as error:
        emit(Refused(str(error)))
        return
    emit(_started(recording, request, clock() - begun))
    _run_program(request, backend, emit, clock)


def _recorded_backend() -> MakeBackend:
    from qhil.backend import RecordedBackend

    return RecordedBackend


def _started(recording: Recording, request: RunRequest, startup: float) -> Started:
    return Started(
        device=recording.name,
        n_qubits=recording.n_qubits,
        digest=recording.digest,
        calibrated=recording.properties().date.isoformat(),
        noise=request.noise,
        seed=request.seed,
        startup=startup,
    )


def _run_program(request: RunRequest, backend: Any, emit: Emit, clock: Clock) -> None:
    from qhil.program import check_inputs, loaded_program

    try:
        with loaded_program(request.program) as program:
            check_inputs(program.main, request.inputs)
            emit(_call_main(program, request, backend, emit, clock))
    except ProgramError as error:
        cause = error.__cause__
        emit(Refused(str(error)) if cause is None else raised(cause, request.program))


def _call_main(
    program: Program, request: RunRequest, backend: Any, emit: Emit, clock: Clock
) -> Event:
    """Call ``main``; gives the event that ends the run."""
    from qhil.program import UserMessenger

    begun = clock()

    def tell(message: Message) -> None:
        if not message.final:
            emit(Published(message.text, clock() - begun))

    messenger = UserMessenger(tell)
    try:
        returned = program.main(backend, messenger, **request.inputs)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - SystemExit too: whatever a program raises ends it
        return raised(error, request.program, clock() - begun)
    return _ended(messenger, returned, clock() - begun)


def _ended(messenger: Any, returned: Any, seconds: float) -> Event:
    """The final result is what was published as final; else what ``main`` returned, as in the service."""
    from qhil.program.encoding import encode

    final = [message.text for message in messenger.messages if message.final]
    if final:
        return Ended(final[-1], seconds)
    try:
        return Ended(encode(returned), seconds)
    except (TypeError, ValueError) as error:
        message = f"main returned what cannot be sent to a user: {error}"
        kind = type(error).__name__
        return Raised(kind, message, f"{kind}: {message}\n", None, None, seconds)
