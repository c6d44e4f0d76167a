"""A device as options, markers and test ids name it, and its recording.

>>> Device.parse("ibm_sherbrooke@2023-06-30")
Device(name='ibm_sherbrooke', at='2023-06-30')
>>> str(Device("ibm_sherbrooke", "2023-06-30"))
'ibm_sherbrooke@2023-06-30'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Dict, Union

import pytest

from qhil.pytest_plugin.settings import settings

if TYPE_CHECKING:
    from qhil.recordings import Recording

When = Union[None, str, date]

_LOADED = pytest.StashKey[Dict["Device", "Recording"]]()


@dataclass(frozen=True)
class Device:
    """The name of a device, and a date if it is meant as it was then."""

    name: str
    at: When = None

    @classmethod
    def parse(cls, text: str, at: When = None) -> Device:
        """The device that ``name`` or ``name@date`` means; an ``at`` counts more than that date."""
        name, _, when = text.partition("@")
        return cls(name, at or when or None)

    def __str__(self) -> str:
        if self.at is None:
            return self.name
        return f"{self.name}@{self.at.isoformat() if isinstance(self.at, date) else self.at}"


def recording_of(config: pytest.Config, device: Device) -> Recording:
    """The device's recording, searched for as the session says, once.

    Raises:
        RecordingError: if there is none of that name or as early as that, or it cannot be read.
    """
    loaded = config.stash.setdefault(_LOADED, {})
    if device not in loaded:
        from qhil.recordings import load_recording

        folders = settings(config).recordings or None
        loaded[device] = load_recording(device.name, device.at, paths=folders)
    return loaded[device]


def as_recording(config: pytest.Config, device: Union[str, Device, Recording]) -> Recording:
    """The recording that a fixture means by a name (with a date or not), a device or a recording.

    Raises:
        RecordingError: as `recording_of`.
    """
    if isinstance(device, str):
        device = Device.parse(device)
    return recording_of(config, device) if isinstance(device, Device) else device
