"""What each model says that a device answers: outcome probabilities, averaged over plausible layouts.

How the circuits were laid out on the devices was not kept; so each is transpiled as its authors did, with several
seeds, and the average is what is compared. No shots are drawn.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Sequence

import numpy as np
from numpy.typing import NDArray
from qiskit import QuantumCircuit, transpile
from scipy.optimize import minimize_scalar

from benchmarks.fidelity.calibrated import calibrated
from benchmarks.fidelity.hardware import Series
from qhil import RecordedBackend, Recording
from qhil.noise import exact_probabilities

Predicted = NDArray[np.float64]  # [circuit, outcome]
Layouts = Sequence[Sequence[Any]]  # by seed, the circuits of a series

KINDS = ("recorded", "scheduled", "faithful+net", "faithful")
MIX = "ideal mixed with uniform"
CALIBRATED = "faithful, calibrated"


def predictions(series: Series, recording: Recording, seeds: int) -> Dict[str, Predicted]:
    """By the model's name; what is fitted is fitted to the odd circuits."""
    layouts = transpiled(series, recording, seeds)
    ideal = averaged(series, layouts, recording, "ideal")
    uniform = np.full_like(ideal, 1 / ideal.shape[1])
    found = {"uniform": uniform, "ideal": ideal, MIX: _mix(series, ideal, uniform)}
    for kind in KINDS:
        found[kind] = averaged(series, layouts, recording, kind)
    fitted = calibrated(series, layouts, recording, odd(series))
    if fitted is not None:
        found[CALIBRATED] = averaged(series, layouts, fitted, "faithful")
    return found


def transpiled(series: Series, recording: Recording, seeds: int) -> Layouts:
    """The circuits of a series on the device, by seed."""
    backend = RecordedBackend(recording, noise="ideal")
    circuits = [QuantumCircuit.from_qasm_str(text) for text in series.circuits]
    return [
        transpile(circuits, backend, optimization_level=1, seed_transpiler=seed)
        for seed in range(seeds)
    ]


def averaged(series: Series, layouts: Layouts, recording: Recording, kind: str) -> Predicted:
    """Probabilities of the measured bits, the average of all layouts."""
    every = [circuit for circuits in layouts for circuit in circuits]
    found = np.array(
        [outcomes[: 2**series.bits] for outcomes in exact_probabilities(every, recording, kind)]
    )
    return np.asarray(found.reshape(len(layouts), -1, 2**series.bits).mean(axis=0))


def distances(predicted: Predicted, measured: Predicted) -> NDArray[np.float64]:
    """Total variation distance of each circuit."""
    return np.asarray(np.abs(predicted - measured).sum(axis=-1) / 2)


def odd(series: Series) -> List[int]:
    """The circuits that are fitted to; the even ones are scored on."""
    return list(range(1, len(series.circuits), 2))


def _mix(series: Series, ideal: Predicted, uniform: Predicted) -> Predicted:
    """One weight for all circuits, the best one for the odd."""
    fitted = odd(series)
    distance: Callable[[float], float] = lambda weight: float(  # noqa: E731  # one line
        distances(ideal + weight * (uniform - ideal), series.frequencies)[fitted].mean()
    )
    weight = minimize_scalar(distance, bounds=(0, 1), method="bounded").x
    return np.asarray(ideal + weight * (uniform - ideal))
