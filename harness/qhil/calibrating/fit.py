"""Least squares with priors: observed counts and a way to predict them in, the best parameters and their doubt out.

    start (best of a few) -> least squares -> misfit -> again with the data weighed by it
    -> what the data cannot tell back to its prior -> the others again -> covariance

The covariance is the inverse of J'J / m + 1 (all in widths of the priors), J being the derivative of the residuals
and m the misfit (below); what is not known of the readout is carried over to first order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Dict, Iterator, List, Protocol, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from qhil.calibrating.observed import Observed, Probabilities
from qhil.calibrating.parameters import Parameter, noise_at
from qhil.calibrating.readout import readout_slopes
from qhil.recordings.fitted_noise import FittedNoise

Array = NDArray[np.float64]

_STEP = 1e-4  # of a derivative, in widths of a prior: predictions have no noise
# Far below the doubt of any parameter: a fit that goes on predicts hundreds of times for nothing.
_SMALL_STEP = 1e-3
_SMALL_GAIN = 1e-5
UNTOLD = 0.8
"""A parameter whose doubt is still this part of its prior's is one that the data cannot tell."""
TOGETHER = 0.9
"""Two parameters whose errors are correlated by more are told together only."""


class Predict(Protocol):
    """How a device with that noise would answer: probabilities of the circuits with these numbers."""

    def __call__(self, noise: FittedNoise, which: Sequence[int]) -> Sequence[Probabilities]:
        """Arrays of shape (2 ** bits,), which sum to 1."""


@dataclass(frozen=True, eq=False)
class Fit:
    """What was found.

    Attributes:
        parameters: what was fitted.
        x: where it is, in widths of the priors; 0 where the data cannot tell.
        deviations: standard deviations of x.
        told: whether the data could tell.
        misfit: sum of squares per degree of freedom, 1 where the model is right; the doubt of a parameter counts it
            where it is more.
        base: what stood before, with the readout.
        together: pairs of parameters that the data tell together only, by their names, with the correlation of
            their errors.
    """

    parameters: Tuple[Parameter, ...]
    x: Tuple[float, ...]
    deviations: Tuple[float, ...]
    told: Tuple[bool, ...]
    misfit: float
    base: FittedNoise
    together: Tuple[Tuple[str, str, float], ...] = ()

    @property
    def noise(self) -> FittedNoise:
        """For a recording: only what the data could tell, each number with its uncertainty."""
        kept = [index for index, told in enumerate(self.told) if told]
        found = noise_at(
            [self.parameters[index] for index in kept],
            [self.x[index] for index in kept],
            self.base,
            [self.deviations[index] for index in kept],
        )
        untold = tuple(one.name for one, told in zip(self.parameters, self.told) if not told)
        return replace(found, undetermined=untold)


def fit(
    fitted: Sequence[Parameter],
    base: FittedNoise,
    predict: Predict,
    observed: Sequence[Observed],
    which: Sequence[int],
    *,
    carry_readout: bool = True,
) -> Fit:
    """The best parameters for the circuits with the numbers ``which`` of those observed.

    Without ``carry_readout`` the deviations are those at a readout that is known, for who asks for none.
    """
    problem = _Problem(tuple(fitted), base, predict, [observed[index] for index in which], which)
    everything = np.ones(len(fitted), dtype=bool)
    x = problem.solved(problem.start(), everything, weight=1.0)
    misfit = problem.misfit(x)
    weight = max(1.0, misfit)
    if weight > 1:
        x = problem.solved(x, everything, weight=weight)
    told = problem.deviations(x, weight, carry_readout=False) < UNTOLD
    if not told.all():
        x = problem.solved(np.where(told, x, 0.0), told, weight=weight)
    deviations = problem.deviations(x, weight, carry_readout=carry_readout)
    return Fit(
        tuple(fitted),
        tuple(x.tolist()),
        tuple(deviations.tolist()),
        tuple(told.tolist()),
        misfit,
        base,
        tuple(problem.together(x, weight, told)),
    )


@dataclass(frozen=True, eq=False)
class _Problem:
    fitted: Tuple[Parameter, ...]
    base: FittedNoise
    predict: Predict
    observed: Sequence[Observed]
    which: Sequence[int]
    kept: Dict[Tuple[float, ...], Array] = field(default_factory=dict)

    def residuals_of(self, noise: FittedNoise) -> Array:
        predicted = self.predict(noise, self.which)
        return np.concatenate([one.residuals(p) for one, p in zip(self.observed, predicted)])

    def residuals(self, x: Array) -> Array:
        key = tuple(x.tolist())
        if key not in self.kept:
            self.kept[key] = self.residuals_of(noise_at(self.fitted, key, self.base))
        return self.kept[key]

    def slopes(self, x: Array, free: NDArray[np.bool_]) -> Array:
        """The derivative of the residuals by the free parameters."""
        here = self.residuals(x)
        columns: List[Array] = []
        for index in np.flatnonzero(free):
            moved = x.copy()
            moved[index] += _STEP
            columns.append((self.residuals(moved) - here) / _STEP)
        return np.stack(columns, axis=1) if columns else np.zeros((here.size, 0))

    def start(self) -> Array:
        """Detunings of both signs are tried, one after the other.

        Many circuits answer to a detuning by its square at first, and least squares would stay where that has no slope.
        """
        x = np.array([0.5 if one.least_x == 0 else 0.0 for one in self.fitted])
        for index, one in enumerate(self.fitted):
            if one.kind == "detunings":
                tries = [_with(x, index, at) for at in (0.0, -0.5, 0.5)]
                x = min(tries, key=self.cost)
        return x

    def cost(self, x: Array) -> float:
        return float((self.residuals(x) ** 2).sum() + (x**2).sum())

    def solved(self, start: Array, free: NDArray[np.bool_], *, weight: float) -> Array:
        """Where the weighed squares of residuals and priors are least."""
        if not free.any():
            return start
        from scipy.optimize import least_squares

        scale = 1 / np.sqrt(weight)
        least = np.array([one.least_x for one in self.fitted])[free]

        def full(part: Array) -> Array:
            x = start.copy()
            x[free] = part
            return x

        def residuals(part: Array) -> Array:
            return np.concatenate([scale * self.residuals(full(part)), part])

        def slopes(part: Array) -> Array:
            return np.concatenate([scale * self.slopes(full(part), free), np.eye(part.size)])

        found = least_squares(
            residuals,
            start[free],
            jac=slopes,
            bounds=(least, np.inf),
            xtol=_SMALL_STEP,
            ftol=_SMALL_GAIN,
        )
        return full(found.x)

    def misfit(self, x: Array) -> float:
        residuals = self.residuals(x)
        freedom = residuals.size - len(self.observed) - len(self.fitted)
        return float((residuals**2).sum() / max(1, freedom))

    def covariance(self, x: Array, weight: float) -> Tuple[Array, Array]:
        """The weighed slopes, and the covariance of x at a readout that is known."""
        slopes: Array = self.slopes(x, np.ones(x.size, dtype=bool)) / np.sqrt(weight)
        return slopes, np.linalg.inv(slopes.T @ slopes + np.eye(x.size))

    def together(
        self, x: Array, weight: float, told: NDArray[np.bool_]
    ) -> Iterator[Tuple[str, str, float]]:
        _, covariance = self.covariance(x, weight)
        for second in np.flatnonzero(told):
            for first in np.flatnonzero(told[:second]):
                both = covariance[first, first] * covariance[second, second]
                correlation = float(covariance[first, second] / np.sqrt(both))
                if abs(correlation) > TOGETHER:
                    yield self.fitted[first].name, self.fitted[second].name, correlation

    def deviations(self, x: Array, weight: float, *, carry_readout: bool) -> Array:
        slopes, covariance = self.covariance(x, weight)
        variances = np.diag(covariance)
        if not carry_readout:
            return np.sqrt(variances)
        noise = noise_at(self.fitted, x.tolist(), self.base)
        doubt, deviations = readout_slopes(self.residuals_of, noise)
        carried = covariance @ slopes.T @ (doubt / np.sqrt(weight)) * deviations
        found: Array = np.sqrt(variances + (carried**2).sum(axis=1))
        return found


def _with(x: Array, index: int, at: float) -> Array:
    moved = x.copy()
    moved[index] = at
    return moved
