"""Tests are made: one for each device and each kind of noise, where the test asks for them.

Only a test that uses a fixture of the plugin, itself or through another fixture, is looked at. One
whose own `recorded_device` or `recorded_backend` does without ours is left alone: it would not run
on what its id tells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Optional, Tuple, TypeVar, cast

import pytest

from qhil.errors import QhilError
from qhil.pytest_plugin.choices import Choices, device_choices, noise_choices
from qhil.pytest_plugin.closure import asks_for

DEVICE = "_qhil_device"
"""The fixture that gets the devices. Not `recorded_device`, so that this may be overridden."""
NOISE = "_qhil_noise"

_T = TypeVar("_T")


@dataclass(frozen=True)
class Parameter:
    """What one of several tests runs on, and the markers by which that was chosen."""

    value: Any
    marks: Tuple[pytest.Mark, ...] = field(repr=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test for each device and each kind of noise."""
    if asks_for(metafunc, DEVICE):
        _parametrize(metafunc, DEVICE, _choices(metafunc.definition, device_choices))
    if asks_for(metafunc, NOISE):
        _parametrize(metafunc, NOISE, _choices(metafunc.definition, noise_choices))


def chosen(request: pytest.FixtureRequest, choices_of: Callable[[pytest.Item], Choices[_T]]) -> _T:
    """What a running test has: what it was made for, or the one thing that it can have."""
    choices = _choices(request.node, choices_of)
    parameter: Optional[Parameter] = getattr(request, "param", None)
    if parameter is None and len(choices.values) == 1:
        return choices.values[0]
    if parameter is not None and parameter.marks == choices.marks:
        return cast(_T, parameter.value)
    named = f"{choices.by} names {', '.join(map(str, choices.values))}"
    message = (
        f"{named}, and this test can have only one. {_NOT_MULTIPLIED}"
        if parameter is None
        else f"{named}, but the test was made for {parameter.value}. {_TOO_LATE}"
    )
    raise _failure(request.node, message)


_NOT_MULTIPLIED = (
    "No tests are made of a method of unittest.TestCase, nor of one that gets its fixture by "
    "request.getfixturevalue: take the fixture as an argument of a plain function or method"
)
_TOO_LATE = "A marker added to a test that is made already, as by pytest.param, comes too late"


def _choices(item: pytest.Item, choices_of: Callable[[pytest.Item], Choices[_T]]) -> Choices[_T]:
    try:
        return choices_of(item)
    except QhilError as error:
        raise _failure(item, str(error)) from None


def _failure(item: pytest.Item, message: str) -> BaseException:
    return pytest.fail.Exception(f"{item.nodeid}: {message}", pytrace=False)


def _parametrize(metafunc: pytest.Metafunc, fixture: str, choices: Choices[Any]) -> None:
    if choices.told:
        metafunc.parametrize(
            fixture,
            [Parameter(value, choices.marks) for value in choices.values],
            ids=[str(value) for value in choices.values],
            indirect=True,
        )
