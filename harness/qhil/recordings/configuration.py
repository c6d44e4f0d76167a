"""What a device is: its size, gates, couplings and limits, as plain typed facts in SI units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Dict, Mapping, Optional, Tuple, cast

from qhil.recordings.json_text import JsonText


@dataclass(frozen=True)
class GateDefinition:
    """A gate that the device has.

    ``coupling_map`` holds the tuples of qubits that it acts on, None where the file has none.
    """

    name: str
    parameters: Tuple[str, ...]
    coupling_map: Optional[Tuple[Tuple[int, ...], ...]]
    qasm_def: Optional[str]


@dataclass(frozen=True)
class DeviceConfiguration:
    """A backend configuration, with times in seconds and aware dates.

    ``dt`` and ``dtm`` are in ns in the file, ``rep_delay_range`` and ``default_rep_delay`` in
    microseconds; they are taken at their word (one published snapshot, ibmq_poughkeepsie, has its
    dt in seconds; Qiskit reads it as ns, and so do we). ``coupling_map`` is None for a single
    qubit. ``meas_levels`` and ``supported_instructions`` are empty where the file does not tell.
    ``timing_constraints`` are in units of dt.
    """

    name: str
    version: str
    n_qubits: int
    basis_gates: Tuple[str, ...]
    coupling_map: Optional[Tuple[Tuple[int, int], ...]]
    gates: Tuple[GateDefinition, ...]
    supported_instructions: Tuple[str, ...]
    max_shots: int
    max_experiments: Optional[int]
    memory: bool
    conditional: bool
    open_pulse: bool
    simulator: bool
    local: bool
    dt: Optional[float]
    dtm: Optional[float]
    rep_delay_range: Optional[Tuple[float, float]]
    default_rep_delay: Optional[float]
    dynamic_reprate_enabled: bool
    meas_levels: Tuple[int, ...]
    meas_map: Optional[Tuple[Tuple[int, ...], ...]]
    timing_constraints: Mapping[str, int]
    online_date: Optional[datetime]
    quantum_volume: Optional[int]
    processor_type: Optional[Mapping[str, Any]]
    description: Optional[str]
    text: JsonText = field(repr=False, compare=False)

    def __hash__(self) -> int:
        return hash((self.name, self.version, self.n_qubits))

    @property
    def json(self) -> Dict[str, Any]:
        """The JSON that this came from, as a fresh structure."""
        return cast(Dict[str, Any], self.text.parse())
