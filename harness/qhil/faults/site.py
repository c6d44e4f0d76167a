"""A place at which a plan is asked whether something goes wrong, and what may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

from qhil.faults.effect import EffectKind

OFF = EffectKind("off", "let the call through, and ask no fault that stands behind this one")


@dataclass(frozen=True)
class Site:
    """``name`` as in a plan, such as ``backend.run``; ``summary`` is a line on what a call of it is."""

    name: str
    summary: str
    effects: Tuple[EffectKind, ...]
