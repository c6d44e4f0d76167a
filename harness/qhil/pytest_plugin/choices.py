"""On which devices, and with which noise, a test is to run: marker, else option, else configuration.

The same question is asked twice: when tests are made, where several answers make several tests; and
when a test runs that was not made so, such as a method of a `unittest.TestCase`.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any, Generic, Iterator, Optional, Tuple, TypeVar

import pytest

from qhil.errors import QhilError
from qhil.pytest_plugin.devices import Device, When, recording_of
from qhil.pytest_plugin.marks import ChoiceError, marked_devices, marked_faults, marked_noises
from qhil.pytest_plugin.settings import Asked, settings

_T = TypeVar("_T")


@dataclass(frozen=True)
class Choices(Generic[_T]):
    """What a test is to run on, or with: one value or more.

    ``by`` says what named them, ``marks`` are the markers there were, and ``told`` is whether test
    ids tell the value: not where the project's configuration has settled on one.
    """

    values: Tuple[_T, ...]
    by: str
    marks: Tuple[pytest.Mark, ...]
    told: bool


def device_choices(item: pytest.Item) -> Choices[Device]:
    """The devices of a test.

    Raises:
        ChoiceError: if there is no such device, or a marker is not what it should be.
    """
    marks = tuple(item.iter_markers("device"))
    names, at = marked_devices(marks)
    asked = _marked("device", names) or settings(item.config).devices
    devices = devices_named(asked, item.config, at)
    return Choices(devices, asked.by, marks, _told(asked, devices) or at is not None)


def noise_choices(item: pytest.Item) -> Choices[str]:
    """The kinds of noise of a test.

    Raises:
        ChoiceError: if there is no such kind, or the marker is not what it should be.
    """
    marks = tuple(item.iter_markers("noise"))
    asked = _marked("noise", marked_noises(marks)) or settings(item.config).noises
    noises = noises_named(asked)
    return Choices(noises, asked.by, marks, _told(asked, noises))


def fault_choices(item: pytest.Item) -> Choices[Any]:
    """The fault plans of a test, none if it has no marker: text or `FaultPlan`, which is looked at when the test runs.

    Raises:
        ChoiceError: if the marker is not what it should be.
    """
    marks = tuple(item.iter_markers("faults"))
    return Choices(marked_faults(marks), "@pytest.mark.faults", marks, told=bool(marks))


def devices_named(asked: Asked, config: pytest.Config, at: When = None) -> Tuple[Device, ...]:
    """The devices asked for, each once, after a look that there are recordings of them.

    Raises:
        ChoiceError: if there is none.
    """
    devices = tuple(dict.fromkeys(Device.parse(name, at) for name in asked.names))
    with _told_by(asked):
        for device in devices:
            recording_of(config, device)
    return devices


def noises_named(asked: Asked) -> Tuple[str, ...]:
    """The kinds of noise asked for, each once, as `NoiseKind` writes them.

    Raises:
        ChoiceError: if there is no such kind.
    """
    if not asked.by:  # the default needs no check, which would import numpy
        return asked.names
    from qhil.noise import NoiseKind

    with _told_by(asked):
        return tuple(dict.fromkeys(str(NoiseKind.parse(name)) for name in asked.names))


def _marked(marker: str, names: Tuple[Any, ...]) -> Optional[Asked]:
    return Asked(names, f"@pytest.mark.{marker}", explicit=True) if names else None


def _told(asked: Asked, values: Tuple[object, ...]) -> bool:
    return asked.explicit or len(values) > 1


@contextlib.contextmanager
def _told_by(asked: Asked) -> Iterator[None]:
    """Errors say what asked for it."""
    try:
        yield
    except QhilError as error:
        raise ChoiceError(f"{asked.by}: {error}" if asked.by else str(error)) from None
