"""What the mocks' modules show in their docstrings is what happens."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import qhil_mocks

# They import what a suite without the extra lacks.
NEEDING_MORE = (
    "doors.interception",
    "doors.exchange",
    "doors.service_door",
    "doors.waiting_socket",
)
MODULES = [
    module.name
    for module in pkgutil.walk_packages(qhil_mocks.__path__, "qhil_mocks.")
    if not module.name.endswith(NEEDING_MORE)
]


@pytest.mark.parametrize("name", MODULES)
def test_the_lines_shown_are_what_happens(name):
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)

    assert found.failed == 0
