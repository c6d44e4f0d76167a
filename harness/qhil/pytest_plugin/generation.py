"""Tests are made: one for each device and each kind of noise, where the test asks for them.

Only a test that uses a fixture of the plugin, itself or through another fixture, is looked at. One
whose own `recorded_device` or `recorded_backend` does without ours is left alone: it would not run
on what its id tells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Mapping, Optional, Tuple

import pytest

from qhil.errors import QhilError
from qhil.pytest_plugin.choices import Choices, device_choices, fault_choices, noise_choices
from qhil.pytest_plugin.hooks import DEVICE, FAULTS, NOISE, SWEEP_PART
from qhil.pytest_plugin.marks import marked_sweep

_CHOICES_OF: Mapping[str, Callable[[pytest.Item], Choices[Any]]] = {
    DEVICE: device_choices,
    NOISE: noise_choices,
    FAULTS: fault_choices,
}


@dataclass(frozen=True)
class Parameter:
    """What one of several tests runs on, and the markers by which that was chosen."""

    value: Any
    marks: Tuple[pytest.Mark, ...] = field(repr=False)


def make_tests(metafunc: pytest.Metafunc, fixtures: Iterable[str]) -> None:
    """Make a test for each value that these fixtures are to have."""
    for fixture in fixtures:
        choices = _choices(metafunc.definition, _CHOICES_OF[fixture])
        if choices.told:
            metafunc.parametrize(
                fixture,
                [Parameter(value, choices.marks) for value in choices.values],
                ids=[str(value) for value in choices.values],
                indirect=True,
            )


def make_parts(metafunc: pytest.Metafunc) -> None:
    """Make as many tests of a sweep as are to share its points."""
    try:
        parts = marked_sweep(metafunc.definition.iter_markers("sweep")).parts
    except QhilError as error:
        raise _failure(metafunc.definition, str(error)) from None
    if parts > 1:
        metafunc.fixturenames.append(SWEEP_PART)
        ids = [f"part{part + 1}of{parts}" for part in range(parts)]
        metafunc.parametrize(SWEEP_PART, range(parts), ids=ids, indirect=True)


def chosen(request: pytest.FixtureRequest) -> Any:
    """What a fixture has in a running test: what this was made for, or the one thing it can have."""
    choices = _choices(request.node, _CHOICES_OF[str(request.fixturename)])
    parameter: Optional[Parameter] = getattr(request, "param", None)
    if parameter is None and len(choices.values) == 1:
        return choices.values[0]
    if parameter is not None and parameter.marks == choices.marks:
        return parameter.value
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


def _choices(item: pytest.Item, choices_of: Callable[[pytest.Item], Choices[Any]]) -> Choices[Any]:
    try:
        return choices_of(item)
    except QhilError as error:
        raise _failure(item, str(error)) from None


def _failure(item: pytest.Item, message: str) -> BaseException:
    return pytest.fail.Exception(f"{item.nodeid}: {message}", pytrace=False)
