"""A circuit as the hardware runs it: scheduled, with what waiting does to its qubits put between its gates.

Enters: a circuit and what the device is like. Leaves: the circuit with relaxation (and detuning) of each idle qubit
and ZZ phases of each idle pair as instructions, in the order in which they happen; its own gates get their
errors from the noise model, as in `recorded`.

Phases and relaxation do not quite commute (decay of one qubit stops the phase of another): a phase of up to half a
radian stands in the middle of the time that it takes, so that the error is of third order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import (
    AbstractSet,
    Any,
    Dict,
    FrozenSet,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from qhil.errors import CalibrationError
from qhil.noise.idling import Waiting, phase_instruction, waiting_instruction
from qhil.noise.timeline import Length, Timed, Timeline, bits_of, timeline
from qhil.noise.toggling import (
    DIAGONAL,
    Life,
    Phase,
    acts_at,
    lives,
    pair_phases,
    seen_times,
    turns_qubit,
)
from qhil.noise.zz_rates import Pair

_CUTTING = frozenset({"store"})  # what classical bits it reads is not among its own


@dataclass(frozen=True)
class Surroundings:
    """What the qubits of one device go through, in SI units.

    ``t1`` and ``t2`` by qubit, None where not recorded; ``zz`` and ``detunings`` in Hz; ``width``: standard deviation,
    in Hz, of a detuning that stays during a shot. ``length`` of an instruction on qubits. ``reversed_sites``: see
    :func:`qhil.noise.toggling.lives`. ``strict``: refuse to let a qubit wait whose T1 or T2 is not known.
    """

    t1: Sequence[Optional[float]]
    t2: Sequence[Optional[float]]
    zz: Mapping[Pair, float]
    detunings: Mapping[int, float]
    width: float
    length: Length
    reversed_sites: AbstractSet[Tuple[int, ...]]
    strict: bool = True

    def waiting(self, qubit: int, waiting: Waiting) -> Any:
        """What waiting does to a qubit, as an instruction.

        Raises:
            CalibrationError: if it relaxes and T1 or T2 is not recorded.
        """
        t1, t2 = self.t1[qubit], self.t2[qubit]
        if self.strict and waiting.time > 0 and (t1 is None or t2 is None):
            raise CalibrationError(
                f"qubit {qubit} waits, and its T1 or T2 is not recorded; missing='ideal' lets it wait unharmed"
            )
        return waiting_instruction(waiting, t1, t2)


def with_waiting(circuit: Any, around: Surroundings) -> Any:
    """``circuit``, whose qubit i is the device's, with what happens to waiting qubits.

    Control flow cuts it: what stands before, within and after is scheduled by itself, and qubits outside do
    not wait for a block, whose length is not known beforehand.
    """
    numbers = {qubit: index for index, qubit in enumerate(circuit.qubits)}
    return _rewritten(circuit, numbers, around, awake=frozenset(), goes_on=False)


def _rewritten(
    circuit: Any,
    numbers: Dict[Any, int],
    around: Surroundings,
    *,
    awake: FrozenSet[int],
    goes_on: bool,
) -> Any:
    """``awake``: qubits that may be in another state than 0 at the start. ``goes_on``: whether more follows."""
    woven = circuit.copy_empty_like()
    parts = _parts(circuit)
    for position, part in enumerate(parts):
        last = position == len(parts) - 1
        if isinstance(part, list):
            line = timeline(part, numbers, around.length)
            _Weaver(woven, numbers, line, around, awake, goes_on=goes_on or not last).weave()
            awake |= {qubit for timed in line.timed for qubit in timed.qubits}
        else:
            inside = frozenset(numbers[qubit] for qubit in part.qubits)
            operation = _with_blocks(part, numbers, around, inside)
            woven.append(operation, part.qubits, part.clbits)
            awake |= inside
    return woven


def _with_blocks(
    item: Any, numbers: Dict[Any, int], around: Surroundings, inside: FrozenSet[int]
) -> Any:
    blocks = getattr(item.operation, "blocks", None)
    if not blocks:
        return item.operation
    outer = [numbers[qubit] for qubit in item.qubits]
    return item.operation.replace_blocks(
        [
            _rewritten(block, dict(zip(block.qubits, outer)), around, awake=inside, goes_on=True)
            for block in blocks
        ]
    )


def _parts(circuit: Any) -> List[Any]:
    """Straight lines of instructions, as lists, and what stands between them."""
    parts: List[Any] = [[]]
    for item in circuit.data:
        if getattr(item.operation, "blocks", None) or item.operation.name in _CUTTING:
            parts += [item, []]
        else:
            parts[-1].append(item)
    return parts


class _Weaver:
    """Appends a timeline to a circuit, with what waiting does in between."""

    def __init__(
        self,
        circuit: Any,
        numbers: Mapping[Any, int],
        line: Timeline,
        around: Surroundings,
        awake: FrozenSet[int],
        *,
        goes_on: bool,
    ) -> None:
        self._circuit = circuit
        self._bits = {number: qubit for qubit, number in numbers.items()}
        self._line = line.timed
        self._around = around
        self._goes_on = goes_on
        self._lives = _lives(line, around, awake, goes_on=goes_on)
        # By qubit: until when its waiting is in the circuit, and what is not yet.
        self._done = {qubit: life.first for qubit, life in self._lives.items()}
        self._phase = dict.fromkeys(self._lives, 0.0)
        self._variance = dict.fromkeys(self._lives, 0.0)
        # Starts of what each qubit is busy with, the next one last.
        self._next: Dict[int, List[float]] = {qubit: [0.0] for qubit in self._lives}
        for timed in reversed(self._line):
            for qubit in timed.qubits:
                self._next[qubit].append(timed.start)

    def weave(self) -> None:
        """Append everything in the order of time."""
        events: List[Tuple[float, int, Any]] = [
            (_when(timed, final=final), index, timed)
            for index, (timed, final) in enumerate(zip(self._line, _final(self._line)))
        ]
        events += [(phase.time, -1, phase) for phase in self._phases()]
        events += [(time, -1, wait) for time, wait in self._own()]
        for _, _, event in sorted(events, key=lambda event: event[:2]):
            if isinstance(event, Timed):
                self._instruction(event)
            elif isinstance(event, Phase):
                self._add(event)
            else:
                qubit, wait = event
                self._phase[qubit] += wait.phase
                self._variance[qubit] += wait.spread**2
        if self._goes_on:
            for qubit in self._lives:
                self._wait(qubit, 0.0, turned=True)

    def _phases(self) -> Iterator[Phase]:
        for pair, rate in self._around.zz.items():
            if self._lives.keys() >= set(pair):
                for phase in pair_phases(pair, rate, self._lives):
                    if phase.angle:
                        yield phase

    def _own(self) -> Iterator[Tuple[float, Tuple[int, Waiting]]]:
        """Phases from what a qubit's own frequency is off by."""
        width = self._around.width
        for qubit, life in self._lives.items():
            detuning = self._around.detunings.get(qubit, 0.0)
            if detuning or width:
                for moment, seconds in seen_times(life):
                    turn = 2 * math.pi * seconds
                    yield moment, (qubit, Waiting(0.0, -turn * detuning, abs(turn) * width))

    def _add(self, phase: Phase) -> None:
        if len(phase.qubits) == 1:
            self._phase[phase.qubits[0]] += phase.angle
            return
        for qubit in phase.qubits:
            self._wait(qubit, phase.time, turned=False)
        self._append(phase_instruction(phase.angle), phase.qubits)

    def _instruction(self, timed: Timed) -> None:
        passes = timed.name in DIAGONAL and timed.name != "measure"
        for qubit in timed.qubits:
            if not passes:
                self._wait(qubit, timed.start, turned=turns_qubit(timed, qubit))
            elif timed.end > timed.start:
                self._wait(qubit, timed.start, turned=False)
            self._next[qubit].pop()
            if timed.end > timed.start:
                self._done[qubit] = max(self._done[qubit], timed.end)
        self._circuit.append(timed.item.operation, timed.item.qubits, timed.item.clbits)

    def _wait(self, qubit: int, until: float, *, turned: bool) -> None:
        """Put a qubit's relaxation up to ``until``, or to what it does next, into the circuit.

        Its phases only if it is ``turned``: they pass through all else.
        """
        until = min(until, self._next[qubit][-1])
        time = max(0.0, until - self._done[qubit])
        waiting = Waiting(time)
        if turned:
            waiting = Waiting(time, self._phase[qubit], math.sqrt(self._variance[qubit]))
            self._phase[qubit] = self._variance[qubit] = 0.0
        if waiting.is_nothing:
            return
        self._append(self._around.waiting(qubit, waiting), (qubit,))
        self._done[qubit] = max(self._done[qubit], until)

    def _append(self, operation: Any, qubits: Tuple[int, ...]) -> None:
        self._circuit.append(operation, [self._bits[qubit] for qubit in qubits])


def _lives(
    line: Timeline, around: Surroundings, awake: FrozenSet[int], *, goes_on: bool
) -> Dict[int, Life]:
    """As :func:`qhil.noise.toggling.lives`, with qubits that are awake from the start or stay so at the end."""
    found = lives(line.timed, around.reversed_sites)
    for qubit in awake:
        found[qubit] = replace(found.get(qubit, Life(line.begin)), first=line.begin)
    if goes_on:
        for qubit, life in found.items():
            found[qubit] = replace(life, turns=(*life.turns, 0.0))
    return found


def _final(line: Sequence[Timed]) -> List[bool]:
    """Of each instruction, whether it is a measurement after which its qubit and bit are left alone."""
    used: Set[Any] = set()
    found = []
    for timed in reversed(line):
        bits = set(bits_of(timed.item))
        found.append(timed.name == "measure" and used.isdisjoint(bits))
        used |= bits
    return found[::-1]


def _when(timed: Timed, *, final: bool) -> float:
    """Final measurements stand at the end, where Aer samples all shots from one state."""
    return math.inf if final else acts_at(timed)
