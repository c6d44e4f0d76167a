"""A runtime program on a recorded device, as a scenario.

program, device, seed, inputs -> run_program -> status and final result | the program's own exception
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

import qhil
from qhil.program.program_run import ProgramFailedError
from qhil.program.source import is_text


@dataclass(frozen=True)
class ProgramScenario:
    """A scenario for `qhil.sweep`, which other processes can have, too.

    Its result is the status and the final result: what the program publishes on its way is not compared, because it
    is what faults at ``program.publish`` change.

    Args:
        program: the path of a file, or source text.
        device: the name of a recording.
        seed: of the backend.
        inputs: JSON text of what ``main`` is called with.
        noise: see `qhil.RecordedBackend`.
        at: a date, likewise.
        source: of the recording.
        recordings: folders that are looked into first.
    """

    program: str
    device: str
    seed: int = 0
    inputs: str = "{}"
    noise: str = "recorded"
    at: Optional[str] = None
    source: Optional[str] = None
    recordings: Tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The program and its device."""
        program = "<program>" if is_text(self.program) else Path(self.program).name
        return f"{program} on {self.device}"

    def __call__(self) -> Dict[str, Any]:
        """Run it.

        Raises:
            BaseException: that of the program, if it failed.
        """
        run = qhil.run_program(self.program, self._backend(), json.loads(self.inputs))
        if run.exception is not None:
            if isinstance(run.exception, (Exception, SystemExit)):
                raise run.exception
            raise ProgramFailedError(run) from run.exception
        return {"status": run.status, "result": run.result}

    def _backend(self) -> Any:
        recording = qhil.load_recording(
            self.device, source=self.source, paths=self.recordings or None
        )
        return qhil.RecordedBackend(recording, noise=self.noise, seed=self.seed, at=self.at)
