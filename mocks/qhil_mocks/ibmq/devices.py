"""The devices of the service: every one that has a recording and the simulator, or those that were chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Dict, Mapping, Optional, Sequence, Tuple, Union

from qhil.recordings import Recording, load_recording
from qhil.recordings.sources import Paths, listed
from qhil_mocks.ibmq.device_files import (
    DeviceFacts,
    configuration_file,
    device_facts,
    device_files,
    in_utc,
    wire_configuration,
)
from qhil_mocks.ibmq.service_error import not_found
from qhil_mocks.ibmq.simulator import NAME, simulator

Chosen = Optional[Sequence[Union[str, Recording]]]


@dataclass(frozen=True)
class _Found:
    """A device whose recording is found by name; reading its configuration reads nothing else."""

    name: str
    configuration_path: Path
    paths: Paths

    def configuration(self) -> bytes:
        return configuration_file(self.configuration_path)

    def recording(self) -> Recording:
        return load_recording(self.name, paths=self.paths)


@dataclass(frozen=True)
class _Given:
    """A device whose recording was given."""

    given: Recording

    def configuration(self) -> bytes:
        return wire_configuration(self.given.configuration.text.data)

    def recording(self) -> Recording:
        return self.given


class Devices:
    """Devices by name. Nothing is read before it is asked for, and no more than that.

    ``chosen``: names, or recordings; None for all there are. ``paths``: folders of recordings, looked into first.

    Raises:
        UnknownDeviceError: for a name without a recording.
    """

    def __init__(self, chosen: Chosen = None, paths: Paths = None) -> None:
        self._paths = listed(paths)
        self._chosen = None if chosen is None else tuple(chosen)
        for device in self._chosen or ():
            if not isinstance(device, (str, Recording)):
                raise TypeError(f"devices must be names or Recordings, not {type(device).__name__}")
        self._check_names()

    @property
    def names(self) -> Tuple[str, ...]:
        """The names of all, in order."""
        return tuple(self._by_name)

    def configuration(self, name: str) -> bytes:
        """The configuration's JSON, as it is on the wire.

        Raises:
            ServiceError: 404 for a device that the service does not have; so do all methods.
        """
        return self._device(name).configuration()

    def facts(self, name: str) -> DeviceFacts:
        """What the service has to know of a device."""
        return device_facts(self.configuration(name))

    def recording(self, name: str) -> Recording:
        """All that was recorded of a device."""
        return self._device(name).recording()

    def defaults(self, name: str) -> Optional[bytes]:
        """The JSON of its pulse defaults; None where there are none."""
        text = self.recording(name).defaults_text
        return None if text is None else in_utc(text.data)

    def _device(self, name: str) -> Union[_Found, _Given]:
        if name not in self._by_name:
            raise not_found(f"Device {name}")
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Union[_Found, _Given]]:
        known = _known(self._paths)
        if self._chosen is None:
            return known
        return {
            **{name: known[name] for name in self._chosen if isinstance(name, str)},
            **{one.name: _Given(one) for one in self._chosen if isinstance(one, Recording)},
        }

    def _check_names(self) -> None:
        names = [one for one in self._chosen or () if isinstance(one, str)]
        known = _known(self._paths) if names or self._paths else {}
        for name in names:
            if name not in known:
                load_recording(name, paths=self._paths)  # raises, naming the nearest


def _known(paths: Paths) -> Dict[str, Union[_Found, _Given]]:
    """All devices there are, and the simulator."""
    files = device_files(paths)
    found: Dict[str, Union[_Found, _Given]] = {
        name: _Found(name, files[name].configuration, paths) for name in sorted(files)
    }
    return {**found, NAME: _Given(simulator())}
