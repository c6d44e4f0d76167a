"""What a script's process is told."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Optional, Tuple


@dataclass(frozen=True)
class ScriptRequest:
    """A script with its arguments, and the service that it is to find; ``devices`` None for all."""

    script: str
    arguments: Tuple[str, ...]
    seed: int
    devices: Optional[Tuple[str, ...]]
    recordings: Tuple[str, ...]

    def to_json(self) -> str:
        """For another process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> ScriptRequest:
        """What `to_json` gave."""
        told = json.loads(text)
        devices = told["devices"]
        return cls(
            told["script"],
            tuple(told["arguments"]),
            told["seed"],
            None if devices is None else tuple(devices),
            tuple(told["recordings"]),
        )
