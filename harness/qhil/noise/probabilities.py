"""Outcome probabilities without shots: what a recorded device gives on average, to machine precision.

    circuits -> prepared as for a run -> one density-matrix simulation by Aer -> readout errors -> arrays

>>> from qiskit import QuantumCircuit
>>> circuit = QuantumCircuit(1, 1)
>>> circuit.measure(0, 0)                                         # doctest: +ELLIPSIS
<...>
>>> exact_probabilities([circuit], "ibmq_manila", "ideal")
[array([1., 0.])]
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import NDArray

from qhil.errors import SimulationError
from qhil.noise.device_noise import DeviceNoise
from qhil.noise.footprint import Footprint, footprint, union
from qhil.noise.kinds import NoiseKind
from qhil.recordings import Recording, load_recording
from qhil.recordings.moments import Moment
from qhil.simulation.aer import SimulationRequest, simulate
from qhil.stack import stack

Probabilities = NDArray[np.float64]

# 4^12 amplitudes are 256 MiB.
_MOST_QUBITS = 12
_MOST_BITS = 20
_KEY = "qhil_probabilities"


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
    prepared = [_prepared(circuit, model) for circuit in circuits]
    if not prepared:
        return []
    touched = union(one for _, one, _ in prepared)
    request = SimulationRequest(
        tuple(circuit for circuit, _, _ in prepared),
        model.model(touched, brief=model.may_be_brief()),
        {"method": "density_matrix", "shots": 1, "seed_simulator": 0},
    )
    result = simulate(request)
    if not result.success:
        raise SimulationError(f"Aer gave no probabilities: {result.status}")
    confusion = model.confusion(touched.measured)
    return [
        _over_bits(np.asarray(result.data(index)[_KEY], dtype=float), circuit, measured, confusion)
        for index, (circuit, (_, _, measured)) in enumerate(zip(circuits, prepared))
    ]


def _prepared(circuit: Any, model: DeviceNoise) -> Tuple[Any, Footprint, Dict[int, int]]:
    """The circuit as it is simulated, with probabilities saved in place of measurements; qubit by bit."""
    _check(circuit, footprint(circuit))
    (ready,) = model.prepare([circuit])
    touched = footprint(ready)
    model.check(touched)
    ready = model.finish(ready, touched)
    measured = {}
    bare = ready.copy_empty_like()
    numbers = {bit: index for index, bit in enumerate([*ready.qubits, *ready.clbits])}
    for item in ready.data:
        if item.operation.name == "measure":
            measured[numbers[item.clbits[0]] - ready.num_qubits] = numbers[item.qubits[0]]
        else:
            bare.append(item.operation, item.qubits, item.clbits)
    if measured:
        from qiskit_aer.library import SaveProbabilities

        save = SaveProbabilities(len(measured), label=_KEY)
        bare.append(save, [measured[bit] for bit in sorted(measured)])
    return bare, touched, measured


def _check(circuit: Any, touched: Footprint) -> None:
    reason = ""
    if not touched.terminal:
        reason = "goes on after a measurement, resets, or has conditions"
    elif not touched.measured:
        reason = "measures nothing"
    elif len(touched.qubits) > _MOST_QUBITS:
        reason = f"touches {len(touched.qubits)} qubits; a density matrix is kept of at most {_MOST_QUBITS}"
    elif circuit.num_clbits > _MOST_BITS:
        reason = f"has {circuit.num_clbits} classical bits; at most {_MOST_BITS} are listed"
    if reason:
        raise SimulationError(f"no exact probabilities: circuit {circuit.name!r} {reason}")


def _over_bits(
    found: Probabilities,
    circuit: Any,
    measured: Dict[int, int],
    confusion: Dict[int, NDArray[np.float64]],
) -> Probabilities:
    """From true outcomes of the measured qubits to what is read, over all classical bits."""
    bits = sorted(measured)
    # The first axis is the highest bit.
    shaped = found.reshape((2,) * len(bits))
    for position, bit in enumerate(bits):
        matrix = confusion.get(measured[bit])
        if matrix is not None:  # matrix[true, read]
            axis = len(bits) - 1 - position
            shaped = np.moveaxis(np.tensordot(matrix, shaped, axes=(0, axis)), 0, axis)
    outcomes = np.arange(2 ** len(bits))
    index = sum(((outcomes >> position) & 1) << bit for position, bit in enumerate(bits))
    full = np.zeros(2**circuit.num_clbits)
    full[index] = shaped.reshape(-1)
    return full
