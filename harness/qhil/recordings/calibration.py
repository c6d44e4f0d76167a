"""What was measured of a device at one date: plain typed facts in SI units.

A value that the file does not hold is None, never a guess; what is None here must not be simulated
as perfect.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Dict, Iterable, Optional, Tuple, cast

from qhil.recordings.json_text import JsonText


@dataclass(frozen=True)
class QubitCalibration:
    """One qubit: times in s, frequencies in Hz, errors as probabilities."""

    t1: Optional[float]
    t2: Optional[float]
    frequency: Optional[float]
    anharmonicity: Optional[float]
    readout_error: Optional[float]
    prob_meas0_prep1: Optional[float]
    prob_meas1_prep0: Optional[float]
    readout_length: Optional[float]
    operational: bool


@dataclass(frozen=True)
class GateCalibration:
    """One gate on one ordered tuple of qubits.

    ``error`` is a probability (published snapshots have 1 for a dead gate), ``length`` is in s.
    """

    gate: str
    qubits: Tuple[int, ...]
    error: Optional[float]
    length: Optional[float]
    operational: bool


@dataclass(frozen=True)
class GeneralValue:
    """A value of the device at large, such as ``zz_01``, in the unit it was recorded in."""

    name: str
    value: float
    unit: str
    date: datetime


@dataclass(frozen=True)
class CalibrationSnapshot:
    """One dated set of backend properties.

    ``qubits[i]`` is qubit i; ``gates`` and ``general`` are in the order of the file. ``date`` is
    its ``last_update_date``.
    """

    device: str
    version: str
    date: datetime
    qubits: Tuple[QubitCalibration, ...]
    gates: Tuple[GateCalibration, ...]
    general: Tuple[GeneralValue, ...]
    text: JsonText = field(repr=False, compare=False)

    def __hash__(self) -> int:
        return hash((self.device, self.version, self.date))

    def gate(self, name: str, qubits: Iterable[int]) -> Optional[GateCalibration]:
        """The calibration of that gate on those qubits in that order, or None."""
        return self._gate_index.get((name, tuple(qubits)))

    @property
    def json(self) -> Dict[str, Any]:
        """The JSON that this came from, as a fresh structure."""
        return cast(Dict[str, Any], self.text.parse())

    @cached_property
    def _gate_index(self) -> Dict[Tuple[str, Tuple[int, ...]], GateCalibration]:
        return {(gate.gate, gate.qubits): gate for gate in self.gates}
