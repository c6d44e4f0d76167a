"""The mock remote API: one state model behind every door.

Importing it imports neither Qiskit nor what intercepts requests; that comes with the first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qhil.lazy_names import lazily

if TYPE_CHECKING:
    from qhil_mocks.clock import Durations, ImmediateClock, ManualClock, RealClock, VirtualClock
    from qhil_mocks.mock_ibmq import MockIBMQ

_HOME = {
    "Durations": "qhil_mocks.clock",
    "ImmediateClock": "qhil_mocks.clock",
    "ManualClock": "qhil_mocks.clock",
    "MockIBMQ": "qhil_mocks.mock_ibmq",
    "RealClock": "qhil_mocks.clock",
    "VirtualClock": "qhil_mocks.clock",
}

__all__ = [
    "Durations",
    "ImmediateClock",
    "ManualClock",
    "MockIBMQ",
    "RealClock",
    "VirtualClock",
]  # they live in the modules of _HOME

__getattr__ = lazily(__name__, _HOME)
