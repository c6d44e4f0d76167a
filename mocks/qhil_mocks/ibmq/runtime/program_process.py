"""Work is done: the program runs in a process of its own, on the recorded device, within its limits.

Work, Recording -> child process -> interim results as they come -> how it ended

The process gets what programs need in order to run, no credentials, and another home folder.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Callable, Generator, List, Optional

from qhil.faults import Injection
from qhil.program.events import Died, Ended, Event, Printed, Published, Raised, Refused, TimedOut
from qhil.program.isolation.environment import environment_without_credentials
from qhil.program.isolation.process import Stopper, run_in_process
from qhil.program.isolation.request import DeviceRequest, RunRequest
from qhil.program.source import TEXT_LABEL, ProgramSource
from qhil.recordings import Recording
from qhil_mocks.ibmq.runtime.job import COMPLETED, FAILED, RAN_TOO_LONG, Output, Work
from qhil_mocks.ibmq.runtime.spec import metadata_of

# Bytes beyond what the process holds before the program: enough for 26 qubits of a statevector, twice.
MEMORY_LIMIT = 2 * 2**30
_PRIVATE = "_ParameterNamespace__"
# Characters of what is printed below Python: as much is kept as of what is printed above.
_MOST_BELOW_PYTHON = 4_000_000


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
    faults: Optional[Injection] = None,
) -> Ending:
    """Run a program to its end. ``publish`` is called with each interim result; ``stopper`` ends it early.

    ``faults``: what goes wrong in it, besides what is injected into this process.

    One that was stopped early has failed, without saying why: that is known to whoever stopped it.
    """
    inputs = _asked_for(work.inputs)
    with tempfile.TemporaryDirectory(prefix="qhil-") as folder, tempfile.TemporaryFile() as stderr:
        home = Path(folder, "home")
        home.mkdir()
        request = RunRequest(
            program=ProgramSource("text", work.source, TEXT_LABEL).to_json(),
            device=_device(recording, Path(folder, "recordings"), seed),
            inputs=inputs,
            metadata=None if work.spec is None else metadata_of(work.spec, inputs),
            memory_limit=MEMORY_LIMIT,
            log_level=work.log_level,
        )
        environment = environment_without_credentials(str(home))
        events = run_in_process(
            request,
            timeout=work.limit,
            environment=environment,
            stderr=stderr,
            stopper=stopper,
            faults=faults,
        )
        return _followed(events, publish, stderr, stopper)


def _asked_for(params: str) -> str:
    """The inputs that somebody meant.

    Of what `RuntimeProgram.parameters` gave its user, the client sends all attributes: its own as well.
    """
    inputs = json.loads(params)
    return json.dumps({name: inputs[name] for name in inputs if not name.startswith(_PRIVATE)})


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
    events: Generator[Event, None, None],
    publish: Callable[[str], None],
    stderr: IO[bytes],
    stopper: Stopper,
) -> Ending:
    """The ending, of what is told until then."""
    printed: List[str] = []
    final: Optional[str] = None
    last: Optional[Event] = None
    with contextlib.closing(events):
        for event in events:
            if isinstance(event, Printed):
                printed.append(event.text)
            elif not isinstance(event, Published):
                last = event
            elif event.final:
                final = event.text
            else:
                publish(event.text)
    stderr.seek(0)
    below_python = stderr.read(_MOST_BELOW_PYTHON).decode("utf-8", "replace")
    logs = "".join(printed) + below_python
    if isinstance(last, Ended):
        return Ending(COMPLETED, _output(last.text if final is None else final, logs))
    status = RAN_TOO_LONG if isinstance(last, TimedOut) else FAILED
    why = "" if stopper.stopped else _why(last)
    return Ending(status, _output(why, f"{logs}{why}"))


def _why(last: Optional[Event]) -> str:
    """Why there is no result."""
    if isinstance(last, Raised):
        return last.traceback
    if isinstance(last, Refused):
        return f"{last.message}\n"
    if isinstance(last, TimedOut):
        return (
            f"{last.traceback}It ran longer than its maximum execution time of {last.limit:g} s\n"
        )
    return f"The program's process ended {last.how if isinstance(last, Died) else 'early'}\n"


def _output(result: str, logs: str) -> Output:
    return Output(_sendable(result), _sendable(logs))


def _sendable(text: str) -> str:
    """A program may print halves of characters, which cannot be sent."""
    return text.encode("utf-8", "replace").decode("utf-8")
