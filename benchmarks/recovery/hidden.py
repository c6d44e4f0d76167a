"""Devices whose truth is known: recordings of real ones with other numbers, drawn from a seed.

seed -> recording, qubits, `FittedNoise` that is the truth -> the run that such a device gives for a plan

The numbers are drawn from the priors of the fit, readout errors within a factor of the recorded. So the stated
uncertainties are to hold at the stated rate over many devices, prior included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Dict, Tuple

import numpy as np
from numpy.typing import NDArray

from qhil import Recording, load_recording
from qhil.calibrating import NAMES, CalibrationPlan, plan
from qhil.calibrating.parameters import noise_at, parameters
from qhil.measured import MeasuredRun, circuit_of
from qhil.noise import exact_probabilities
from qhil.recordings import FittedNoise, FittedReadout, FittedValue

# Bundled devices whose recordings have ZZ rates, and three qubits of each that are coupled.
DEVICES: Tuple[Tuple[str, Tuple[int, ...]], ...] = (
    ("ibmq_manila", (1, 2, 3)),
    ("ibmq_belem", (0, 1, 2)),
    ("ibm_perth", (3, 5, 4)),
)
_READOUT_SPREAD = 0.4  # of the logarithm of a readout error


@dataclass(frozen=True)
class HiddenDevice:
    """One device, and what is hidden in it."""

    recording: Recording
    planned: CalibrationPlan
    truth: FittedNoise
    run: MeasuredRun


def hidden_device(index: int, *, seed: int, shots: int) -> HiddenDevice:
    """The device of that number, with counts for a plan of ten circuits."""
    draw = np.random.default_rng([seed, index])
    name, qubits = DEVICES[index % len(DEVICES)]
    recording = load_recording(name)
    planned = plan(recording, qubits=qubits, shots_budget=10 * shots, seed=index)
    truth = _truth(recording, planned.qubits, draw)
    return HiddenDevice(recording, planned, truth, _run(recording, planned, truth, draw))


def _truth(recording: Recording, qubits: Tuple[int, ...], draw: np.random.Generator) -> FittedNoise:
    chosen = parameters(NAMES, qubits=qubits)
    x = draw.normal(size=len(chosen))
    bounded = [abs(at) if one.least_x == 0 else at for one, at in zip(chosen, x)]
    return noise_at(chosen, bounded, FittedNoise(readout=_readout(recording, qubits, draw)))


def _readout(
    recording: Recording, qubits: Tuple[int, ...], draw: np.random.Generator
) -> Dict[int, FittedReadout]:
    found = {}
    for qubit in qubits:
        recorded = recording.properties().qubits[qubit]
        errors = [
            min(0.3, (error or 0.02) * float(np.exp(_READOUT_SPREAD * draw.normal())))
            for error in (recorded.prob_meas1_prep0, recorded.prob_meas0_prep1)
        ]
        found[qubit] = FittedReadout(*map(FittedValue, errors))
    return found


def _run(
    recording: Recording, planned: CalibrationPlan, truth: FittedNoise, draw: np.random.Generator
) -> MeasuredRun:
    circuits = [circuit_of(one.qasm, name=one.name) for one in planned.circuits]
    chances = exact_probabilities(circuits, recording.with_fitted(truth), "faithful")
    counts = {
        one.name: _counts(draw.multinomial(one.shots, chance / chance.sum()))
        for one, chance in zip(planned.circuits, chances)
    }
    taken = recording.properties().date + timedelta(hours=1)
    return planned.measured(counts, taken=taken, source="simulated")


def _counts(found: NDArray[np.int64]) -> Dict[str, int]:
    width = int(found.size).bit_length() - 1
    return {f"{index:0{width}b}": int(count) for index, count in enumerate(found) if count}
