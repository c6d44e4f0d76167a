"""One device recovered: how far each number that was found is from the hidden one, in its own uncertainties.

HiddenDevice -> `Pull`s, one for each parameter
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Tuple

from benchmarks.recovery.hidden import hidden_device
from qhil.calibrating import NAMES
from qhil.calibrating.checking import task_of
from qhil.calibrating.counted_noise import counted_noise
from qhil.calibrating.fit import Fit, fit
from qhil.calibrating.parameters import parameters
from qhil.calibrating.prediction import RecordedPrediction
from qhil.recordings import FittedNoise


@dataclass(frozen=True)
class Pull:
    """How far a parameter of that kind is off, in its uncertainties; ``told``: whether the data could tell it.

    ``narrowed`` is its uncertainty as a part of the one that it had before the data; 0 for the readout, which had none.
    """

    kind: str
    off: float
    told: bool
    narrowed: float


def recovered(arguments: Tuple[int, int, int]) -> List[Pull]:
    """The pulls of the device with (number, seed, shots)."""
    index, seed, shots = arguments
    hidden = hidden_device(index, seed=seed, shots=shots)
    task = task_of(hidden.recording, hidden.run)
    predict = RecordedPrediction(hidden.recording, task.circuits)
    fitted = parameters(NAMES, qubits=task.qubits)
    found = fit(fitted, counted_noise(task, predict), predict, task.observed, task.judged)
    return [*_readout(found, hidden.truth), *_fitted(found, hidden.truth)]


def _readout(found: Fit, truth: FittedNoise) -> Iterator[Pull]:
    for qubit, readout in found.base.readout.items():
        for name in ("prob_meas1_prep0", "prob_meas0_prep1"):
            one, hidden = getattr(readout, name), getattr(truth.readout[qubit], name)
            yield Pull(
                "readout", (one.value - hidden.value) / one.uncertainty, told=True, narrowed=0
            )


def _fitted(found: Fit, truth: FittedNoise) -> Iterator[Pull]:
    for one, x, deviation, told in zip(found.parameters, found.x, found.deviations, found.told):
        hidden = getattr(truth, one.kind)
        value = (hidden if one.qubit is None else hidden[one.qubit]).value
        yield Pull(one.kind, (x - one.x(value)) / deviation, told, deviation)
