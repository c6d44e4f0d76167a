"""The distribution that a noisy circuit has, exactly: no shots, so no shot noise.

circuits + a calibration -> their final states (`qhil.noise.final_states`) -> probabilities by bit string, equal to
what counts of endless shots would tend to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Sequence, Tuple

from qhil.errors import ComparisonError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qhil.noise import DeviceNoise
    from qhil.noise.final_states import Unread
    from qhil.recordings import Recording

    Numbers = NDArray[np.float64]

MOST_QUBITS = 10
"""A density matrix of so many qubits takes 16 MB, and some 0.1 s a gate layer."""
# Sums of floats leave so much where there is nothing.
_ROUNDING = 1e-15


def why_not_exact(circuit: Any) -> Optional[str]:
    """Why this circuit has no exact distribution here; None if it has one."""
    from qhil.noise.final_states import no_final_state

    return no_final_state(circuit, MOST_QUBITS)


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


def exact_distributions(
    circuits: Sequence[Any], noise: DeviceNoise
) -> Tuple[Mapping[str, float], ...]:
    """Probabilities by bit string for each circuit, all simulated in one go.

    Raises:
        ComparisonError: for a circuit that has none.
        CalibrationError: for what is not calibrated.
        SimulationError: if Aer fails.
    """
    return tuple(
        {
            key: float(chance)
            for key, chance in zip(keys(end, circuit), chances(end, noise))
            if chance > 0
        }
        for circuit, end in zip(circuits, ends(circuits, noise))
    )


def ends(circuits: Sequence[Any], noise: DeviceNoise) -> Tuple[Unread, ...]:
    """The part of it that does not depend on readout errors, and takes the time."""
    from qhil.noise.final_states import unread

    for circuit in circuits:
        reason = why_not_exact(circuit)
        if reason:
            raise ComparisonError(f"no exact distribution: circuit {circuit.name!r} {reason}")
    return unread(circuits, noise)


def chances(end: Unread, noise: DeviceNoise) -> Numbers:
    """Probabilities in the order of `keys`, with the readout errors of ``noise``."""
    import numpy as np

    from qhil.noise.final_states import read_out

    flat = read_out(end, noise)
    flat = np.where(flat < _ROUNDING, 0.0, flat)
    found: Numbers = flat / flat.sum()
    return found


def keys(end: Unread, circuit: Any) -> List[str]:
    """The outcomes in order, as `get_counts` writes them; a bit that nothing is read into is 0."""
    found: List[str] = []
    for index in range(2 ** len(end.bits)):
        text = ["0"] * circuit.num_clbits
        for place, bit in enumerate(end.bits):
            if index >> place & 1:
                text[-1 - bit] = "1"
        found.append("".join(text))
    return found
