"""Where on a device a circuit goes: a chain of good qubits, drawn by a seed from the best.

a recording + a width -> qubits of the device, each coupled to the next
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Dict, List, Optional, Set, Tuple

from qhil.errors import ComparisonError
from qhil.recordings import Recording

if TYPE_CHECKING:
    import numpy as np

BEST = 8
"""The chain is drawn from so many of the best, so that different seeds see different corners of a large device."""
# How many partial chains are kept while they grow.
_KEPT = 400
_DEAD = 0.5


def good_chain(recording: Recording, width: int, generator: np.random.Generator) -> Tuple[int, ...]:
    """Qubits with the highest product of fidelities (readout and two-qubit gates) along a chain.

    Chains grow qubit by qubit, and only the best are kept (a beam search); that is not certain to find the very best.

    Raises:
        ComparisonError: if the device has no chain of that length in working order.
    """
    costs = _qubit_costs(recording)
    links = _link_costs(recording)
    chains: List[Tuple[float, Tuple[int, ...]]] = [(cost, (q,)) for q, cost in costs.items()]
    for _ in range(width - 1):
        longer: Dict[Tuple[int, ...], float] = {}
        for cost, chain in chains:
            for other, link in links.get(chain[-1], {}).items():
                if other in costs and other not in chain:
                    longer[(*chain, other)] = cost + link + costs[other]
        chains = sorted((cost, chain) for chain, cost in longer.items())[:_KEPT]
    chains = sorted(chains)
    if not chains:
        raise ComparisonError(
            f"{recording.name} has no chain of {width} working qubits; it has {recording.n_qubits} qubits"
        )
    distinct: List[Tuple[int, ...]] = []
    seen: Set[frozenset[int]] = set()
    for _, chain in chains:
        if frozenset(chain) not in seen:
            seen.add(frozenset(chain))
            distinct.append(chain)
    return distinct[int(generator.integers(min(BEST, len(distinct))))]


def _qubit_costs(recording: Recording) -> Dict[int, float]:
    """-ln of the fidelity of the readout, of the qubits that work."""
    found = {}
    for index, qubit in enumerate(recording.properties().qubits):
        error = qubit.readout_error
        if qubit.operational and error is not None and error < _DEAD and qubit.t1 and qubit.t2:
            found[index] = -math.log1p(-error)
    return found


def _link_costs(recording: Recording) -> Dict[int, Dict[int, float]]:
    """-ln of the fidelity of the two-qubit gate, both ways, of those that work."""
    found: Dict[int, Dict[int, float]] = {}
    name = two_qubit_gate(recording)
    for gate in recording.properties().gates:
        if gate.gate != name or not gate.operational or gate.error is None or gate.error >= _DEAD:
            continue
        first, second = gate.qubits
        cost = -math.log1p(-gate.error)
        for one, other in ((first, second), (second, first)):
            found.setdefault(one, {})
            found[one][other] = min(cost, found[one].get(other, math.inf))
    return found


def two_qubit_gate(recording: Recording) -> Optional[str]:
    """The two-qubit gate of the basis that most couplings have."""
    basis = recording.configuration.basis_gates
    counts: Dict[str, int] = {}
    for gate in recording.properties().gates:
        if len(gate.qubits) == 2 and gate.gate in basis:
            counts[gate.gate] = counts.get(gate.gate, 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else None
