"""How a recording says that circuits end: exact probabilities under its noise, the fitted numbers varying.

Recording + circuits -> a `Predict` for fits
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Tuple

from qhil.calibrating.observed import Probabilities
from qhil.noise import NoiseKind
from qhil.recordings import Recording
from qhil.recordings.fitted_noise import FittedNoise

KIND = "faithful"
"""The kind that a fit is for: no other uses what was fitted."""


class RecordedPrediction:
    """Predicts the circuits of one task; the last prediction is kept, for fits ask for the same point twice."""

    def __init__(self, recording: Recording, circuits: Sequence[Any], kind: str = KIND) -> None:
        self._recording = recording
        self._circuits = circuits
        self._kind = NoiseKind.parse(kind)
        self._last: Dict[Tuple[FittedNoise, Tuple[int, ...]], List[Probabilities]] = {}

    def __call__(self, noise: FittedNoise, which: Sequence[int]) -> List[Probabilities]:
        """Probabilities over the classical bits of the circuits with these numbers."""
        key = (noise, tuple(which))
        if key not in self._last:
            from qhil.noise import exact_probabilities

            found = exact_probabilities(
                [self._circuits[index] for index in which],
                self._recording.with_fitted(noise),
                self._kind,
            )
            self._last = {key: list(found)}
        return self._last[key]

    def ideal(self) -> List[Probabilities]:
        """Of all circuits, on a device without noise."""
        from qhil.noise import exact_probabilities

        return list(exact_probabilities(self._circuits, self._recording, NoiseKind("ideal")))
