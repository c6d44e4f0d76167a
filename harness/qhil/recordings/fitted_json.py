"""``fitted.json``: a FittedNoise as JSON text, and back, checked against its schema."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional

import msgspec

from qhil.errors import RecordingError
from qhil.recordings.fitted_noise import FitSource, FittedNoise, FittedReadout, FittedValue
from qhil.recordings.json_text import JsonText
from qhil.recordings.part_check import PartCheck
from qhil.recordings.wire import Date, Text, decode

FORMAT = "qhil fitted noise"
FORMAT_VERSION = 1


class ValueWire(msgspec.Struct, forbid_unknown_fields=True):
    """A fitted number."""

    value: float
    uncertainty: Optional[float] = None


class ReadoutWire(msgspec.Struct, forbid_unknown_fields=True):
    """How often one qubit is misread."""

    prob_meas1_prep0: ValueWire
    prob_meas0_prep1: ValueWire


class SourceWire(msgspec.Struct, forbid_unknown_fields=True):
    """What was fitted."""

    run: Text
    date: Optional[Date] = None
    qhil: Optional[str] = None


class FittedWire(msgspec.Struct, forbid_unknown_fields=True):
    """The file; qubits are keys, so that they are text."""

    fitted: str
    version: int
    readout: Dict[str, ReadoutWire] = {}
    zz_scale: ValueWire = msgspec.field(default_factory=lambda: ValueWire(1.0))
    two_qubit_error_scale: ValueWire = msgspec.field(default_factory=lambda: ValueWire(1.0))
    detunings: Dict[str, ValueWire] = {}
    dephasing_width: ValueWire = msgspec.field(default_factory=lambda: ValueWire(0.0))
    undetermined: List[str] = []
    source: Optional[SourceWire] = None


def fitted_text(fitted: FittedNoise) -> JsonText:
    """``fitted`` as it is kept in a file."""
    told: Dict[str, Any] = {
        "fitted": FORMAT,
        "version": FORMAT_VERSION,
        "readout": {
            str(qubit): {
                "prob_meas1_prep0": _told(readout.prob_meas1_prep0),
                "prob_meas0_prep1": _told(readout.prob_meas0_prep1),
            }
            for qubit, readout in sorted(fitted.readout.items())
        },
        "zz_scale": _told(fitted.zz_scale),
        "two_qubit_error_scale": _told(fitted.two_qubit_error_scale),
        "detunings": {
            str(qubit): _told(value) for qubit, value in sorted(fitted.detunings.items())
        },
        "dephasing_width": _told(fitted.dephasing_width),
        "undetermined": list(fitted.undetermined),
    }
    if fitted.source is not None:
        date = fitted.source.date
        source = {
            "run": fitted.source.run,
            "date": None if date is None else date.isoformat(),
            "qhil": fitted.source.qhil,
        }
        told["source"] = {name: value for name, value in source.items() if value is not None}
    return JsonText((json.dumps(told, indent=2) + "\n").encode("ascii"), "fitted.json")


def parse_fitted(text: JsonText) -> FittedNoise:
    """The FittedNoise that a file holds.

    Raises:
        RecordingError: with file, path, expected and found.
    """
    wire = decode(text, FittedWire)
    check = PartCheck(text.file)
    if (wire.fitted, wire.version) != (FORMAT, FORMAT_VERSION):
        expected = f"{FORMAT!r} version {FORMAT_VERSION}"
        raise check.error(
            "$.fitted", "another format", expected, f"{wire.fitted!r} version {wire.version}"
        )
    readout = _by_qubit(check, "$.readout", wire.readout)
    detunings = _by_qubit(check, "$.detunings", wire.detunings)
    try:
        return FittedNoise(
            readout={
                qubit: FittedReadout(_value(one.prob_meas1_prep0), _value(one.prob_meas0_prep1))
                for qubit, one in readout.items()
            },
            zz_scale=_value(wire.zz_scale),
            two_qubit_error_scale=_value(wire.two_qubit_error_scale),
            detunings={qubit: _value(one) for qubit, one in detunings.items()},
            dephasing_width=_value(wire.dephasing_width),
            undetermined=tuple(wire.undetermined),
            source=None if wire.source is None else _source(wire.source),
        )
    except RecordingError as error:
        raise check.error("$", error.message, str(error.expected), error.found) from None


def _told(value: FittedValue) -> Dict[str, float]:
    told = {"value": value.value}
    if value.uncertainty is not None:
        told["uncertainty"] = value.uncertainty
    return told


def _value(wire: ValueWire) -> FittedValue:
    return FittedValue(wire.value, wire.uncertainty)


def _source(wire: SourceWire) -> FitSource:
    return FitSource(wire.run, wire.date, wire.qhil)


def _by_qubit(check: PartCheck, path: str, values: Mapping[str, Any]) -> Dict[int, Any]:
    for key in values:
        if not (key.isdecimal() and key == str(int(key))):
            raise check.error(path, "not a qubit", "a number such as '3' as key", repr(key))
    return {int(key): value for key, value in values.items()}
