"""What a run is asked to do, as it travels from the command to the process that does it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Dict, Optional, Tuple


@dataclass(frozen=True)
class RunRequest:
    """One program on one device. ``recordings``: folders to look into first; ``inputs``: plain JSON."""

    program: str
    device: str
    inputs: Dict[str, Any]
    seed: int
    noise: str = "recorded"
    at: Optional[str] = None
    source: Optional[str] = None
    recordings: Tuple[str, ...] = ()

    def to_json(self) -> str:
        """The text that :meth:`from_json` reads."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> RunRequest:
        """The request behind the text."""
        fields = json.loads(text)
        return cls(**{**fields, "recordings": tuple(fields["recordings"])})
