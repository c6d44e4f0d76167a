"""What the modules show in their docstrings is what happens."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import qhil
import qhil_fixtures

# Run as programs; importing them does something.
PROGRAMS = ("__main__", "worker_main")
MODULES = [
    module.name
    for package in (qhil, qhil_fixtures)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not module.name.endswith(PROGRAMS)
]


@pytest.mark.parametrize("name", MODULES)
def test_the_lines_shown_are_what_happens(name):
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)

    assert found.failed == 0


def test_there_are_lines_to_run():
    finder = doctest.DocTestFinder()
    shown = [
        name
        for name in MODULES
        if any(test.examples for test in finder.find(importlib.import_module(name)))
    ]

    assert len(shown) > 10
