"""What ZZ and detunings do to the phases of qubits, in the frame in which the gates are perfect.

Enters: a timeline and a rate in Hz by pair. Leaves: phases of pairs and single qubits, each with the moment at which it
is to be applied; and for how long a qubit sees a detuning of its own.

While two coupled qubits idle, H / h = zeta n_i n_j with n = (1 - Z) / 2: phase -2 pi zeta t on |11>. A pulse turns a
qubit, and with it what its neighbour sees. In the frame that turns along, Z becomes f Z: f is 1 while a qubit
idles; -1 in the first half of an echoed cross-resonance gate and 1 in the second for its control, which the echo flips;
0 for its target, which the drive turns about x all the time. Then n becomes (1 - f) / 2 + f n, and the product is,
up to a constant,

    f_i f_j n_i n_j  +  f_i (1 - f_j) / 2 n_i  +  f_j (1 - f_i) / 2 n_j

so that an idle neighbour of either qubit of a running gate sees it excited half of the time. The frame is the one
*after* the gate: for ecr, which leaves its control flipped, this is what puts the -1 into the first half. The
two qubits of a gate do not see each other beyond what the gate is calibrated to do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import AbstractSet, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from qhil.noise.timeline import Timed
from qhil.noise.zz_rates import Pair

ECHOED = frozenset({"cx", "ecr"})
# Diagonal in the computational basis, so that phases pass through; `measure` keeps what is diagonal.
DIAGONAL = frozenset(
    {
        "id",
        "rz",
        "z",
        "s",
        "sdg",
        "t",
        "tdg",
        "p",
        "u1",
        "cz",
        "cp",
        "cu1",
        "crz",
        "rzz",
        "ccz",
        "measure",
    }
    | {"barrier", "delay", "diagonal", "snapshot", "store", "global_phase"}
)
# Phases of a pair over a longer interval are applied in parts, so that they and relaxation alternate.
_MOST_AT_ONCE = 0.5  # rad


@dataclass(frozen=True)
class Piece:
    """From ``start`` to ``end`` the qubit's Z is ``factor`` Z; ``partner`` is the gate's other qubit."""

    start: float
    end: float
    factor: float
    partner: int


@dataclass(frozen=True)
class Life:
    """What concerns the phases of one qubit: from when on, when it is turned, and its gates with other qubits."""

    first: float
    turns: Sequence[float] = ()
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True)
class Phase:
    """A phase, in rad, on 1 of ``qubits`` (all of them in 1), to be applied at ``time``."""

    time: float
    qubits: Tuple[int, ...]
    angle: float


def acts_at(timed: Timed) -> float:
    """The moment at which an instruction is taken to act: one qubit's in its middle, a gate on more at its start."""
    if len(timed.qubits) == 1 and timed.name != "measure":
        return timed.middle
    return timed.start


def lives(
    line: Sequence[Timed], reversed_sites: AbstractSet[Tuple[int, ...]] = frozenset()
) -> Dict[int, Life]:
    """What each qubit that the timeline touches goes through.

    ``reversed_sites``: qubits of echoed gates that are made from the gate in the other direction, between pulses on
    both qubits. Which of the two is flipped then changes frames with it; both are taken to see nothing.
    """
    first: Dict[int, float] = {}
    turns: Dict[int, List[float]] = {}
    pieces: Dict[int, List[Piece]] = {}
    for timed in line:
        for qubit in timed.qubits:
            first.setdefault(qubit, timed.start)
            if turns_qubit(timed, qubit):
                turns.setdefault(qubit, []).append(acts_at(timed))
        if len(timed.qubits) == 2:
            for qubit, piece in _pieces(timed, reversed_sites):
                pieces.setdefault(qubit, []).append(piece)
    return {
        qubit: Life(first[qubit], turns.get(qubit, ()), pieces.get(qubit, ())) for qubit in first
    }


def pair_phases(pair: Pair, rate: float, found: Mapping[int, Life]) -> Iterator[Phase]:
    """Phases of two coupled qubits, between any two moments at which either is turned.

    None before both are touched: one of them is in 0 until then. None after the last turn of either: what is
    diagonal changes no outcome from there on.
    """
    one, other = (found[qubit] for qubit in pair)
    begin = max(one.first, other.first)
    turns = sorted({time for time in (*one.turns, *other.turns) if time > begin})
    for start, end in zip([begin, *turns], turns):
        both, first, second = _integrals(pair, one, other, start, end)
        unit = -2 * math.pi * rate
        yield from _spread(Phase((start + end) / 2, pair, unit * both), start, end)
        yield Phase((start + end) / 2, pair[:1], unit * first)
        yield Phase((start + end) / 2, pair[1:], unit * second)


def seen_times(life: Life) -> Iterator[Tuple[float, float]]:
    """``(moment, seconds)``: for how long a qubit sees its own detuning between its turns, echoes taken off."""
    turns = sorted({time for time in life.turns if time > life.first})
    for start, end in zip([life.first, *turns], turns):
        cuts = _cuts(start, end, life.pieces)
        seconds = sum(
            (_factor(life.pieces, (a + b) / 2) or 0.0) * (b - a) for a, b in zip(cuts, cuts[1:])
        )
        yield (start + end) / 2, seconds


def turns_qubit(timed: Timed, qubit: int) -> bool:
    """Whether a phase of this qubit cannot pass through the instruction."""
    if timed.name in DIAGONAL:
        return False
    return not (timed.name == "cx" and timed.qubits[0] == qubit)


def _pieces(
    timed: Timed, reversed_sites: AbstractSet[Tuple[int, ...]]
) -> Iterator[Tuple[int, Piece]]:
    start, middle, end = timed.start, timed.middle, timed.end
    one, other = timed.qubits
    if timed.name not in ECHOED:
        yield one, Piece(start, end, 1.0, other)
        yield other, Piece(start, end, 1.0, one)
        return
    yield other, Piece(start, end, 0.0, one)
    if timed.qubits in reversed_sites:
        yield one, Piece(start, end, 0.0, other)
    else:
        yield one, Piece(start, middle, -1.0, other)
        yield one, Piece(middle, end, 1.0, other)


def _integrals(
    pair: Pair, one: Life, other: Life, start: float, end: float
) -> Tuple[float, float, float]:
    """Seconds that n_i n_j, n_i and n_j act for, between two turns."""
    both = first = second = 0.0
    cuts = _cuts(start, end, (*one.pieces, *other.pieces))
    for a, b in zip(cuts, cuts[1:]):
        f = _factor(one.pieces, (a + b) / 2, pair[1])
        g = _factor(other.pieces, (a + b) / 2, pair[0])
        if f is None or g is None:
            continue
        both += f * g * (b - a)
        first += f * (1 - g) / 2 * (b - a)
        second += g * (1 - f) / 2 * (b - a)
    return both, first, second


def _cuts(start: float, end: float, pieces: Sequence[Piece]) -> List[float]:
    inside = {time for piece in pieces for time in (piece.start, piece.end) if start < time < end}
    return [start, *sorted(inside), end]


def _factor(pieces: Sequence[Piece], time: float, neighbour: int = -1) -> Optional[float]:
    """What Z of a qubit is multiplied with at a time; None while it is in a gate with ``neighbour``."""
    for piece in pieces:
        if piece.start < time < piece.end:
            return None if piece.partner == neighbour else piece.factor
    return 1.0


def _spread(phase: Phase, start: float, end: float) -> Iterator[Phase]:
    parts = max(1, math.ceil(abs(phase.angle) / _MOST_AT_ONCE))
    step = (end - start) / parts
    for part in range(parts):
        yield Phase(start + (part + 0.5) * step, phase.qubits, phase.angle / parts)
