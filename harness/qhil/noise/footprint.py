"""What circuits touch: every (instruction, qubits) pair that can carry noise, found in one pass.

Control flow is followed into its blocks, with qubits mapped to the outer circuit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, Iterable, Optional, Sequence, Set, Tuple

Site = Tuple[str, Tuple[int, ...]]

# Instructions that do nothing to a qubit, or only to classical bits.
_FREE = frozenset({"barrier", "snapshot", "store", "break_loop", "continue_loop", "global_phase"})


@dataclass(frozen=True)
class Footprint:
    """Where noise can act.

    ``gates``: sites of gates and resets. ``measured`` and ``delayed``: qubits. ``names``: of all
    instructions. ``conditional``: some instruction is conditioned, or there is control flow. ``labelled``: some
    instruction carries a label. ``terminal``: nothing follows a measurement on its qubit, and there
    is no reset, condition or control flow (so that a simulator may sample all shots from one final state).
    ``finite``: no parameter is infinite or not a number.
    """

    gates: FrozenSet[Site]
    measured: FrozenSet[int]
    delayed: FrozenSet[int]
    names: FrozenSet[str]
    conditional: bool
    labelled: bool
    terminal: bool
    finite: bool

    @property
    def qubits(self) -> FrozenSet[int]:
        """Every qubit that is touched."""
        return self.measured | self.delayed | {q for _, qubits in self.gates for q in qubits}


def footprint(circuit: Any) -> Footprint:
    """The footprint of one circuit, whose qubit ``i`` is the device's qubit ``i``."""
    walk = _Walk()
    walk.enter(circuit, range(circuit.num_qubits))
    return Footprint(
        gates=frozenset(walk.gates),
        measured=frozenset(walk.measured),
        delayed=frozenset(walk.delayed),
        names=frozenset(walk.names),
        conditional=walk.conditional,
        labelled=walk.labelled,
        terminal=walk.terminal and not walk.conditional and "reset" not in walk.names,
        finite=walk.finite,
    )


def union(footprints: Iterable[Footprint]) -> Footprint:
    """What several circuits touch together."""
    parts = list(footprints)
    return Footprint(
        gates=frozenset().union(*(part.gates for part in parts)),
        measured=frozenset().union(*(part.measured for part in parts)),
        delayed=frozenset().union(*(part.delayed for part in parts)),
        names=frozenset().union(*(part.names for part in parts)),
        conditional=any(part.conditional for part in parts),
        labelled=any(part.labelled for part in parts),
        terminal=all(part.terminal for part in parts),
        finite=all(part.finite for part in parts),
    )


def find(circuit: Any, name: str, qubits: Optional[Tuple[int, ...]] = None) -> str:
    """Words for the first instruction of that name (and on these qubits): ``instruction 3, cx on qubits [0, 4]``."""
    for position, item in enumerate(circuit.data):
        touched = footprint_of_item(circuit, item)
        if name in touched.names and (qubits is None or (name, qubits) in touched.gates):
            inner = "" if item.operation.name == name else f" inside {item.operation.name}"
            on = (
                [circuit.qubits.index(qubit) for qubit in item.qubits]
                if qubits is None
                else list(qubits)
            )
            return f"instruction {position}, {name} on qubits {on}{inner},"
    return name


def condition_of(operation: Any) -> Optional[Any]:
    """The classical condition under which an instruction acts, or None.

    Read past the property where there is one: Qiskit 1.3 deprecates it, and has nothing in its place.
    """
    condition = getattr(operation, "_condition", operation)
    return getattr(operation, "condition", None) if condition is operation else condition


def footprint_of_item(circuit: Any, item: Any) -> Footprint:
    """The footprint of a single instruction of ``circuit``."""
    alone = circuit.copy_empty_like()
    alone.append(item.operation, item.qubits, item.clbits)
    return footprint(alone)


class _Walk:
    """Collects sites while walking a circuit and the blocks inside it."""

    def __init__(self) -> None:
        self.gates: Set[Site] = set()
        self.measured: Set[int] = set()
        self.delayed: Set[int] = set()
        self.names: Set[str] = set()
        self.conditional = False
        self.labelled = False
        self.terminal = True
        self.finite = True

    def enter(self, circuit: Any, outer: Sequence[int]) -> None:
        index: Dict[Any, int] = dict(zip(circuit.qubits, outer))
        for item in circuit.data:
            operation = item.operation
            name = operation.name
            self.names.add(name)
            if name in _FREE:
                continue
            qubits = tuple([index[qubit] for qubit in item.qubits])
            blocks = getattr(operation, "blocks", None)
            if blocks:
                self.conditional = True
                for block in blocks:
                    self.enter(block, qubits)
                continue
            self._site(name, qubits)
            if condition_of(operation) is not None:
                self.conditional = True
            if operation.label is not None:
                self.labelled = True
            for value in operation.params:
                if isinstance(value, float) and not math.isfinite(value):
                    self.finite = False

    def _site(self, name: str, qubits: Tuple[int, ...]) -> None:
        if self.terminal and not self.measured.isdisjoint(qubits):
            self.terminal = False
        if name == "measure":
            self.measured.add(qubits[0])
        elif name == "delay":
            self.delayed.add(qubits[0])
        else:
            self.gates.add((name, qubits))
