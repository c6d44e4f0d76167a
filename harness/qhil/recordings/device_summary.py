"""A line in the list of devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional, Tuple


@dataclass(frozen=True)
class DeviceSummary:
    """One device, as the newest of its properties have it.

    Medians are over what those hold, None where they hold nothing: T1 and T2 in s, errors as
    probabilities, the two-qubit error over all gates on two qubits. ``dates`` are those of all
    its properties, ascending. ``source`` is where ``load_recording`` takes it from, ``also_in``
    names the sources that would come next.
    """

    name: str
    n_qubits: int
    basis_gates: Tuple[str, ...]
    dates: Tuple[datetime, ...]
    median_t1: Optional[float]
    median_t2: Optional[float]
    median_readout_error: Optional[float]
    median_two_qubit_error: Optional[float]
    source: str
    also_in: Tuple[str, ...]

    @property
    def date(self) -> datetime:
        """The date of the newest properties."""
        return self.dates[-1]
