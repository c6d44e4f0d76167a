"""What the named values of a calibration mean: their units and the range they can be in.

Value and unit as recorded go in, an SI value comes out. The names and units are those of the
``Nduv`` entries (name, date, unit, value) of IBM's backend properties, as found in the snapshots
that Qiskit publishes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Dict, Mapping, Tuple

# (factor, divisor): value * factor / divisor. Dividing by an exact power of ten is correctly
# rounded, multiplying by 1e-6 is not; one of the two is always 1.
Scale = Tuple[float, float]

# Both code points for micro occur in the wild: U+00B5 in published snapshots, U+03BC from
# keyboards.
TIME: Mapping[str, Scale] = {
    "s": (1.0, 1.0),
    "ms": (1.0, 1e3),
    "us": (1.0, 1e6),
    "\u00b5s": (1.0, 1e6),
    "\u03bcs": (1.0, 1e6),
    "ns": (1.0, 1e9),
}
FREQUENCY: Mapping[str, Scale] = {
    "Hz": (1.0, 1.0),
    "kHz": (1e3, 1.0),
    "MHz": (1e6, 1.0),
    "GHz": (1e9, 1.0),
}
NUMBER: Mapping[str, Scale] = {"": (1.0, 1.0)}

_MOST = sys.float_info.max
_LEAST_POSITIVE = 5e-324  # the smallest double above zero: "> 0" written as ">="


@dataclass(frozen=True)
class Quantity:
    """One kind of value: the units it may come in, and its inclusive SI range.

    ``range_text`` describes that for an error. ``whole`` ones take integers only.
    """

    units: Mapping[str, Scale]
    lowest: float
    highest: float
    range_text: str
    whole: bool = False

    def holds(self, si: float) -> bool:
        """Whether a thing of this kind can have that value; False for a NaN."""
        return self.lowest <= si <= self.highest and not (self.whole and si % 1)


_DURATION = Quantity(TIME, 0.0, _MOST, "a duration >= 0")
_PROBABILITY = Quantity(NUMBER, 0.0, 1.0, "a probability in [0, 1]")
_FLAG = Quantity(NUMBER, 0.0, 1.0, "0 or 1", whole=True)

# T2 is not held to T2 <= 2 T1: several published snapshots break that bound, as noisy estimates do.
QUBIT_QUANTITIES: Dict[str, Quantity] = {
    "T1": Quantity(TIME, _LEAST_POSITIVE, _MOST, "a time > 0"),
    "T2": Quantity(TIME, _LEAST_POSITIVE, _MOST, "a time > 0"),
    # Zero where it was not measured: qiskit-ibm-runtime 0.37 published an ibm_torino of such.
    "frequency": Quantity(FREQUENCY, 0.0, _MOST, "a frequency >= 0"),
    "anharmonicity": Quantity(FREQUENCY, -_MOST, _MOST, "a finite frequency"),
    "readout_error": _PROBABILITY,
    "prob_meas0_prep1": _PROBABILITY,
    "prob_meas1_prep0": _PROBABILITY,
    "readout_length": _DURATION,
    "operational": _FLAG,
}
GATE_QUANTITIES: Dict[str, Quantity] = {
    "gate_error": _PROBABILITY,
    "gate_length": _DURATION,
    "operational": _FLAG,
}
