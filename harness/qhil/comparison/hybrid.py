"""Calibrations that differ from a recording's in one part: taken from a newer one, or made worse on trial.

a recording and a `Part` (a qubit's relaxation or readout, a gate's error and length) -> `CalibrationSnapshot`
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Sequence, Set, Tuple

from qhil.recordings import CalibrationSnapshot, Recording
from qhil.recordings.drifted import Drift, drifted

if TYPE_CHECKING:
    from qhil.noise import Footprint

RELAXATION, READOUT, GATE, DEAD = "relaxation", "readout", "gate error", "dead"
_VALUES = {
    RELAXATION: ("T1", "T2"),
    READOUT: ("readout_error", "prob_meas0_prep1", "prob_meas1_prep0"),
    GATE: ("gate_error", "gate_length"),
}
# What a suspect is tried with. The amount that fits is a multiple.
_TRIED_T1 = 0.5
_TRIED_READOUT = 0.03
_TRIED_GATE = 2.0


@dataclass(frozen=True)
class Part:
    """A part of a device. ``gates``: names of the gates, where it is about those on ``qubits``, in any order."""

    what: str
    qubits: Tuple[int, ...]
    gates: Tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """``qubit 3``, ``cx 0-1``."""
        if self.what == GATE and len(self.qubits) > 1:
            return f"{'/'.join(self.gates)} {'-'.join(map(str, self.qubits))}"
        return f"qubit {self.qubits[0]}"

    def matters_to(self, touched: Footprint) -> bool:
        """Whether a circuit of that footprint can tell."""
        if self.what == READOUT:
            return self.qubits[0] in touched.measured
        if self.what == GATE:
            mine = set(self.qubits)
            return any(name in self.gates and set(qubits) == mine for name, qubits in touched.gates)
        return self.qubits[0] in touched.qubits

    def amount(self, along: float) -> str:
        """In words, a change of so many times what was tried."""
        if self.what == READOUT:
            return f"readout error up by {100 * _TRIED_READOUT * along:.1f} points"
        if self.what == GATE:
            return f"error {1 + (_TRIED_GATE - 1) * along:.1f} times as large"
        if self.what == RELAXATION:
            return f"relaxation {1 + (1 / _TRIED_T1 - 1) * along:.1f} times as fast"
        return f"dead to {100 * min(1.0, along):.2g} %"


def changed_parts(before: CalibrationSnapshot, after: CalibrationSnapshot) -> Iterator[Part]:
    """The parts in which two calibrations of one device differ, where both have them."""
    for index, (one, other) in enumerate(zip(before.qubits, after.qubits)):
        if (one.t1, one.t2) != (other.t1, other.t2):
            yield Part(RELAXATION, (index,))
        readout = [(q.readout_error, q.prob_meas0_prep1, q.prob_meas1_prep0) for q in (one, other)]
        if readout[0] != readout[1]:
            yield Part(READOUT, (index,))
    groups: Dict[Tuple[int, ...], Set[str]] = {}
    for gate in before.gates:
        now = after.gate(gate.gate, gate.qubits)
        if now is not None and (gate.error, gate.length) != (now.error, now.length):
            groups.setdefault(tuple(sorted(gate.qubits)), set()).add(gate.gate)
    for qubits, names in sorted(groups.items()):
        yield Part(GATE, qubits, tuple(sorted(names)))


def with_part(recorded: Recording, newer: CalibrationSnapshot, part: Part) -> CalibrationSnapshot:
    """The recording's newest properties, with that part as in ``newer``."""
    base, other = recorded.properties().json, newer.json
    names = _VALUES[part.what]
    if part.what == GATE:
        theirs = {(gate["gate"], tuple(gate["qubits"])): gate for gate in other["gates"]}
        for gate in base["gates"]:
            place = (gate["gate"], tuple(gate["qubits"]))
            if gate["gate"] in part.gates and set(place[1]) == set(part.qubits):
                _take(gate["parameters"], theirs.get(place, gate)["parameters"], names)
    else:
        _take(base["qubits"][part.qubits[0]], other["qubits"][part.qubits[0]], names)
    return Recording.from_json(recorded.configuration.json, base).properties()


def suspects(recorded: Recording, footprints: Sequence[Footprint]) -> List[Part]:
    """The parts that these circuits use, as far as the recording knows them."""
    snapshot = recorded.properties()
    measured = sorted({qubit for one in footprints for qubit in one.measured})
    touched = sorted({qubit for one in footprints for qubit in one.qubits})
    couplings: Dict[Tuple[int, ...], Set[str]] = {}
    for name, qubits in {site for one in footprints for site in one.gates}:
        if len(qubits) == 2:
            couplings.setdefault(tuple(sorted(qubits)), set()).add(name)
    found = [Part(READOUT, (q,)) for q in measured if snapshot.qubits[q].readout_error is not None]
    found += [Part(RELAXATION, (q,)) for q in touched if snapshot.qubits[q].t1 is not None]
    found += [Part(GATE, pair, tuple(sorted(names))) for pair, names in sorted(couplings.items())]
    return found + [Part(DEAD, (q,)) for q in touched]


def worse(recorded: Recording, part: Part) -> CalibrationSnapshot:
    """The newest properties with that part worse, as a trial."""
    bare = dataclasses.replace(recorded, history=recorded.history[-1:], defaults_text=None)
    qubit = part.qubits[0]
    if part.what == READOUT:
        drift = Drift(readout={qubit: _TRIED_READOUT})
    elif part.what == RELAXATION:
        drift = Drift(t1={qubit: _TRIED_T1})
    elif part.what == DEAD:
        drift = Drift(dead=(qubit,))
    else:
        drift = Drift(couplings={(part.qubits[0], part.qubits[1]): _TRIED_GATE})
    return drifted(bare, drift).properties()


def _take(mine: List[Dict[str, Any]], theirs: List[Dict[str, Any]], names: Sequence[str]) -> None:
    """The values of those names from the other list, in place."""
    new = {value["name"]: value for value in theirs if value["name"] in names}
    for index, value in enumerate(mine):
        if value["name"] in new:
            mine[index] = new[value["name"]]
