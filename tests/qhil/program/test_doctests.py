"""What the modules' first lines show is what happens."""

import doctest
import importlib
import pkgutil

import pytest

import qhil.program

MODULES = [
    module.name
    for module in pkgutil.walk_packages(qhil.program.__path__, "qhil.program.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_lines_shown_are_what_happens(name):
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)

    assert found.failed == 0
