"""How a recording says that circuits end: exact probabilities under its noise, the fitted numbers varying.

Recording + circuits -> a `Predict` for fits
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Tuple

from qhil.calibrating.observed import Probabilities
from qhil.noise import NoiseKind, exact_probabilities
from qhil.recordings import Recording
from qhil.recordings.fitted_noise import FittedNoise

KIND = "faithful"
"""The kind that a fit is for: no other uses what was fitted."""


_KEPT = 10_000
"""Predictions of one circuit that are kept: all fits of a task begin alike, so that most are asked for again."""


class RecordedPrediction:
    """Predicts the circuits of one task."""

    def __init__(self, recording: Recording, circuits: Sequence[Any], kind: str = KIND) -> None:
        self._recording = recording
        self._circuits = circuits
        self._kind = NoiseKind.parse(kind)
        self._kept: Dict[Tuple[FittedNoise, int], Probabilities] = {}

    def __call__(self, noise: FittedNoise, which: Sequence[int]) -> List[Probabilities]:
        """Probabilities over the classical bits of the circuits with these numbers."""
        new = [index for index in which if (noise, index) not in self._kept]
        if new:
            if len(self._kept) + len(new) > _KEPT:
                self._kept.clear()
                new = list(which)
            device = self._recording.with_fitted(noise)
            found = exact_probabilities(
                [self._circuits[index] for index in new], device, self._kind
            )
            self._kept.update(zip([(noise, index) for index in new], found))
        return [self._kept[noise, index] for index in which]

    def ideal(self) -> List[Probabilities]:
        """Of all circuits, on a device without noise."""
        return list(exact_probabilities(self._circuits, self._recording, NoiseKind("ideal")))
