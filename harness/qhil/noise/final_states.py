"""What the qubits of circuits are at their end, exactly: before they are read, and without shots.

    circuits + noise -> prepared as for a run -> one density-matrix simulation by Aer -> `Unread` -> `read_out`

Reading is apart because it costs nothing beside the simulation, and may be done under other readout errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from qhil.errors import SimulationError
from qhil.noise.footprint import Footprint, footprint, union
from qhil.simulation.aer import SimulationRequest, simulate

if TYPE_CHECKING:
    from qhil.noise.device_noise import DeviceNoise

Probabilities = NDArray[np.float64]

# 4^12 amplitudes are 256 MiB.
MOST_QUBITS = 12
_LABEL = "qhil_probabilities"


@dataclass(frozen=True)
class Unread:
    """The probabilities of qubits at the end of a circuit.

    ``chances`` has an axis for each of ``qubits``, in ascending order. ``measured``: the qubit that is read into each
    of the classical ``bits``, which are in ascending order.
    """

    chances: Probabilities
    qubits: Tuple[int, ...]
    measured: Tuple[int, ...]
    bits: Tuple[int, ...]


def no_final_state(circuit: Any, most_qubits: int = MOST_QUBITS) -> Optional[str]:
    """Why the outcomes of this circuit are not those of one final state of few qubits; None if they are."""
    touched = footprint(circuit)
    if not touched.terminal:
        return "goes on after a measurement, resets, or has conditions"
    if not touched.measured:
        return "measures nothing"
    measured = [item.qubits[0] for item in circuit.data if item.operation.name == "measure"]
    if len(set(measured)) < len(measured):
        return "measures a qubit twice"
    if len(touched.qubits) > most_qubits:
        return f"touches {len(touched.qubits)} qubits; a density matrix is kept of at most {most_qubits}"
    return None


def unread(circuits: Sequence[Any], noise: DeviceNoise) -> Tuple[Unread, ...]:
    """The end of each circuit, all simulated at once. Qubit i of a circuit is the device's.

    Raises:
        SimulationError: for a circuit that has no one final state, or if Aer fails.
        CalibrationError: as a run.
    """
    if not circuits:
        return ()
    prepared = [_prepared(circuit, noise) for circuit in circuits]
    split = [_without_measurements(circuit) for circuit, _ in prepared]
    request = SimulationRequest(
        tuple(circuit for circuit, _ in split),
        noise.model(union(touched for _, touched in prepared), brief=True),
        {"method": "density_matrix", "shots": 1, "seed_simulator": 0},
    )
    result = simulate(request)
    if not result.success:
        raise SimulationError(f"Aer gave no probabilities: {result.status}")
    return tuple(
        _unread(result.data(index)[_LABEL], read_into) for index, (_, read_into) in enumerate(split)
    )


def read_out(end: Unread, noise: DeviceNoise) -> Probabilities:
    """Probabilities of what is read with the readout errors of ``noise``: bit k of the index is its k-th bit."""
    grid = end.chances
    confusion = noise.confusion(end.qubits)
    for axis, qubit in enumerate(end.qubits):
        if qubit in confusion:  # a matrix [true, read]
            grid = np.moveaxis(np.tensordot(confusion[qubit], grid, axes=(0, axis)), 0, axis)
    order = [end.qubits.index(qubit) for qubit in reversed(end.measured)]  # highest bit first
    return np.asarray(grid.transpose(order).reshape(-1))


def _prepared(circuit: Any, noise: DeviceNoise) -> Tuple[Any, Footprint]:
    reason = no_final_state(circuit)
    if reason:
        raise SimulationError(f"no exact probabilities: circuit {circuit.name!r} {reason}")
    (ready,) = noise.prepare([circuit])
    touched = footprint(ready)
    noise.check(touched)
    return noise.finish(ready, touched), touched


def _without_measurements(circuit: Any) -> Tuple[Any, Dict[int, int]]:
    """The circuit with its probabilities saved in place of measurements; and the qubit read into each bit."""
    from qiskit_aer.library import SaveProbabilities

    numbers = {bit: index for index, bit in enumerate([*circuit.qubits, *circuit.clbits])}
    bare = circuit.copy_empty_like()
    read_into: Dict[int, int] = {}
    for item in circuit.data:
        if item.operation.name == "measure":
            bit = numbers[item.clbits[0]] - circuit.num_qubits
            read_into[bit] = numbers[item.qubits[0]]
        else:
            bare.append(item.operation, item.qubits, item.clbits)
    qubits = sorted(read_into.values())
    bare.append(SaveProbabilities(len(qubits), label=_LABEL), qubits)
    return bare, read_into


def _unread(found: Any, read_into: Dict[int, int]) -> Unread:
    bits = tuple(sorted(read_into))
    measured = tuple(read_into[bit] for bit in bits)
    # Aer's lowest bit is the first qubit, and the last axis.
    chances = np.asarray(found, dtype=float).reshape((2,) * len(bits)).transpose()
    return Unread(chances, tuple(sorted(measured)), measured, bits)
