"""What waiting does to one qubit, as an instruction that stands in a circuit.

With decay to 0 at rate 1/T1 and coherence that falls as exp(-t/T2), times a factor of its own, and turns by a phase,
the channel lets population of 1 fall to 0 and multiplies the coherence by kappa,
|kappa|^2 <= exp(-t/T1). Three Kraus operators make it: diag(1, kappa), a decay of sqrt(1 - exp(-t/T1)), and what
is left for 1 alone.
"""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

# Aer looks for errors under an instruction's label, and finds none under this.
_NOISELESS = "noiseless"


@dataclass(frozen=True)
class Waiting:
    """``time`` in s, ``phase`` in rad on 1, ``spread`` the standard deviation, in rad, of a phase beside it."""

    time: float = 0.0
    phase: float = 0.0
    spread: float = 0.0

    @property
    def is_nothing(self) -> bool:
        """Whether it does nothing to any qubit."""
        return self.time <= 0 and self.phase == 0 and self.spread == 0


def waiting_instruction(waiting: Waiting, t1: Optional[float], t2: Optional[float]) -> Any:
    """The channel as a Qiskit instruction on one qubit; no relaxation where T1 or T2 is None.

    T2 is cut at 2 T1, as Aer does.
    """
    from qiskit.circuit import Instruction
    from qiskit.circuit.library import PhaseGate

    relaxes = t1 is not None and t2 is not None and waiting.time > 0
    if not relaxes and waiting.spread == 0:
        return PhaseGate(waiting.phase, label=_NOISELESS)
    kept = math.exp(-waiting.time / t1) if relaxes and t1 is not None else 1.0
    coherent = math.exp(-waiting.time / min(t2, 2 * t1)) if relaxes and t1 and t2 else 1.0
    kappa = cmath.rect(coherent * math.exp(-(waiting.spread**2) / 2), waiting.phase)
    left = math.sqrt(max(0.0, kept - abs(kappa) ** 2))
    operators = [
        np.array([[1, 0], [0, kappa]], dtype=complex),
        np.array([[0, math.sqrt(1 - kept)], [0, 0]], dtype=complex),
        np.array([[0, 0], [0, left]], dtype=complex),
    ]
    return Instruction("kraus", 1, 0, [one for one in operators if one.any()])


def phase_instruction(angle: float) -> Any:
    """A phase of two qubits that are both in 1, without an error of its own."""
    from qiskit.circuit.library import CPhaseGate

    return CPhaseGate(angle, label=_NOISELESS)
