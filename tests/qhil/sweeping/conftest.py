"""Scenarios that need no device: they ask at sites themselves, as a backend would."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import qhil

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def steps():
    """``steps("backend.run", ...)``: a scenario that asks at these sites in turn; see `sweep_steps.Steps`."""
    from sweep_steps import Steps

    return Steps


@pytest.fixture
def verdicts():
    """``verdicts(scenario, **options)``: the verdict of each plan."""

    def of(scenario, **options):
        return {one.plan: one.verdict for one in qhil.sweep(scenario, **options).points}

    return of
