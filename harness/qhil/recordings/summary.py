"""Summaries of all recordings there are, reading no more of each than a listing shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Dict, Iterable, List, Optional, Tuple

from qhil.recordings.catalog import device_name, precedence
from qhil.recordings.device_summary import DeviceSummary
from qhil.recordings.folder import Parts
from qhil.recordings.json_file import read_json
from qhil.recordings.part_check import PartCheck
from qhil.recordings.quantities import QUBIT_QUANTITIES
from qhil.recordings.sources import Paths, sources
from qhil.recordings.wire import ConfigurationSummaryWire, PropertiesSummaryWire, decode


def devices(paths: Paths = None) -> Tuple[DeviceSummary, ...]:
    """See :func:`qhil.recordings.devices`."""
    found: Dict[str, List[Tuple[str, Parts]]] = {}
    for source in sources(paths):
        here = [(device_name(parts), parts) for parts in source.recordings()]
        for name, parts in sorted(here, key=lambda named: precedence(named[1], named[0])):
            found.setdefault(name, []).append((source.label, parts))
    return tuple(_summary(name, found[name]) for name in sorted(found))


def _summary(name: str, places: List[Tuple[str, Parts]]) -> DeviceSummary:
    (source, parts), *others = places
    configuration = decode(read_json(parts.configuration), ConfigurationSummaryWire, deep=False)
    history = sorted((_properties(path) for path in parts.properties), key=lambda dated: dated[0])
    newest = history[-1][1]
    return DeviceSummary(
        name=name,
        n_qubits=configuration.n_qubits,
        basis_gates=tuple(configuration.basis_gates),
        dates=tuple(date for date, _ in history),
        median_t1=_qubit_median(newest, "T1"),
        median_t2=_qubit_median(newest, "T2"),
        median_readout_error=_qubit_median(newest, "readout_error"),
        median_two_qubit_error=_two_qubit_median(newest, configuration.basis_gates),
        source=source,
        also_in=tuple(label for label, _ in others),
    )


def _properties(path: Path) -> Tuple[datetime, PropertiesSummaryWire]:
    text = read_json(path)
    wire = decode(text, PropertiesSummaryWire, deep=False)
    return PartCheck(text.file).utc("$.last_update_date", wire.last_update_date), wire


def _qubit_median(wire: PropertiesSummaryWire, name: str) -> Optional[float]:
    units = QUBIT_QUANTITIES[name].units
    found = []
    for qubit in wire.qubits:
        for value in qubit:
            if value.name == name and value.unit in units:
                factor, divisor = units[value.unit]
                found.append(value.value * factor / divisor)
    return _median(found)


def _two_qubit_median(wire: PropertiesSummaryWire, basis: Iterable[str]) -> Optional[float]:
    """Of the gates in the basis: some files also hold rzz, which the device did not offer."""
    return _median(
        value.value
        for gate in wire.gates
        if len(gate.qubits) == 2 and gate.gate in basis
        for value in gate.parameters
        if value.name == "gate_error"
    )


def _median(values: Iterable[float]) -> Optional[float]:
    # Not the standard library's: importing ``statistics`` takes as long as listing ten devices.
    ranked = sorted(values)
    middle = len(ranked) // 2
    if not ranked:
        return None
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2
