"""A fit is judged by circuits that it has not seen: these are taken out in turn, and predicted from the others.

predictions, observed counts, the numbers of the circuits to judge by -> `Judgement`

Circuit i of those is in fold i modulo the folds: with two, the odd ones are predicted from the even ones and the other
way round. What is kept in the end is fitted to all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Mapping, Sequence, Tuple

from qhil.calibrating.fit import Fit, Predict, fit
from qhil.calibrating.observed import Observed, Probabilities
from qhil.calibrating.parameters import Parameter
from qhil.calibrating.references import best_share, mixed, uniform
from qhil.recordings.fitted_noise import FittedNoise

MODELS = ("before", "after", "ideal", "uniform", "mix")
"""The recording as it came, the fit to other circuits, and what both are compared with."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """Predictions of each model for the circuits that are judged by, in order, and the fit to all of them."""

    fit: Fit
    held_out: Tuple[Fit, ...]
    predictions: Mapping[str, Sequence[Probabilities]]


def judge(
    fitted: Sequence[Parameter],
    base: FittedNoise,
    *,
    before: FittedNoise,
    predict: Predict,
    ideal: Sequence[Probabilities],
    observed: Sequence[Observed],
    which: Sequence[int],
    folds: int,
) -> Judgement:
    """Fit, and predict what was held out.

    ``ideal`` and ``observed`` are of all circuits, ``which`` the numbers of those to judge by. ``before`` is the noise
    that the recording comes with, ``base`` what a fit stands on (the readout that was counted).
    """
    after: Dict[int, Probabilities] = {}
    mix: Dict[int, Probabilities] = {}
    fits: List[Fit] = []
    for fold in range(folds):
        out = which[fold::folds]
        seen = [index for index in which if index not in out]
        fits.append(fit(fitted, base, predict, observed, seen, carry_readout=False))
        after.update(zip(out, predict(fits[-1].noise, out)))
        share = best_share([observed[i] for i in seen], [ideal[i] for i in seen])
        mix.update((index, mixed(ideal[index], share)) for index in out)
    predictions = {
        "before": list(predict(before, which)),
        "after": [after[index] for index in which],
        "ideal": [ideal[index] for index in which],
        "uniform": [uniform(observed[index].counts.size) for index in which],
        "mix": [mix[index] for index in which],
    }
    return Judgement(fit(fitted, base, predict, observed, which), tuple(fits), predictions)
