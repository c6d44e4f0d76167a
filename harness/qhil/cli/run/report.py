"""The one JSON object that ``qhil run --json`` prints."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from qhil.cli.run.plain_result import plain_result
from qhil.program.events import (
    Died,
    Ended,
    Event,
    Interrupted,
    Published,
    Raised,
    Refused,
    Started,
    TimedOut,
)

_STATUS = {
    Ended: "done",
    Raised: "raised",
    Died: "died",
    Refused: "refused",
    TimedOut: "timed out",
    Interrupted: "interrupted",
}


class RunReport:
    """Gathers events; :meth:`facts` is what became of the run."""

    def __init__(self, program: str, device: str, seed: int, noise: str) -> None:
        self._asked = {"program": program, "device": device, "seed": seed, "noise": noise}
        self._started: Optional[Started] = None
        self._interim: List[Any] = []
        self._result: Optional[str] = None
        self._last: Optional[Event] = None

    def add(self, event: Event) -> None:
        """Take note of one event."""
        if isinstance(event, Started):
            self._started = event
        elif isinstance(event, Published) and event.final:
            self._result = event.text
        elif isinstance(event, Published):
            self._interim.append(plain_result(event.text))
        self._last = event

    def facts(self) -> Dict[str, Any]:
        """Plain JSON. ``result`` and ``seconds`` are null unless the program ended, ``error`` if it did."""
        last, started = self._last, self._started
        return {
            **self._asked,
            "digest": started.digest if started else None,
            "calibrated": started.calibrated if started else None,
            "status": _STATUS.get(type(last), "unknown"),
            "interim": self._interim,
            "result": plain_result(self._result or last.text) if isinstance(last, Ended) else None,
            "seconds": last.seconds if isinstance(last, (Ended, Raised)) else None,
            "error": _error(last),
        }


def _error(event: Optional[Event]) -> Optional[Dict[str, Any]]:
    if isinstance(event, Raised):
        return {
            "type": event.kind,
            "message": event.message,
            "file": event.file,
            "line": event.line,
            "traceback": event.traceback,
        }
    if isinstance(event, Refused):
        return {"message": event.message}
    if isinstance(event, TimedOut):
        return {"message": f"did not end within {event.limit:g} s"}
    if isinstance(event, Died):
        return {"message": f"the program's process ended {event.how}"}
    return None
