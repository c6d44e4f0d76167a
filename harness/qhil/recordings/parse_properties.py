"""Backend properties' JSON becomes a CalibrationSnapshot, or a RecordingError."""

from __future__ import annotations

from typing import Dict, List, Mapping, Tuple

from qhil.recordings.calibration import (
    CalibrationSnapshot,
    GateCalibration,
    GeneralValue,
    QubitCalibration,
)
from qhil.recordings.configuration import DeviceConfiguration
from qhil.recordings.json_text import JsonText
from qhil.recordings.part_check import PartCheck
from qhil.recordings.quantities import GATE_QUANTITIES, QUBIT_QUANTITIES, Quantity
from qhil.recordings.wire import GateValuesWire, PropertiesWire, ValueWire, decode


def parse_properties(text: JsonText, configuration: DeviceConfiguration) -> CalibrationSnapshot:
    """Decode, convert to SI, and check, also against ``configuration``.

    Not demanded, because published snapshots are otherwise: that every qubit has every value,
    T2 <= 2 T1, an error rate below 1, that the configuration defines every calibrated gate (newer
    ones have rx and rzz calibrated only). Nor what may differ between the dates of a history: the
    configuration's version, its directions and couplings.

    Raises RecordingError with file, path, expected and found.
    """
    wire = decode(text, PropertiesWire)
    check = PartCheck(text.file)
    n_qubits = configuration.n_qubits
    if wire.backend_name != configuration.name:
        expected = f"{configuration.name!r}, as in the configuration"
        raise check.error(
            "$.backend_name", "properties of another device", expected, wire.backend_name
        )
    if len(wire.qubits) != n_qubits:
        expected = f"{n_qubits} entries, one for each of n_qubits"
        raise check.error("$.qubits", "wrong number of qubits", expected, str(len(wire.qubits)))
    check.unique("$.gates[{}]", [(gate.gate, tuple(gate.qubits)) for gate in wire.gates])
    _check_arity(check, wire.gates)
    check.unique("$.general[{}].name", [value.name for value in wire.general])
    return CalibrationSnapshot(
        device=wire.backend_name,
        version=wire.backend_version,
        date=check.utc("$.last_update_date", wire.last_update_date),
        qubits=tuple(_qubit(check, index, values) for index, values in enumerate(wire.qubits)),
        gates=tuple(_gate(check, index, gate, n_qubits) for index, gate in enumerate(wire.gates)),
        general=tuple(_general(check, index, value) for index, value in enumerate(wire.general)),
        text=text,
    )


def _check_arity(check: PartCheck, gates: List[GateValuesWire]) -> None:
    """A gate acts on the same number of qubits wherever it is."""
    first: Dict[str, Tuple[int, int]] = {}
    for index, gate in enumerate(gates):
        number, where = first.setdefault(gate.gate, (len(gate.qubits), index))
        if len(gate.qubits) != number:
            expected = f"{number}, as for {gate.gate} at $.gates[{where}]"
            raise check.error(
                f"$.gates[{index}].qubits", "wrong number of qubits", expected, gate.qubits
            )


def _qubit(check: PartCheck, index: int, values: List[ValueWire]) -> QubitCalibration:
    found = _si_values(check, f"$.qubits[{index}]", values, QUBIT_QUANTITIES)
    return QubitCalibration(
        t1=found.get("T1"),
        t2=found.get("T2"),
        frequency=found.get("frequency"),
        anharmonicity=found.get("anharmonicity"),
        readout_error=found.get("readout_error"),
        prob_meas0_prep1=found.get("prob_meas0_prep1"),
        prob_meas1_prep0=found.get("prob_meas1_prep0"),
        readout_length=found.get("readout_length"),
        operational=bool(found.get("operational", True)),
    )


def _gate(check: PartCheck, index: int, gate: GateValuesWire, n_qubits: int) -> GateCalibration:
    path = f"$.gates[{index}]"
    check.qubits(f"{path}.qubits", gate.qubits, n_qubits)
    found = _si_values(check, f"{path}.parameters", gate.parameters, GATE_QUANTITIES)
    return GateCalibration(
        gate.gate,
        tuple(gate.qubits),
        found.get("gate_error"),
        found.get("gate_length"),
        bool(found.get("operational", True)),
    )


def _general(check: PartCheck, index: int, value: ValueWire) -> GeneralValue:
    date = check.utc(f"$.general[{index}].date", value.date)
    return GeneralValue(value.name, value.value, value.unit, date)


def _si_values(
    check: PartCheck, path: str, values: List[ValueWire], quantities: Mapping[str, Quantity]
) -> Dict[str, float]:
    """SI values by name. Names that ``quantities`` does not have are left to the JSON."""
    found: Dict[str, float] = {}
    names = set()
    for index, value in enumerate(values):
        name = value.name
        if name in names:
            raise check.error(f"{path}[{index}].name", "duplicate", f"one {name}", name)
        names.add(name)
        quantity = quantities.get(name)
        if quantity is not None:
            found[name] = _si(check, f"{path}[{index}]", value, quantity)
    return found


def _si(check: PartCheck, path: str, value: ValueWire, quantity: Quantity) -> float:
    scale = quantity.units.get(value.unit)
    if scale is None:
        units = ", ".join(repr(unit) for unit in quantity.units)
        raise check.error(
            f"{path}.unit", f"unknown unit of {value.name}", f"one of {units}", repr(value.unit)
        )
    factor, divisor = scale
    si = value.value * factor / divisor
    if not quantity.holds(si):
        found = f"{value.value!r} {value.unit}".rstrip()
        raise check.error(f"{path}.value", f"impossible {value.name}", quantity.range_text, found)
    return si
