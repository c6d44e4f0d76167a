"""Sweeps: a scenario meets everything that may go wrong, and is judged each time.

The package is not called as its function: `qhil.sweep` has to be that, whoever imports what first.
"""

from __future__ import annotations

from qhil.sweeping.clean import CleanRun, clean_run
from qhil.sweeping.difference import difference
from qhil.sweeping.every_point import sweep
from qhil.sweeping.points import pairs, points
from qhil.sweeping.program_scenario import ProgramScenario
from qhil.sweeping.report import SweepReport
from qhil.sweeping.settings import SweepSettings
from qhil.sweeping.trying import try_point
from qhil.sweeping.verdict import Tried, Verdict

__all__ = [
    "CleanRun",
    "ProgramScenario",
    "SweepReport",
    "SweepSettings",
    "Tried",
    "Verdict",
    "clean_run",
    "difference",
    "pairs",
    "points",
    "sweep",
    "try_point",
]
