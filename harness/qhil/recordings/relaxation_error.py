"""The error that relaxation alone gives a gate: 1 - average gate fidelity of T1 and T2 over its length.

With the process fidelity F_k = (1 + exp(-t/T1) + 2 exp(-t/T2)) / 4 of thermal relaxation of qubit k, whatever the
excited population, and d = 2^n, the average gate fidelity of n qubits is (d F_1 ... F_n + 1) / (d + 1):
Horodecki, Horodecki and Horodecki, Phys. Rev. A 60, 1888 (1999).

>>> round(relaxation_error(35e-9, [(100e-6, 80e-6)]), 9)
0.000204125
"""

from __future__ import annotations

import math
from typing import Sequence, Tuple


def relaxation_error(length: float, times: Sequence[Tuple[float, float]]) -> float:
    """Of a gate of ``length`` s on qubits with these (T1, T2) in s."""
    process = 1.0
    for t1, t2 in times:
        process *= (1 + math.exp(-length / t1) + 2 * math.exp(-length / t2)) / 4
    dimension = 1 << len(times)
    return 1 - (dimension * process + 1) / (dimension + 1)
