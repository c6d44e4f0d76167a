"""Recordings to test with, and an independent account of what a legal one is and says."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Any, Dict, List, Optional

import pytest

import qhil_fixtures


@pytest.fixture(autouse=True)
def no_recordings_around(monkeypatch, tmp_path):
    """Neither the user's environment nor the current folder adds recordings to those of a test."""
    monkeypatch.delenv("QHIL_RECORDINGS", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def parts():
    """``parts(name)``: fresh dicts of a bundled device, to be changed at will."""

    def of(name: str) -> Dict[str, Any]:
        return {
            "configuration": qhil_fixtures.configuration(name),
            "properties": qhil_fixtures.properties(name)[-1],
            "defaults": qhil_fixtures.defaults(name),
        }

    return of


@pytest.fixture
def dated(parts):
    """``dated(*dates)``: sets of properties of ibmq_belem that differ in their date only."""

    def of(*dates: str) -> List[Dict[str, Any]]:
        return [dict(parts("ibmq_belem")["properties"], last_update_date=date) for date in dates]

    return of


@pytest.fixture
def write():
    """``write(folder, configuration, properties, ...)`` as qhil's own layout; None is left out."""

    def into(folder, configuration, properties, defaults=None):
        folder.mkdir(parents=True, exist_ok=True)
        files = {"configuration": configuration, "defaults": defaults}
        many = properties if isinstance(properties, list) else [properties]
        files.update({f"properties-{index}": one for index, one in enumerate(many)})
        for name, content in files.items():
            if content is not None:
                (folder / f"{name}.json").write_text(json.dumps(content))
        return folder

    return into


@pytest.fixture(scope="session")
def account():
    """The account below."""
    return Account()


class Account:
    """What a recording's JSON says, or that it is not legal: slow, plain, and written apart."""

    def legal_configuration(self, c: Any) -> bool:
        required = {
            "backend_name": _text,
            "backend_version": _string,
            "n_qubits": _count,
            "basis_gates": lambda v: _list(v, _text) and bool(v) and len(set(v)) == len(v),
            "gates": lambda v: _list(v, lambda gate: isinstance(gate, dict)),
            "max_shots": _count,
        }
        flags = ("memory", "conditional", "open_pulse", "simulator", "local")
        optional = {
            "max_experiments": _count,
            "supported_instructions": lambda v: _list(v, _string),
            "dt": lambda v: _number(v) and v * 1e-9 > 0,
            "dtm": lambda v: _number(v) and v * 1e-9 > 0,
            "rep_delay_range": lambda v: (
                _list(v, lambda x: _number(x) and x >= 0) and len(v) == 2 and v[0] <= v[1]
            ),
            "default_rep_delay": lambda v: _number(v) and v >= 0,
            "dynamic_reprate_enabled": lambda v: isinstance(v, bool),
            "meas_levels": lambda v: _list(v, lambda x: _whole(x) and 0 <= x <= 2),
            "meas_map": lambda v: _list(v, lambda group: _qubits(group, c["n_qubits"])),
            "timing_constraints": lambda v: (
                isinstance(v, dict) and all(_whole(x) and x >= 1 for x in v.values())
            ),
            "online_date": lambda v: _utc(v) is not None,
            "quantum_volume": _count,
            "processor_type": lambda v: isinstance(v, dict),
            "description": _string,
        }
        return (
            _sound(c)
            and isinstance(c, dict)
            and all(name in c and legal(c[name]) for name, legal in required.items())
            and all(isinstance(c.get(name), bool) for name in flags)
            and "coupling_map" in c
            and _tuples(c["coupling_map"], c["n_qubits"], size=2)
            and all(c.get(name) is None or legal(c[name]) for name, legal in optional.items())
            and self._legal_delay(c)
            and all(self._legal_gate(gate, c["n_qubits"]) for gate in c["gates"])
            and len({gate["name"] for gate in c["gates"]}) == len(c["gates"])
        )

    def _legal_delay(self, c: Dict[str, Any]) -> bool:
        delay, limits = c.get("default_rep_delay"), c.get("rep_delay_range")
        return delay is None or limits is None or limits[0] <= delay <= limits[1]

    def _legal_gate(self, gate: Dict[str, Any], n_qubits: int) -> bool:
        parameters, definition = gate.get("parameters"), gate.get("qasm_def")
        return (
            _text(gate.get("name"))
            and (parameters is None or _list(parameters, _string))
            and (definition is None or _string(definition))
            and _tuples(gate.get("coupling_map"), n_qubits)
        )

    def legal_properties(self, p: Any, name: str, n_qubits: int) -> bool:
        if not (_sound(p) and isinstance(p, dict) and p.get("backend_name") == name):
            return False
        if not (_string(p.get("backend_version")) and _utc(p.get("last_update_date"))):
            return False
        qubits, gates, general = p.get("qubits"), p.get("gates"), p.get("general")
        if not (isinstance(qubits, list) and isinstance(gates, list)):
            return False
        return (
            len(qubits) == n_qubits
            and all(self._legal_values(values, QUBIT) for values in qubits)
            and all(self._legal_calibration(gate, n_qubits) for gate in gates)
            and len({(g["gate"], tuple(g["qubits"])) for g in gates}) == len(gates)
            and len({(g["gate"], len(g["qubits"])) for g in gates})
            == len({g["gate"] for g in gates})
            and self._legal_values(general, {}, utc=True)
        )

    def _legal_calibration(self, gate: Any, n_qubits: int) -> bool:
        return (
            isinstance(gate, dict)
            and _text(gate.get("gate"))
            and _qubits(gate.get("qubits"), n_qubits)
            and bool(gate["qubits"])
            and self._legal_values(gate.get("parameters"), GATE)
        )

    def _legal_values(self, values: Any, known: Dict[str, Any], *, utc: bool = False) -> bool:
        dates = _utc if utc else _date
        if not _list(values, lambda value: isinstance(value, dict)):
            return False
        for value in values:
            fields = _text(value.get("name")) and _string(value.get("unit"))
            if not (fields and _number(value.get("value")) and dates(value.get("date"))):
                return False
            if value["name"] in known:
                units, legal = known[value["name"]]
                if value["unit"] not in units or not legal(self.si(value)):
                    return False
        return len({value["name"] for value in values}) == len(values)

    def si(self, value: Dict[str, Any]) -> Optional[float]:
        """The value (as a double) in SI units, rounded once; None if beyond any double."""
        try:
            return float(Fraction(float(value["value"])) * Fraction(10) ** POWERS[value["unit"]])
        except OverflowError:
            return None

    def say(self, values: List[Dict[str, Any]], name: str) -> Optional[float]:
        """The SI value of that name among ``values``."""
        return next((self.si(value) for value in values if value["name"] == name), None)

    def check(self, recording: Any, configuration: Any, properties: Any) -> None:
        """The recording, loaded from these, says what they say."""
        self.check_configuration(recording.configuration, configuration)
        self.check_snapshot(recording.properties(), properties)

    def check_configuration(self, found: Any, c: Dict[str, Any]) -> None:
        assert found.json == c
        same = ("backend_name", "backend_version", "n_qubits", "max_shots", "memory")
        named = {"backend_name": "name", "backend_version": "version"}
        for field in (*same, "conditional", "open_pulse", "simulator", "local"):
            assert getattr(found, named.get(field, field)) == c[field]
        for field in ("max_experiments", "quantum_volume", "description"):
            assert getattr(found, field) == c.get(field)
        for field in ("basis_gates", "supported_instructions", "meas_levels"):
            assert getattr(found, field) == tuple(c.get(field) or ())
        assert found.dynamic_reprate_enabled == bool(c.get("dynamic_reprate_enabled"))
        assert found.coupling_map == _tupled(c["coupling_map"])
        assert found.meas_map == _tupled(c.get("meas_map"))
        assert [gate.name for gate in found.gates] == [gate["name"] for gate in c["gates"]]
        for ours, gate in zip(found.gates, c["gates"]):
            assert ours.coupling_map == _tupled(gate.get("coupling_map"))
            assert ours.parameters == tuple(gate.get("parameters") or ())
            assert ours.qasm_def == gate.get("qasm_def")
        _check_scaled(found.dt, c.get("dt"), 1e-9)
        _check_scaled(found.dtm, c.get("dtm"), 1e-9)
        _check_scaled(found.default_rep_delay, c.get("default_rep_delay"), 1e-6)
        limits = c.get("rep_delay_range")
        for ours, told in zip(found.rep_delay_range or (None, None), limits or (None, None)):
            _check_scaled(ours, told, 1e-6)
        assert dict(found.timing_constraints) == (c.get("timing_constraints") or {})
        assert (found.processor_type is None) == (c.get("processor_type") is None)
        assert found.online_date == _utc(c.get("online_date"))

    def check_snapshot(self, found: Any, p: Dict[str, Any]) -> None:
        assert found.json == p
        assert (found.device, found.version) == (p["backend_name"], p["backend_version"])
        assert found.date == _utc(p["last_update_date"])
        assert found.date.tzinfo is timezone.utc
        for ours, values in zip(found.qubits, p["qubits"]):
            for field, name in QUBIT_FIELDS.items():
                assert getattr(ours, field) == self.say(values, name)
            assert ours.operational == (self.say(values, "operational") != 0)
        for ours, gate in zip(found.gates, p["gates"]):
            assert (ours.gate, ours.qubits) == (gate["gate"], tuple(gate["qubits"]))
            assert ours.error == self.say(gate["parameters"], "gate_error")
            assert ours.length == self.say(gate["parameters"], "gate_length")
            assert ours.operational == (self.say(gate["parameters"], "operational") != 0)
            assert found.gate(gate["gate"], gate["qubits"]) is ours
        told = [(v["name"], float(v["value"]), v["unit"], _utc(v["date"])) for v in p["general"]]
        assert [(v.name, v.value, v.unit, v.date) for v in found.general] == told


TIME = {"s": 0, "ms": -3, "us": -6, "\u00b5s": -6, "\u03bcs": -6, "ns": -9}
FREQUENCY = {"Hz": 0, "kHz": 3, "MHz": 6, "GHz": 9}
NUMBER = {"": 0}
POWERS = {**TIME, **FREQUENCY, **NUMBER}


def _above_zero(value):
    return value is not None and value > 0


def _not_negative(value):
    return value is not None and value >= 0


def _probability(value):
    return value is not None and 0 <= value <= 1


def _finite(value):
    return value is not None


def _flag(value):
    return value in (0, 1)


QUBIT = {
    "T1": (TIME, _above_zero),
    "T2": (TIME, _above_zero),
    "frequency": (FREQUENCY, _not_negative),
    "anharmonicity": (FREQUENCY, _finite),
    "readout_error": (NUMBER, _probability),
    "prob_meas0_prep1": (NUMBER, _probability),
    "prob_meas1_prep0": (NUMBER, _probability),
    "readout_length": (TIME, _not_negative),
    "operational": (NUMBER, _flag),
}
QUBIT_FIELDS = {
    "t1": "T1",
    "t2": "T2",
    **{name: name for name in QUBIT if name not in ("T1", "T2", "operational")},
}
GATE = {
    "gate_error": (NUMBER, _probability),
    "gate_length": (TIME, _not_negative),
    "operational": (NUMBER, _flag),
}


def _string(value):
    return isinstance(value, str)


def _text(value):
    return isinstance(value, str) and value != ""


def _whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _count(value):
    return _whole(value) and 1 <= value < 2**63


def _number(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _list(value, legal):
    return isinstance(value, list) and all(legal(part) for part in value)


def _qubits(value, n_qubits):
    return _list(value, lambda q: _whole(q) and 0 <= q < n_qubits) and len(set(value)) == len(value)


def _tuples(value, n_qubits, size=None):
    if value is None:
        return True
    if not _list(value, lambda qubits: _qubits(qubits, n_qubits) and len(qubits) > 0):
        return False
    sizes = {len(qubits) for qubits in value} | ({size} if size else set())
    return len(sizes) <= 1 and len({tuple(qubits) for qubits in value}) == len(value)


def _tupled(value):
    return None if value is None else tuple(tuple(part) for part in value)


def _check_scaled(ours, told, factor):
    assert (ours is None) == (told is None)
    if told is not None:
        assert ours == pytest.approx(told * factor, rel=1e-12)


_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):?(\d\d))"
)


def _date(value):
    match = _RFC3339.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    *fields, fraction, sign, hours, minutes = match.groups()
    try:
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        zone = timezone(-offset if sign == "-" else offset)
        if int(hours or 0) > 23 or int(minutes or 0) > 59:
            return None
        date = datetime(*map(int, fields), tzinfo=zone)
    except ValueError:
        return None
    return date + timedelta(microseconds=round(float(f"0.{fraction or 0}") * 1e6))


def _utc(value):
    date = _date(value)
    try:
        return None if date is None else date.astimezone(timezone.utc)
    except OverflowError:
        return None


def _sound(value):
    """Whether JSON can hold it: no NaN, no infinity, no half of a surrogate pair."""
    if isinstance(value, dict):
        return all(_sound(key) and _sound(part) for key, part in value.items())
    if isinstance(value, list):
        return all(_sound(part) for part in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, str):
        return not re.search("[\ud800-\udfff]", value)
    return True
