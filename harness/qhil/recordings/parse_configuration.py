"""A backend configuration's JSON becomes a DeviceConfiguration, or a RecordingError."""

from __future__ import annotations

from typing import Mapping, Optional, Tuple

from qhil.recordings.configuration import DeviceConfiguration, GateDefinition
from qhil.recordings.frozen_dict import FrozenDict, frozen
from qhil.recordings.json_text import JsonText
from qhil.recordings.part_check import PartCheck
from qhil.recordings.wire import ConfigurationWire, GateWire, decode

# Qiskit multiplies by these very factors; the same product keeps delays equal to the last bit.
_NANOSECOND = 1e-9
_MICROSECOND = 1e-6


def parse_configuration(text: JsonText) -> DeviceConfiguration:
    """Decode and check. Raises RecordingError with file, path, expected and found."""
    wire = decode(text, ConfigurationWire)
    check = PartCheck(text.file)
    check.unique("$.basis_gates[{}]", wire.basis_gates)
    check.unique("$.gates[{}].name", [gate.name for gate in wire.gates])
    return DeviceConfiguration(
        name=wire.backend_name,
        version=wire.backend_version,
        n_qubits=wire.n_qubits,
        basis_gates=tuple(wire.basis_gates),
        coupling_map=_coupling_map(check, wire),
        gates=_gates(check, wire),
        supported_instructions=tuple(wire.supported_instructions or ()),
        max_shots=wire.max_shots,
        max_experiments=wire.max_experiments,
        memory=wire.memory,
        conditional=wire.conditional,
        open_pulse=wire.open_pulse,
        simulator=wire.simulator,
        local=wire.local,
        dt=_seconds(check, "$.dt", wire.dt),
        dtm=_seconds(check, "$.dtm", wire.dtm),
        rep_delay_range=_rep_delay_range(check, wire),
        default_rep_delay=_default_rep_delay(check, wire),
        dynamic_reprate_enabled=bool(wire.dynamic_reprate_enabled),
        meas_levels=tuple(wire.meas_levels or ()),
        meas_map=_meas_map(check, wire),
        timing_constraints=_timing_constraints(check, wire),
        online_date=None
        if wire.online_date is None
        else check.utc("$.online_date", wire.online_date),
        quantum_volume=wire.quantum_volume,
        processor_type=frozen(wire.processor_type),
        description=wire.description,
        text=text,
    )


def _coupling_map(
    check: PartCheck, wire: ConfigurationWire
) -> Optional[Tuple[Tuple[int, int], ...]]:
    if wire.coupling_map is None:
        return None
    check.qubit_tuples("$.coupling_map", wire.coupling_map, wire.n_qubits)
    return tuple((source, target) for source, target in wire.coupling_map)


def _gates(check: PartCheck, wire: ConfigurationWire) -> Tuple[GateDefinition, ...]:
    return tuple(_gate(check, index, gate, wire.n_qubits) for index, gate in enumerate(wire.gates))


def _gate(check: PartCheck, index: int, gate: GateWire, n_qubits: int) -> GateDefinition:
    coupling = None
    if gate.coupling_map is not None:
        check.qubit_tuples(f"$.gates[{index}].coupling_map", gate.coupling_map, n_qubits)
        coupling = tuple(map(tuple, gate.coupling_map))
    return GateDefinition(gate.name, tuple(gate.parameters or ()), coupling, gate.qasm_def)


def _meas_map(check: PartCheck, wire: ConfigurationWire) -> Optional[Tuple[Tuple[int, ...], ...]]:
    if wire.meas_map is None:
        return None
    for index, group in enumerate(wire.meas_map):
        check.qubits(f"$.meas_map[{index}]", group, wire.n_qubits)
    return tuple(map(tuple, wire.meas_map))


def _timing_constraints(check: PartCheck, wire: ConfigurationWire) -> Mapping[str, int]:
    constraints = wire.timing_constraints or {}
    for name, value in constraints.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            path = f"$.timing_constraints.{name}"
            raise check.error(path, "bad value", "an integer >= 1", value)
    return FrozenDict(constraints)


def _seconds(check: PartCheck, path: str, nanoseconds: Optional[float]) -> Optional[float]:
    if nanoseconds is None:
        return None
    if nanoseconds * _NANOSECOND <= 0:
        raise check.error(path, "value out of range", "a time in ns that is above 0 s", nanoseconds)
    return nanoseconds * _NANOSECOND


def _rep_delay_range(check: PartCheck, wire: ConfigurationWire) -> Optional[Tuple[float, float]]:
    if wire.rep_delay_range is None:
        return None
    shortest, longest = wire.rep_delay_range
    if shortest > longest:
        raise check.error(
            "$.rep_delay_range", "range upside down", "[shortest, longest]", wire.rep_delay_range
        )
    return shortest * _MICROSECOND, longest * _MICROSECOND


def _default_rep_delay(check: PartCheck, wire: ConfigurationWire) -> Optional[float]:
    delay, limits = wire.default_rep_delay, wire.rep_delay_range
    if delay is None:
        return None
    if limits is not None and not limits[0] <= delay <= limits[1]:
        expected = f"a delay within rep_delay_range {limits}"
        raise check.error("$.default_rep_delay", "value out of range", expected, delay)
    return delay * _MICROSECOND
