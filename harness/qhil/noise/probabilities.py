"""Outcome probabilities without shots: what a recorded device gives on average, to machine precision.

>>> from qiskit import QuantumCircuit
>>> circuit = QuantumCircuit(1, 1)
>>> circuit.measure(0, 0)                                         # doctest: +ELLIPSIS
<...>
>>> exact_probabilities([circuit], "ibmq_manila", "ideal")
[array([1., 0.])]
"""

from __future__ import annotations

from typing import Any, List, Optional, Sequence, Union

import numpy as np

from qhil.errors import SimulationError
from qhil.noise.device_noise import DeviceNoise
from qhil.noise.final_states import Probabilities, Unread, read_out, unread
from qhil.noise.kinds import NoiseKind
from qhil.recordings import Recording, load_recording
from qhil.recordings.moments import Moment
from qhil.stack import stack

_MOST_BITS = 20


def exact_probabilities(
    circuits: Sequence[Any],
    recording: Union[str, Recording],
    noise: Union[str, NoiseKind] = "faithful",
    *,
    at: Optional[Moment] = None,
    missing: str = "error",
) -> List[Probabilities]:
    """For each circuit the probability of every outcome: index i has classical bit b as bit b of i.

    Qubit i of a circuit is the device's; what a device would refuse for other reasons than its noise is not
    refused here. Many circuits at once are cheaper than one by one.

    Raises:
        SimulationError: for a circuit that measures and goes on with the same qubit, resets or has conditions (its
            outcomes are not those of one final state), touches more than 12 qubits, or has more than 20 bits.
        CalibrationError: as a run.
    """
    device = load_recording(recording) if isinstance(recording, str) else recording
    model = DeviceNoise.of(
        device.configuration,
        device.properties(at),
        NoiseKind.parse(noise),
        from_target=stack().noise_from_target(device.name),
        missing=missing,
        fitted=device.fitted,
    )
    for circuit in circuits:
        _check_width(circuit)
    return [
        _over_all_bits(end, read_out(end, model), circuit.num_clbits)
        for circuit, end in zip(circuits, unread(circuits, model))
    ]


def _check_width(circuit: Any) -> None:
    if circuit.num_clbits > _MOST_BITS:
        raise SimulationError(
            f"no exact probabilities: circuit {circuit.name!r} has {circuit.num_clbits} classical bits; at most "
            f"{_MOST_BITS} are listed"
        )


def _over_all_bits(end: Unread, chances: Probabilities, width: int) -> Probabilities:
    outcomes = np.arange(2 ** len(end.bits))
    index = sum(((outcomes >> place) & 1) << bit for place, bit in enumerate(end.bits))
    found = np.zeros(2**width)
    found[index] = chances
    return found
