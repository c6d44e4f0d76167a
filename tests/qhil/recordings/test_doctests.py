"""The examples in the docstrings run."""

from __future__ import annotations

import doctest

import pytest

from qhil.recordings import catalog, moments, recording


@pytest.mark.parametrize("module", [catalog, moments, recording])
def test_the_examples_of_a_module_run(module):
    failed, tried = doctest.testmod(module)

    assert tried
    assert not failed
