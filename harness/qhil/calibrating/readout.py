"""How often each qubit is misread, from circuits that prepare all zeros and all ones.

counts of both, and what the gates alone make of them -> `FittedReadout` of each qubit
residuals at a noise -> their slopes by each of those numbers, for whoever has to carry on their doubt

The ones are made by a gate that errs itself: what it does is taken out, so that it is not counted twice. Readout
errors of one qubit that depend on another are not looked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Dict, List, Mapping, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from qhil.calibrating.observed import Observed, Probabilities
from qhil.recordings.fitted_noise import FittedNoise, FittedReadout, FittedValue

Array = NDArray[np.float64]

PERFECT = FittedReadout(FittedValue(0.0), FittedValue(0.0))


def counted_readout(
    zeros: Observed,
    ones: Observed,
    before: Tuple[Probabilities, Probabilities],
    qubits: Sequence[int],
) -> Dict[int, FittedReadout]:
    """The readout of the qubits that are measured into classical bits 0, 1, ...

    ``before``: probabilities of both circuits if nothing were misread.
    """
    return {
        qubit: _readout(
            (_ones_of(zeros.counts, bit), zeros.shots, _chance_of_one(before[0], bit)),
            (_ones_of(ones.counts, bit), ones.shots, _chance_of_one(before[1], bit)),
        )
        for bit, qubit in enumerate(qubits)
        if qubit >= 0
    }


def readout_slopes(
    residuals: Callable[[FittedNoise], Array], noise: FittedNoise
) -> Tuple[Array, Array]:
    """The derivative of residuals by each fitted P(1|0) and P(0|1), and the uncertainty of each."""
    here = residuals(noise)
    columns: List[Array] = []
    deviations: List[float] = []
    for qubit, readout in noise.readout.items():
        for name in ("prob_meas1_prep0", "prob_meas0_prep1"):
            value: FittedValue = getattr(readout, name)
            if value.uncertainty:
                step = 0.1 * value.uncertainty * (1 if value.value < 0.5 else -1)
                moved = replace(readout, **{name: FittedValue(value.value + step)})
                changed = replace(noise, readout={**noise.readout, qubit: moved})
                columns.append((residuals(changed) - here) / step)
                deviations.append(value.uncertainty)
    slopes = np.stack(columns, axis=1) if columns else np.zeros((here.size, 0))
    return slopes, np.array(deviations)


def perfect_readout(qubits: Sequence[int]) -> Mapping[int, FittedReadout]:
    """Of qubits that are never misread."""
    return {qubit: PERFECT for qubit in qubits if qubit >= 0}


def _readout(zeros: Tuple[int, int, float], ones: Tuple[int, int, float]) -> FittedReadout:
    """(ones seen, shots, chance of a one before the readout) of both circuits -> the two errors.

    seen = (1 - chance) P(1|0) + chance (1 - P(0|1)) for either circuit: two equations for two unknowns.
    """
    seen = [(count + 0.5) / (shots + 1) for count, shots, _ in (zeros, ones)]
    variances = [share * (1 - share) / (one[1] + 2) for share, one in zip(seen, (zeros, ones))]
    chances = np.array([zeros[2], ones[2]])
    system = np.stack([1 - chances, chances], axis=1)  # by P(1|0) and P(1|1)
    inverse = np.linalg.inv(system)
    found = inverse @ np.array(seen)
    doubt = np.sqrt(inverse**2 @ np.array(variances))
    false_one, true_one = np.clip(found, 0.0, 1.0)
    return FittedReadout(
        FittedValue(float(false_one), float(doubt[0])),
        FittedValue(float(1 - true_one), float(doubt[1])),
    )


def _ones_of(counts: NDArray[np.int64], bit: int) -> int:
    return int(counts[_has(counts.size, bit)].sum())


def _chance_of_one(chances: Probabilities, bit: int) -> float:
    return float(chances[_has(chances.size, bit)].sum())


def _has(size: int, bit: int) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (np.arange(size) >> bit & 1).astype(bool)
    return found
