"""Faults: what goes wrong, where and when."""

from __future__ import annotations

from qhil.faults.ambient import ask, inject, note_delay, note_submission, time_left
from qhil.faults.effect import Effect, EffectKind, Parameter
from qhil.faults.injection import Faults, Firing, Injection
from qhil.faults.plan import Fault, FaultPlan
from qhil.faults.schedule import Schedule
from qhil.faults.site import Site
from qhil.faults.sites import sites

__all__ = [
    "Effect",
    "EffectKind",
    "Fault",
    "FaultPlan",
    "Faults",
    "Firing",
    "Injection",
    "Parameter",
    "Schedule",
    "Site",
    "ask",
    "inject",
    "note_delay",
    "note_submission",
    "sites",
    "time_left",
]
