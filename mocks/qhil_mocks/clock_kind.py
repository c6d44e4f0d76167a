"""What a clock is called, for people: `immediate`, `real` or `manual`.

>>> from qhil_mocks.clock import ManualClock
>>> clock_kind(ManualClock())
'manual'
"""

from __future__ import annotations

from qhil_mocks.clock import Clock


def clock_kind(clock: Clock) -> str:
    """By what it does, for a clock may be somebody's own."""
    if clock.moved_by_hand:
        return "manual"
    return "real" if clock.runs else "immediate"
