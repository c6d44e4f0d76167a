"""The standard set: kinds by widths by depths, compiled to a device; one seed fixes all of it.

a recording -> circuits on the device's own qubits, in its own gates
"""

from __future__ import annotations

import difflib
import zlib
from typing import Any, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from qhil.comparison.standard.kinds import KINDS, depth_matters
from qhil.comparison.standard.layout import good_chain, two_qubit_gate
from qhil.errors import ComparisonError
from qhil.recordings import Recording

WIDTHS = (2, 4)
DEPTHS = (1, 3)
# Of the median T1: what one unit of depth of an idle circuit waits.
_WAIT = 0.25


def standard_circuits(
    recording: Recording,
    *,
    kinds: Optional[Sequence[str]] = None,
    widths: Sequence[int] = WIDTHS,
    depths: Sequence[int] = DEPTHS,
    seed: int = 0,
) -> Tuple[Any, ...]:
    """Circuits that show what a device does, small enough to be simulated exactly.

    Args:
        recording: whose newest calibration says which qubits are good.
        kinds: of `qhil.comparison.standard.KINDS`; None: all that fit (one qubit has no entanglement, and a device
            without ``dt`` no waits).
        widths: numbers of qubits.
        depths: of layers; what has no depth is made once.
        seed: fixes qubits and circuits.

    Raises:
        ComparisonError: for a kind that there is not, and a width that does not fit the device.
    """
    import numpy as np

    asked = tuple(KINDS) if kinds is None else tuple(kinds)
    for kind in asked:
        if kind not in KINDS:
            near = difflib.get_close_matches(kind, KINDS, n=2) or list(KINDS)
            raise ComparisonError(f"no kind of circuit {kind!r}; nearest: {', '.join(near)}")
    made: Dict[str, Any] = {}
    for width in _fitting(recording, widths):
        generator = np.random.default_rng([seed, width])
        chain = good_chain(recording, width, generator)
        for kind, depth in _plans(recording, asked, width, depths):
            name = f"{kind}-{width}" + f"x{depth}" * depth_matters(kind)
            # Its own stream: a circuit does not depend on which others are asked for.
            stream = np.random.default_rng([seed, zlib.crc32(name.encode())])
            abstract = KINDS[kind][0](width, depth, stream)
            made[name] = _compiled(recording, abstract, chain, name=name, seed=seed)
    if not made:
        raise ComparisonError(
            f"no circuit of {', '.join(asked)} has a width of {', '.join(map(str, widths))}"
        )
    return tuple(made.values())


def _fitting(recording: Recording, widths: Sequence[int]) -> List[int]:
    """Widths that the device has; the default ones are cut to it, so that every device has a set."""
    most = recording.n_qubits
    if tuple(widths) == WIDTHS:
        return sorted({min(width, most) for width in widths})
    for width in widths:
        if not 1 <= width <= most:
            raise ComparisonError(
                f"{recording.name}: expected a width from 1 to {most}, found {width}"
            )
    return sorted(set(widths))


def _plans(
    recording: Recording, kinds: Sequence[str], width: int, depths: Sequence[int]
) -> Iterator[Tuple[str, int]]:
    for kind in kinds:
        if width < KINDS[kind][1] or (kind == "idle" and recording.configuration.dt is None):
            continue
        if kind == "readout":
            yield from ((kind, index) for index in range(2))
        else:
            yield from ((kind, depth) for depth in (depths if depth_matters(kind) else depths[:1]))


def _compiled(
    recording: Recording, abstract: Any, chain: Tuple[int, ...], *, name: str, seed: int
) -> Any:
    """On the qubits of the chain, in the gates of the device."""
    from qiskit import QuantumCircuit, transpile

    place = {qubit: index for index, qubit in enumerate(chain)}
    pairs = [[place[a], place[b]] for a, b in _directed(recording) if a in place and b in place]
    small = transpile(
        abstract,
        basis_gates=_basis(recording),
        coupling_map=pairs or None,
        initial_layout=list(range(len(chain))) if pairs else None,
        optimization_level=1,
        seed_transpiler=seed,
    )
    device = QuantumCircuit(recording.n_qubits, small.num_clbits, name=name)
    unit = _unit(recording)
    for item in small.data:
        operation, qubits = item.operation, [chain[small.find_bit(q).index] for q in item.qubits]
        if operation.name == "delay":
            device.delay(int(operation.duration) * unit, qubits, unit="dt")
        else:
            device.append(operation, qubits, [small.find_bit(bit).index for bit in item.clbits])
    return device


def _basis(recording: Recording) -> List[str]:
    """The gates that are calibrated, and not those of control flow."""
    known = {gate.gate for gate in recording.properties().gates}
    two = two_qubit_gate(recording)
    singles = [name for name in recording.configuration.basis_gates if name in known]
    return [name for name in singles if name not in _two_qubit_names(recording) or name == two]


def _two_qubit_names(recording: Recording) -> Set[str]:
    return {gate.gate for gate in recording.properties().gates if len(gate.qubits) == 2}


def _directed(recording: Recording) -> List[Tuple[int, int]]:
    """Couplings in the directions that the two-qubit gate is calibrated in."""
    name = two_qubit_gate(recording)
    return sorted(
        (gate.qubits[0], gate.qubits[1])
        for gate in recording.properties().gates
        if gate.gate == name and gate.operational
    )


def _unit(recording: Recording) -> int:
    """What one unit of waiting is, in dt; a multiple of 16, as devices want it."""
    import statistics

    dt = recording.configuration.dt
    times = [qubit.t1 for qubit in recording.properties().qubits if qubit.t1]
    if dt is None or not times:
        return 0
    return max(16, round(_WAIT * statistics.median(times) / dt / 16) * 16)
