"""When everything in a circuit happens: as late as possible, with lengths in seconds.

Enters: instructions without control flow, and the length of each. Leaves: the same without barriers and delays, each
with its start and end; the last ends at 0, earlier times are negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple

from qhil.noise.footprint import condition_of

_NO_TIME = frozenset({"barrier", "snapshot", "global_phase", "break_loop", "continue_loop"})
# What only makes others wait.
_WAITING = frozenset({"barrier", "delay"})

Length = Callable[[Any, Tuple[int, ...]], float]


@dataclass(frozen=True)
class Timed:
    """One instruction on ``qubits`` of the device, from ``start`` to ``end`` in s."""

    item: Any
    name: str
    qubits: Tuple[int, ...]
    start: float
    end: float

    @property
    def middle(self) -> float:
        """Half way through."""
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Timeline:
    """What happens between ``begin`` and 0, in the order of the circuit."""

    begin: float
    timed: Tuple[Timed, ...]


def timeline(items: Sequence[Any], qubits: Mapping[Any, int], length: Length) -> Timeline:
    """The instructions of a circuit in their order, timed; ``qubits`` gives each qubit its number on the device.

    An instruction ends when the first of its qubits and classical bits is wanted next. A conditional one
    waits for the bits that it looks at.
    """
    wanted: Dict[Any, float] = {}
    found: List[Timed] = []
    for item in reversed(items):
        operation = item.operation
        name = operation.name
        numbers = tuple([qubits[qubit] for qubit in item.qubits])
        bits = bits_of(item)
        end = min((wanted.get(bit, 0.0) for bit in bits), default=0.0)
        start = end if name in _NO_TIME else end - length(operation, numbers)
        for bit in bits:
            wanted[bit] = start
        if name not in _WAITING:
            found.append(Timed(item, name, numbers, start, end))
    return Timeline(min(wanted.values(), default=0.0), tuple(found[::-1]))


def bits_of(item: Any) -> List[Any]:
    """The qubits and classical bits that an instruction acts on or looks at."""
    return [*item.qubits, *item.clbits, *_looked_at(item.operation)]


def _looked_at(operation: Any) -> List[Any]:
    """The classical bits of an instruction's condition."""
    condition = condition_of(operation)
    if condition is None:
        return []
    try:
        target = condition[0]
    except TypeError:  # an expression; those are with control flow only
        return []
    return list(target) if hasattr(target, "__len__") else [target]
