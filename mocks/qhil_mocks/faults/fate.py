"""What is to become of a job, decided when the service takes it: a fact of the job, kept with it.

Firing at ``job.life`` -> Fate -> whoever moves the job looks at it
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qhil.faults import Firing

STUCK = "stuck"
FAILS = "fails"
CANCELLED = "cancelled"
DEVICE_DOWN = "device_down"
MAINTENANCE = "maintenance"
RECALIBRATED = "recalibrated"
CREATING, VALIDATING, RUNNING = "creating", "validating", "running"
ERROR = "Internal error"


@dataclass(frozen=True)
class Fate:
    """An effect of that name. ``state``: in which it fails. ``seconds``: for which its device does not work."""

    name: str
    state: Optional[str] = None
    seconds: Optional[float] = None

    @classmethod
    def of(cls, firing: Optional[Firing]) -> Optional[Fate]:
        """What happens to a job; None for what happens to any."""
        if firing is None:
            return None
        argument = firing.arguments[0] if firing.arguments else None
        if isinstance(argument, str):
            return cls(firing.name, state=argument)
        return cls(firing.name, seconds=None if argument is None else float(argument))

    @property
    def of_the_device(self) -> bool:
        """Whether it is the device's, as long as that does not work."""
        return self.name in (DEVICE_DOWN, MAINTENANCE)


def fails(fate: Optional[Fate], state: str) -> bool:
    """Whether a job fails in that state."""
    return fate is not None and fate.name == FAILS and fate.state == state
