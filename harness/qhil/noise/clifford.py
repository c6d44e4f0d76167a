"""Clifford circuits said in gates that every Aer's stabilizer method knows.

Devices rotate about z by `rz`, `p` or `u1` and pulse with `u2` and `u3`; the stabilizer method of older Aer
takes none of these by name, whatever the angle. Where all angles of a circuit are multiples of pi/2 it is rewritten,
and each rewritten gate keeps its old name as its label, under which Aer finds its noise.
"""

from __future__ import annotations

import math
from typing import Any, List, Optional, Sequence, Tuple

from qhil.noise.footprint import condition_of

_FIXED = frozenset(
    {"id", "x", "y", "z", "h", "s", "sdg", "sx", "sxdg", "cx", "cy", "cz", "swap", "ecr"}
    | {"measure", "reset", "barrier", "delay", "quantum_channel", "qerror_loc"}
)
_TURNS = ("id", "s", "z", "sdg")  # rotation about z by 0, 1, 2, 3 quarter turns
_TOLERANCE = 1e-9


def in_clifford_gates(circuit: Any) -> Optional[Any]:
    """``circuit`` in those gates, or None if it is not a Clifford circuit (or has control flow)."""
    from qiskit.circuit.library import get_standard_gate_name_mapping

    gates = get_standard_gate_name_mapping()
    plain = circuit.copy_empty_like()
    for item in circuit.data:
        name = item.operation.name
        if name in _FIXED or (name == "pauli" and not item.clbits):
            plain.append(item.operation, item.qubits, item.clbits)
            continue
        words = _words(name, item.operation.params)
        if words is None or condition_of(item.operation) is not None:
            return None
        for position, word in enumerate(words):
            gate = (
                gates[word].to_mutable()
                if hasattr(gates[word], "to_mutable")
                else gates[word].copy()
            )
            gate.label = name if position == len(words) - 1 else "noiseless"
            plain.append(gate, item.qubits)
    return plain


def _words(name: str, params: Sequence[Any]) -> Optional[List[str]]:
    """Names of Clifford gates, in order of application, that make a parametrised gate up to a phase."""
    if name in ("rz", "p", "u1"):
        turns = _quarter_turns(params[0])
        return None if turns is None else [_TURNS[turns]]
    if name == "u2":
        return _euler(math.pi / 2, params[0], params[1])
    if name in ("u3", "u"):
        return _euler(params[0], params[1], params[2])
    return None


def _euler(theta: Any, phi: Any, lam: Any) -> Optional[List[str]]:
    """Rz(phi) Ry(theta) Rz(lam) as Rz(phi + pi/2) Rx(theta) Rz(lam - pi/2), with Rx in steps of `sx`."""
    turns: Tuple[Optional[int], ...] = tuple(_quarter_turns(angle) for angle in (lam, theta, phi))
    first, middle, last = turns
    if first is None or middle is None or last is None:
        return None
    return [_TURNS[(first - 1) % 4], *["sx"] * middle, _TURNS[(last + 1) % 4]]


def _quarter_turns(angle: Any) -> Optional[int]:
    quarters = float(angle) / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < _TOLERANCE else None
