"""What a program's process is asked to do, as it travels there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Dict, Optional, Tuple, Union

from qhil.program.source import ProgramSource


@dataclass(frozen=True)
class DeviceRequest:
    """A recorded device as `qhil.RecordedBackend` makes it.

    ``recordings``: folders to look into first. ``runs``: how many runs of its seed came before.
    ``options``: those set on the backend, as the text that the runtime's encoder writes.
    """

    device: str
    seed: int
    noise: str = "recorded"
    at: Optional[str] = None
    source: Optional[str] = None
    recordings: Tuple[str, ...] = ()
    strict: bool = True
    missing: str = "error"
    runs: int = 0
    options: str = "{}"


@dataclass(frozen=True)
class RunRequest:
    """One program on one device.

    ``program``: see `ProgramSource.to_json`. ``inputs``: JSON text as the runtime's encoder writes it.
    ``metadata``: as for upload. ``memory_limit``: bytes beyond what the process holds before the program.
    ``log_level``: a name of `logging`'s, at and above which the program's log is printed; None for what Python does
    by itself. ``faults``: whether its parent has some to tell: it is asked at each site then.
    """

    program: Dict[str, str]
    device: DeviceRequest
    inputs: str = "{}"
    metadata: Union[str, Dict[str, Any], None] = None
    memory_limit: Optional[int] = None
    log_level: Optional[str] = None
    faults: bool = False

    @property
    def source(self) -> ProgramSource:
        """The program."""
        return ProgramSource.from_json(self.program)

    def to_json(self) -> str:
        """The text that :meth:`from_json` reads."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> RunRequest:
        """The request behind the text."""
        fields = json.loads(text)
        device = fields.pop("device")
        recordings = tuple(device.pop("recordings"))
        return cls(device=DeviceRequest(**device, recordings=recordings), **fields)
