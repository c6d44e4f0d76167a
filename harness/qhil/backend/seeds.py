"""Independent seeds for every run and circuit, from one number.

Aer seeds trajectory s of a circuit with ``seed + s`` and circuit i of a batch with ``seed + 2113 i`` (seen in
0.11 to 0.18). So runs with neighbouring seeds share all shots but one, and equal circuits of a batch share
those beyond the 2113th. Here each run draws its own 61-bit base from a numpy `SeedSequence`, and
the circuits of a batch are placed far enough apart that no two of them share a trajectory.
"""

from __future__ import annotations

import zlib
from typing import List, Optional, Tuple

import numpy as np

from qhil.simulation.aer import AER_STRIDE


class SeedStream:
    """Hands out a base seed and a job id for each run, reproducibly.

    ``seed``: any non-negative integer, or None for one drawn from the operating system (kept in `seed`, so
    that the run can be repeated). ``device``: devices with one seed have streams of their own. ``runs``: how many
    have been handed out.

    Raises:
        ValueError: for a negative seed, or one that is no integer.
    """

    def __init__(self, seed: Optional[int], device: str = "") -> None:
        if seed is not None and (isinstance(seed, bool) or not isinstance(seed, (int, np.integer))):
            raise ValueError(f"seed must be a non-negative integer or None, not {seed!r}")
        if seed is not None and seed < 0:
            raise ValueError(f"seed must be a non-negative integer or None, not {seed}")
        entropy = np.random.SeedSequence(None if seed is None else int(seed)).entropy
        self.seed = int(entropy)  # type: ignore[arg-type]  # one number in, one number out
        self._device = zlib.crc32(device.encode())
        self.runs = 0

    def next_run(self) -> Tuple[int, str]:
        """Aer's base seed of the next run (0 to 2^61) and the run's job id (24 hex digits)."""
        sequence = np.random.SeedSequence(self.seed, spawn_key=(self._device, self.runs))
        self.runs += 1
        words = [int(word) for word in sequence.generate_state(3, np.uint64)]
        return words[0] >> 3, f"{words[1]:016x}{words[2] >> 32:08x}"


def spacing(shots: int) -> int:
    """How many places apart circuits must stand in a batch so that ``shots`` trajectories do not overlap."""
    return -(-shots // AER_STRIDE)


def spread(circuits: List[object], filler: object, shots: int) -> List[object]:
    """``circuits`` with ``filler`` between them, so that Aer's seeds of no two of them overlap."""
    gap = [filler] * (spacing(shots) - 1)
    placed: List[object] = []
    for index, circuit in enumerate(circuits):
        placed += [*gap, circuit] if index else [circuit]
    return placed
