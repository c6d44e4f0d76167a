"""Which qubits a plan is for: given ones that are coupled, or a few with the best gates.

>>> import qhil
>>> manila = qhil.load_recording("ibmq_manila")
>>> chosen_qubits(manila, couplings_of(manila), (2, 1, 0))
(0, 1, 2)
"""

from __future__ import annotations

from typing import Dict, FrozenSet, Iterable, Optional, Set, Tuple

from qhil.calibrating.checking import MOST_QUBITS
from qhil.errors import FitError
from qhil.recordings import GateCalibration, Recording

TWO_QUBIT_GATES = ("cx", "ecr", "cz")
FEWEST = 3
_UNASKED = 5
_DEAD = 0.5

Couplings = Dict[FrozenSet[int], GateCalibration]


def couplings_of(recording: Recording) -> Couplings:
    """The gate of each coupled pair, in its shorter direction, without those that are not calibrated or dead."""
    found: Couplings = {}
    for gate in recording.properties().gates:
        if gate.gate not in TWO_QUBIT_GATES or gate.error is None or gate.length is None:
            continue
        if gate.error >= _DEAD or not gate.operational:
            continue
        pair = frozenset(gate.qubits)
        if pair not in found or gate.length < (found[pair].length or 0.0):
            found[pair] = gate
    return found


def chosen_qubits(
    recording: Recording, couplings: Couplings, given: Optional[Iterable[int]]
) -> Tuple[int, ...]:
    """In ascending order.

    Raises:
        FitError: if there are none that could be calibrated together.
    """
    if given is None:
        return tuple(sorted(_best(recording, couplings)))
    chosen = set(given)
    beyond = [qubit for qubit in chosen if not 0 <= qubit < recording.n_qubits]
    if beyond:
        raise FitError(
            f"{recording.name} has no qubit {beyond[0]}: expected 0 to {recording.n_qubits - 1}"
        )
    if not FEWEST <= len(chosen) <= MOST_QUBITS:
        raise FitError(
            f"expected {FEWEST} to {MOST_QUBITS} qubits, of which some wait while two have a gate, found {len(chosen)}"
        )
    reached = _reached(min(chosen), chosen, couplings)
    if reached != chosen:
        raise FitError(
            f"the qubits are not coupled with each other: from {min(chosen)} on {recording.name} one comes to "
            f"{', '.join(map(str, sorted(reached)))}, not to {', '.join(map(str, sorted(chosen - reached)))}"
        )
    return tuple(sorted(chosen))


def _best(recording: Recording, couplings: Couplings) -> Set[int]:
    """From the pair with the best gate on, always by the best gate to a neighbour."""
    if not couplings:
        raise FitError(
            f"{recording.name} has no calibrated gate of two qubits ({', '.join(TWO_QUBIT_GATES)}), and a plan needs "
            "one"
        )
    chosen: Set[int] = set()
    while len(chosen) < _UNASKED:
        edges = [
            (gate.error, sorted(pair))
            for pair, gate in couplings.items()
            if (not chosen or pair & chosen) and pair - chosen
        ]
        if not edges:
            break
        chosen.update(min(edges)[1])
    if len(chosen) < FEWEST:
        raise FitError(
            f"{recording.name} has no {FEWEST} qubits that are coupled, and a plan needs one that waits"
        )
    return chosen


def _reached(start: int, within: Set[int], couplings: Couplings) -> Set[int]:
    reached: Set[int] = set()
    new = {start}
    while new:
        reached |= new
        new = {
            qubit for pair in couplings if pair & new and pair <= within for qubit in pair
        } - reached
    return reached
