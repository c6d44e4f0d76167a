"""A recording's drifted twin: the same device on a later day, on which a few things have become worse.

Enters: a `Recording` and a `Drift`. Leaves: a `Recording` with the history of the first and one date more. It
stands for the live device where there is none to ask: in tests, and in benchmarks that have to know what has changed.

>>> from qhil.recordings import load_recording
>>> manila = load_recording("ibmq_manila")
>>> twin = drifted(manila, Drift(couplings={(0, 1): 2.0}, readout={3: 0.03}))
>>> round(twin.properties().gate("cx", (1, 0)).error / manila.properties().gate("cx", (1, 0)).error, 6)
2.0
>>> len(twin.history) - len(manila.history)
1
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Dict, FrozenSet, Mapping, Optional, Tuple

from qhil.errors import RecordingError
from qhil.recordings.calibration import CalibrationSnapshot, GateCalibration
from qhil.recordings.provenance import Provenance
from qhil.recordings.reading import recording_from_json
from qhil.recordings.recording import Recording
from qhil.recordings.relaxation_error import relaxation_error

_READOUT = ("readout_error", "prob_meas0_prep1", "prob_meas1_prep0")
_NO_BETTER_THAN_CHANCE = 0.5


@dataclass(frozen=True)
class Drift:
    """What has changed, by qubit and by coupling.

    ``t1``: factors of a qubit's T1 (0.5: halved); T2 is lowered to 2 T1 where it would exceed it, and the error of
    each gate on the qubit grows by what the faster relaxation adds to it, as it would on a device. ``readout``:
    what is added to a qubit's readout errors, in both directions, as probability. ``couplings``: factors of the
    error of each gate on these two qubits, whichever comes first. ``dead``: qubits whose gates have the error 1
    that published snapshots give to a dead gate, and whose readout is chance. They are reported as operational, so
    that circuits still run there.
    """

    t1: Mapping[int, float] = field(default_factory=dict)
    readout: Mapping[int, float] = field(default_factory=dict)
    couplings: Mapping[Tuple[int, int], float] = field(default_factory=dict)
    dead: Tuple[int, ...] = ()


def drifted(recording: Recording, drift: Drift, *, date: Optional[datetime] = None) -> Recording:
    """The twin of ``recording``: its newest properties, changed by ``drift``, are those of ``date``.

    Without ``date``, of a day later. Errors end at 1. What was fitted to the device before its drift is not the twin's.

    Raises:
        RecordingError: for a qubit or coupling that the device has not, and a date that is not later than its newest.
    """
    newest = recording.properties()
    _check(recording, drift)
    later = newest.date + timedelta(days=1) if date is None else date
    properties = _Drifting(newest, drift, later.isoformat()).properties()
    history = [*(snapshot.json for snapshot in recording.history), properties]
    twin = recording_from_json(
        recording.configuration.json,
        history,
        recording.defaults_json,
        Provenance("memory", origin=f"drifted twin of {recording.name} of {newest.date}"),
    )
    if twin.properties().date <= newest.date:
        raise RecordingError(
            "a twin drifts from the newest properties on",
            expected=f"a date after {newest.date.isoformat()}",
            found=later.isoformat(),
        )
    return twin


class _Drifting:
    """One set of properties on its way, in the units that it is recorded in."""

    def __init__(self, snapshot: CalibrationSnapshot, drift: Drift, date: str) -> None:
        self._snapshot = snapshot
        self._drift = drift
        self._date = date
        self._factors = {frozenset(pair): factor for pair, factor in drift.couplings.items()}

    def properties(self) -> Dict[str, Any]:
        properties = self._snapshot.json
        properties["last_update_date"] = self._date
        for qubit, values in enumerate(properties["qubits"]):
            for value in values:
                self._set(value, self._qubit_value(qubit, value))
        for gate, entry in zip(self._snapshot.gates, properties["gates"]):
            for value in entry["parameters"]:
                if value["name"] == "gate_error":
                    self._set(value, self._gate_error(gate, value["value"]))
        return properties

    def _set(self, value: Dict[str, Any], drifted_to: float) -> None:
        if value["value"] != drifted_to:
            value.update(value=drifted_to, date=self._date)

    def _qubit_value(self, qubit: int, value: Mapping[str, Any]) -> float:
        now: float = value["value"]
        factor = self._drift.t1.get(qubit, 1.0)
        if value["name"] == "T1":
            return now * factor
        if value["name"] == "T2":
            recorded = self._snapshot.qubits[qubit]
            if factor < 1 and recorded.t1 and recorded.t2:
                return now * min(1.0, 2 * recorded.t1 * factor / recorded.t2)
        elif value["name"] in _READOUT:
            if qubit in self._drift.dead:
                return _NO_BETTER_THAN_CHANCE
            return min(max(now + self._drift.readout.get(qubit, 0.0), 0.0), 1.0)
        return now

    def _gate_error(self, gate: GateCalibration, error: float) -> float:
        if set(gate.qubits) & set(self._drift.dead):
            return 1.0
        factor = self._factors.get(frozenset(gate.qubits), 1.0)
        return min(max(error * factor + self._relaxation_added(gate), 0.0), 1.0)

    def _relaxation_added(self, gate: GateCalibration) -> float:
        if not gate.length or not self._drift.t1.keys() & set(gate.qubits):
            return 0.0
        times = [
            (self._snapshot.qubits[one].t1, self._snapshot.qubits[one].t2) for one in gate.qubits
        ]
        before, after = [], []
        for qubit, (t1, t2) in zip(gate.qubits, times):
            if t1 is None or t2 is None:  # then nothing is known of its relaxation
                return 0.0
            shorter = t1 * self._drift.t1.get(qubit, 1.0)
            before.append((t1, min(t2, 2 * t1)))
            after.append((shorter, min(t2, 2 * shorter)))
        return relaxation_error(gate.length, after) - relaxation_error(gate.length, before)


def _check(recording: Recording, drift: Drift) -> None:
    n_qubits = recording.n_qubits
    for qubit in (*drift.t1, *drift.readout, *drift.dead):
        if not 0 <= qubit < n_qubits:
            raise RecordingError(
                f"{recording.name} has no such qubit",
                expected=f"a qubit from 0 to {n_qubits - 1}",
                found=str(qubit),
            )
    coupled: FrozenSet[FrozenSet[int]] = frozenset(
        frozenset(pair) for pair in recording.configuration.coupling_map or ()
    )
    for pair in drift.couplings:
        if frozenset(pair) not in coupled:
            near = sorted(tuple(sorted(one)) for one in coupled if one & set(pair))
            raise RecordingError(
                f"{recording.name} has no such coupling",
                expected=f"for instance {', '.join(map(str, near or [sorted(one) for one in coupled][:3]))}",
                found=str(pair),
            )
