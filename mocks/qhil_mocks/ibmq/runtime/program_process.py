"""Work is done: the program runs in a process of its own, on the recorded device, within its limits.

Work, Recording -> child process -> interim results as they come -> how it ended

The process gets what programs need in order to run, no credentials, and another home folder.
"""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Callable, Generator, Mapping, Optional

from qhil.program.events import Event, Published, Refused, Started
from qhil.program.hosting.printed import MOST_CHARACTERS
from qhil.program.isolation.environment import environment_without_credentials
from qhil.program.isolation.process import Stopper, run_in_process
from qhil.program.isolation.request import DeviceRequest, RunRequest
from qhil.program.program_run import COMPLETED as ENDED
from qhil.program.program_run import RAN_TOO_LONG as TIMED_OUT
from qhil.program.program_run import Origin, ProgramRun, RunRecord
from qhil.program.source import TEXT_LABEL, ProgramSource
from qhil.recordings import Recording
from qhil_mocks.ibmq.runtime.job import COMPLETED, FAILED, RAN_TOO_LONG, Output, Work
from qhil_mocks.ibmq.runtime.spec import metadata_of

# Bytes beyond what the process holds before the program: enough for 26 qubits of a statevector, twice.
MEMORY_LIMIT = 2 * 2**30


@dataclass(frozen=True)
class Ending:
    """How a program ended: the final state of its job, and what came of it."""

    status: str
    output: Output


def run(
    work: Work,
    recording: Recording,
    *,
    seed: int,
    publish: Callable[[str], None],
    stopper: Stopper,
) -> Ending:
    """Run a program to its end. ``publish`` is called with each interim result; ``stopper`` ends it early."""
    with tempfile.TemporaryDirectory(prefix="qhil-") as folder, tempfile.TemporaryFile() as stderr:
        home = Path(folder, "home")
        home.mkdir()
        request = RunRequest(
            program=ProgramSource("text", work.source, TEXT_LABEL).to_json(),
            device=_device(recording, Path(folder, "recordings"), seed),
            inputs=work.inputs,
            metadata=None if work.spec is None else metadata_of(work.spec, work.inputs),
            memory_limit=MEMORY_LIMIT,
            log_level=work.log_level,
        )
        environment = environment_without_credentials(str(home))
        events = run_in_process(
            request, timeout=work.limit, environment=environment, stderr=stderr, stopper=stopper
        )
        return _followed(events, publish, stderr)


def _device(recording: Recording, folder: Path, seed: int) -> DeviceRequest:
    recording.save(folder / recording.name)
    ideal = recording.configuration.json["simulator"]
    return DeviceRequest(
        device=recording.name,
        seed=seed,
        noise="ideal" if ideal else "recorded",
        recordings=(str(folder),),
    )


def _followed(
    events: Generator[Event, None, None], publish: Callable[[str], None], stderr: IO[bytes]
) -> Ending:
    record, refused = RunRecord(Origin(TEXT_LABEL)), None
    with contextlib.closing(events):
        for event in events:
            if isinstance(event, Refused):
                refused = event.message
            elif not isinstance(event, Started):
                record.add(event)
            if isinstance(event, Published) and not event.final:
                publish(event.text)
    stderr.seek(0)
    below_python = stderr.read(MOST_CHARACTERS).decode("utf-8", "replace")
    told = record.finished(seconds=0.0)
    if refused is None:
        return _ending(told, below_python)
    return Ending(FAILED, _output(refused, f"{told.logs}{below_python}{refused}\n"))


def _ending(told: ProgramRun, below_python: str) -> Ending:
    if told.error is None:
        return Ending(_STATUS[told.status], _output(_result(told), told.logs + below_python))
    why = told.error.traceback
    return Ending(_STATUS.get(told.status, FAILED), _output(why, f"{told.logs}{below_python}{why}"))


_STATUS: Mapping[str, str] = {ENDED: COMPLETED, TIMED_OUT: RAN_TOO_LONG}


def _result(told: ProgramRun) -> str:
    """What was published as final last, else what ``main`` returned."""
    final: Optional[str] = next((one.text for one in reversed(told.messages) if one.final), None)
    return final if final is not None else told.returned_text or "null"


def _output(result: str, logs: str) -> Output:
    return Output(_sendable(result), _sendable(logs))


def _sendable(text: str) -> str:
    """A program may print halves of characters, which cannot be sent."""
    return text.encode("utf-8", "replace").decode("utf-8")
