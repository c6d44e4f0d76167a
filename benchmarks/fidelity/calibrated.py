"""Calibration's row: two numbers of a device fitted to some of a series' circuits, carried by a recording.

The series hold no circuits for the readout, and how circuits were laid out is not known. So what is fitted is what all
layouts share, the scales of ZZ and of two-qubit errors, and what a fit predicts is the average of the layouts.
"""

from __future__ import annotations

from typing import Any, List, Sequence

from benchmarks.fidelity.hardware import Series
from qhil import Recording
from qhil.calibrating.fit import fit
from qhil.calibrating.observed import Observed, Probabilities
from qhil.calibrating.parameters import parameters
from qhil.noise import exact_probabilities
from qhil.recordings import FittedNoise

FITTED = ("zz_scale", "two_qubit_error_scale")


def calibrated(
    series: Series,
    layouts: Sequence[Sequence[Any]],
    recording: Recording,
    circuits: List[int],
) -> Recording:
    """``recording`` with what is fitted to these ``circuits`` of the series.

    ``layouts``: by seed, all circuits of the series, transpiled.
    """

    def predict(noise: FittedNoise, which: Sequence[int]) -> List[Probabilities]:
        every = [layout[index] for index in which for layout in layouts]
        found = exact_probabilities(every, recording.with_fitted(noise), "faithful")
        measured = [outcomes[: 2**series.bits] for outcomes in found]
        count = len(layouts)
        return [
            sum(measured[first + 1 : first + count], measured[first]) / count
            for first in range(0, len(measured), count)
        ]

    observed = [
        Observed(str(index), counts) for index, counts in enumerate(series.counts.sum(axis=0))
    ]
    found = fit(parameters(FITTED, qubits=()), FittedNoise(), predict, observed, circuits)
    return recording.with_fitted(found.noise)
