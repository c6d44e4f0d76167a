"""Counts of real devices, as arrays: one series for each pair of a device and a family of circuits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Tuple

import numpy as np
from numpy.typing import NDArray

from qhil_fixtures import hardware_counts

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Series:
    """``circuits``: as OpenQASM 2, ``bits`` of which are measured. ``counts[run, circuit, outcome]``."""

    device: str
    family: str
    circuits: Tuple[str, ...]
    bits: int
    counts: Counts

    @property
    def name(self) -> str:
        """Device and family."""
        return f"{self.device} {self.family}"

    @property
    def frequencies(self) -> NDArray[np.float64]:
        """``[circuit, outcome]``, of all runs together."""
        pooled = self.counts.sum(axis=0)
        return np.asarray(pooled / pooled.sum(axis=1, keepdims=True))


def series() -> List[Series]:
    """All there are, by device and family."""
    data = hardware_counts()
    pairs = sorted({(run["device"], run["family"]) for run in data["runs"]})
    return [_one(data, device, family) for device, family in pairs]


def _one(data: Any, device: str, family: str) -> Series:
    bits = data["measured_bits"][family]
    runs = [run for run in data["runs"] if (run["device"], run["family"]) == (device, family)]
    circuits = tuple(data["circuits"][family])
    counts = np.zeros((len(runs), len(circuits), 2**bits), dtype=np.int64)
    for row, run in zip(counts, runs):
        for outcomes, found in zip(row, run["counts"]):
            for outcome, number in found.items():
                outcomes[int(outcome)] = number
    return Series(device, family, circuits, bits, counts)
