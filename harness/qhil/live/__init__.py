"""Live devices: which there are, what they say of themselves, and what they count, within a budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qhil.lazy_names import lazily

if TYPE_CHECKING:
    from qhil.live.budget import Budget
    from qhil.live.campaign import Patience, Step
    from qhil.live.campaign_plan import PlannedCircuit
    from qhil.live.clock import WaitingClock, real_clock
    from qhil.live.cost import Cost
    from qhil.live.credentials import Credentials, find_credentials
    from qhil.live.device import LiveDevice
    from qhil.live.errors import LiveError
    from qhil.live.measurement import MeasurementPlan, plan_measurement
    from qhil.live.opening import open_source
    from qhil.live.rehearsal import Rehearsal
    from qhil.live.side import LiveSide, live_side
    from qhil.live.source import LiveSource
    from qhil.live.today import recording_of_today

_HOME = {
    "Budget": "qhil.live.budget",
    "Cost": "qhil.live.cost",
    "Credentials": "qhil.live.credentials",
    "LiveDevice": "qhil.live.device",
    "LiveError": "qhil.live.errors",
    "LiveSide": "qhil.live.side",
    "LiveSource": "qhil.live.source",
    "MeasurementPlan": "qhil.live.measurement",
    "Patience": "qhil.live.campaign",
    "PlannedCircuit": "qhil.live.campaign_plan",
    "Rehearsal": "qhil.live.rehearsal",
    "Step": "qhil.live.campaign",
    "WaitingClock": "qhil.live.clock",
    "find_credentials": "qhil.live.credentials",
    "live_side": "qhil.live.side",
    "open_source": "qhil.live.opening",
    "plan_measurement": "qhil.live.measurement",
    "real_clock": "qhil.live.clock",
    "recording_of_today": "qhil.live.today",
}

__all__ = [  # they live in the modules of _HOME
    "Budget",
    "Cost",
    "Credentials",
    "LiveDevice",
    "LiveError",
    "LiveSide",
    "LiveSource",
    "MeasurementPlan",
    "Patience",
    "PlannedCircuit",
    "Rehearsal",
    "Step",
    "WaitingClock",
    "find_credentials",
    "live_side",
    "open_source",
    "plan_measurement",
    "real_clock",
    "recording_of_today",
]

__getattr__ = lazily(__name__, _HOME)
