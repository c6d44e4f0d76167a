"""The distribution that a noisy circuit has, exactly: no shots, so no shot noise.

circuits + a calibration -> density-matrix simulation with the errors of a `RecordedBackend`, then each qubit's
readout errors -> probabilities by outcome, equal to what counts of endless shots would tend to.

It takes circuits that measure at their end only, on few qubits (:func:`why_not_exact` says which not).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qhil.errors import ComparisonError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qhil.noise import DeviceNoise, Footprint
    from qhil.recordings import Recording

    Numbers = NDArray[np.float64]

MOST_QUBITS = 10
"""A density matrix of so many qubits takes 16 MB, and some 0.1 s a gate layer."""
# Sums of floats leave so much where there is nothing.
_ROUNDING = 1e-15
_LABEL = "qhil_probabilities"


@dataclass(frozen=True)
class _Measured:
    """Which qubits are measured into which bits, and how many bits an outcome has."""

    qubits: Tuple[int, ...]
    bits: Tuple[int, ...]
    width: int


def why_not_exact(circuit: Any) -> Optional[str]:
    """Why this circuit has no exact distribution here; None if it has one."""
    from qhil.noise import footprint

    touched = footprint(circuit)
    if not touched.terminal:
        return "it measures, resets or decides before its end"
    if not touched.measured:
        return "it measures nothing"
    measured = [item.qubits[0] for item in circuit.data if item.operation.name == "measure"]
    if len(set(measured)) < len(measured):
        return "it measures a qubit twice"
    if len(touched.qubits) > MOST_QUBITS:
        return f"it touches {len(touched.qubits)} qubits, {MOST_QUBITS} are the most"
    return None


def device_noise(recording: Recording, noise: str = "recorded") -> DeviceNoise:
    """The noise of the newest calibration, as a `RecordedBackend` has it."""
    from qhil.noise import DeviceNoise, NoiseKind
    from qhil.stack import stack

    return DeviceNoise(
        recording.configuration,
        recording.properties(),
        NoiseKind.parse(noise),
        from_target=stack().noise_from_target(recording.name),
        fitted=recording.fitted,
    )


@dataclass(frozen=True)
class Unread:
    """What the qubits of a circuit are at its end, before they are read.

    ``chances``: an axis for each qubit of ``qubits``. ``measured``: what is read of them. ``keys``: what can be read,
    as `get_counts` writes it, in order.
    """

    chances: Numbers
    qubits: Tuple[int, ...]
    measured: _Measured
    keys: Tuple[str, ...]


def exact_distributions(
    circuits: Sequence[Any], noise: DeviceNoise
) -> Tuple[Mapping[str, float], ...]:
    """Probabilities by bit string for each circuit, all simulated in one go.

    Raises:
        ComparisonError: for a circuit that has none, or if Aer fails.
        CalibrationError: for what is not calibrated.
    """
    return tuple(
        {key: float(chance) for key, chance in zip(one.keys, read_out(one, noise)) if chance > 0}
        for one in unread_distributions(circuits, noise)
    )


def unread_distributions(circuits: Sequence[Any], noise: DeviceNoise) -> Tuple[Unread, ...]:
    """The part of it that does not depend on readout errors, and takes the time."""
    from qhil.noise import union
    from qhil.simulation.aer import SimulationRequest, simulate

    if not circuits:
        return ()
    prepared = [_prepared(circuit, noise) for circuit in circuits]
    split = [_split(circuit) for circuit, _ in prepared]
    model = noise.model(union(touched for _, touched in prepared), brief=True)
    request = SimulationRequest(
        tuple(circuit for circuit, _ in split), model, {"shots": 1, "method": "density_matrix"}
    )
    result = simulate(request)
    if not result.success:
        raise ComparisonError(f"Aer failed: {result.status}")
    return tuple(
        _unread(result.data(index)[_LABEL], measured) for index, (_, measured) in enumerate(split)
    )


def _prepared(circuit: Any, noise: DeviceNoise) -> Tuple[Any, Footprint]:
    """The circuit as a `RecordedBackend` simulates it, and what it touches."""
    from qhil.noise import footprint

    reason = why_not_exact(circuit)
    if reason:
        raise ComparisonError(f"circuit {circuit.name!r} has no exact distribution: {reason}")
    (ready,) = noise.prepare([circuit])
    touched = footprint(ready)
    noise.check(touched)
    return noise.finish(ready, touched), touched


def read_out(unread: Unread, noise: DeviceNoise) -> Numbers:
    """Probabilities in the order of its keys, with the readout errors of ``noise``."""
    import numpy as np

    grid, measured = unread.chances, unread.measured
    confusions = noise.confusion(unread.qubits)
    for axis, qubit in enumerate(unread.qubits):
        if qubit in confusions:
            confusion = confusions[qubit]
            grid = np.moveaxis(np.tensordot(confusion.T, grid, axes=(1, axis)), 0, axis)
    order = [unread.qubits.index(qubit) for qubit in measured.qubits]  # lowest bit first
    flat = np.clip(grid.transpose(order[::-1]).reshape(-1), 0, None)
    flat = np.where(flat < _ROUNDING, 0.0, flat)
    found: Numbers = flat / flat.sum()
    return found


def _unread(chances: Any, measured: _Measured) -> Unread:
    import numpy as np

    qubits = tuple(sorted(measured.qubits))
    # Axis i is qubit i of these: Aer's lowest bit is the first qubit.
    grid = np.asarray(chances, dtype=float).reshape((2,) * len(qubits)).transpose()
    return Unread(grid, qubits, measured, tuple(_keys(measured)))


def _split(circuit: Any) -> Tuple[Any, _Measured]:
    """The circuit without its measurements but for one that Aer answers exactly, and what they were."""
    # It gives circuits their method of saving.
    from qiskit_aer.library import SaveProbabilities

    bare = circuit.copy_empty_like() if hasattr(circuit, "copy_empty_like") else circuit.copy()
    bare.data = [item for item in circuit.data if item.operation.name != "measure"]
    into: Dict[int, int] = {}
    for item in circuit.data:
        if item.operation.name == "measure":
            bit = circuit.find_bit(item.clbits[0]).index
            into[bit] = circuit.find_bit(item.qubits[0]).index
    bits = tuple(sorted(into))
    qubits = tuple(into[bit] for bit in bits)
    asked = sorted(qubits)
    bare.append(SaveProbabilities(len(asked), label=_LABEL), asked)
    return bare, _Measured(qubits, bits, circuit.num_clbits)


def _keys(measured: _Measured) -> List[str]:
    """The outcomes in order, as `get_counts` writes them; a bit that nothing is measured into is 0."""
    count = len(measured.bits)
    keys: List[str] = []
    for index in range(2**count):
        text = ["0"] * measured.width
        for place, bit in enumerate(measured.bits):
            if index >> place & 1:
                text[measured.width - 1 - bit] = "1"
        keys.append("".join(text))
    return keys
