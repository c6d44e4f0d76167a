"""What can be fitted, in the unit in which it is fitted: widths of its prior.

names and qubits -> parameters; a vector x of them -> `FittedNoise`

Every parameter has a standard normal prior in x, so that what the data cannot tell stays at 0, which is as recorded.

>>> chosen = parameters(("zz_scale", "detunings"), qubits=(4,))
>>> [one.name for one in chosen]
['zz_scale', 'detunings[4]']
>>> noise = noise_at(chosen, (0.0, 1.0), FittedNoise())
>>> noise.zz_scale.value, noise.detunings[4].value
(1.0, 20000.0)
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass, replace
from typing import Dict, Iterable, Iterator, Mapping, Optional, Sequence, Tuple

from qhil.errors import FitError
from qhil.recordings.fitted_noise import FittedNoise, FittedValue

NAMES = ("readout", "zz_scale", "two_qubit_error_scale", "detunings", "dephasing_width")
"""In the order of their worth."""

PRIOR_WIDTHS: Mapping[str, float] = {
    # Of the logarithm. The rate of ZZ follows from frequencies and couplings, which last: half as much again or two
    # thirds are one width away.
    "zz_scale": 0.4,
    # Of the logarithm. Gate errors drift from day to day, and crosstalk adds what was not there when one pair
    # was calibrated by itself: a factor of 1.65 or its inverse.
    "two_qubit_error_scale": 0.5,
    # In Hz. Between two calibrations a transmon's frequency wanders by kilohertz, by tens where a defect is near.
    "detunings": 20e3,
    # In Hz. A free decay of exp(-1/2) in 1 / (2 pi 10 kHz) = 16 us, which is a poor T2*.
    "dephasing_width": 10e3,
}


@dataclass(frozen=True)
class Parameter:
    """One number that is fitted; ``x`` is how many widths of its prior it is off."""

    kind: str
    width: float
    qubit: Optional[int] = None

    @property
    def name(self) -> str:
        """``zz_scale``, ``detunings[3]``."""
        return self.kind if self.qubit is None else f"{self.kind}[{self.qubit}]"

    @property
    def is_factor(self) -> bool:
        """Whether its logarithm is normal; else it is in Hz."""
        return self.kind.endswith("_scale")

    @property
    def unit(self) -> str:
        """``Hz``, or none for a factor."""
        return "" if self.is_factor else "Hz"

    @property
    def least_x(self) -> float:
        """A width is not negative."""
        return 0.0 if self.kind == "dephasing_width" else -math.inf

    def value(self, x: float) -> float:
        """The number itself."""
        return math.exp(self.width * x) if self.is_factor else self.width * x

    def x(self, value: float) -> float:
        """The other way."""
        return (math.log(value) if self.is_factor else value) / self.width

    def uncertainty(self, x: float, deviation: float) -> float:
        """The standard uncertainty of the number, of that of x, to first order."""
        return self.width * deviation * (self.value(x) if self.is_factor else 1.0)


def parameters(kinds: Iterable[str], *, qubits: Iterable[int]) -> Tuple[Parameter, ...]:
    """The parameters of these kinds; ``readout`` is none of them, for it is not fitted but counted."""
    return tuple(_parameters(checked_names(kinds), tuple(sorted(qubits))))


def checked_names(kinds: Iterable[str]) -> Tuple[str, ...]:
    """The names, in the order of their worth.

    Raises:
        FitError: for one that there is none of.
    """
    given = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    for kind in given:
        if kind not in NAMES:
            near = difflib.get_close_matches(str(kind), NAMES, n=2, cutoff=0.3) or NAMES
            raise FitError(f"no parameter {kind!r}: expected {' or '.join(near)}")
    if not given:
        raise FitError(f"no parameters to fit: expected some of {', '.join(NAMES)}")
    return tuple(name for name in NAMES if name in given)


def _parameters(kinds: Sequence[str], qubits: Sequence[int]) -> Iterator[Parameter]:
    for kind in kinds:
        if kind == "detunings":
            yield from (Parameter(kind, PRIOR_WIDTHS[kind], qubit) for qubit in qubits)
        elif kind != "readout":
            yield Parameter(kind, PRIOR_WIDTHS[kind])


def noise_at(
    fitted: Sequence[Parameter],
    x: Sequence[float],
    base: FittedNoise,
    deviations: Optional[Sequence[float]] = None,
) -> FittedNoise:
    """``base`` with the parameters at ``x``; with ``deviations`` of x, each has its uncertainty."""
    values: Dict[str, FittedValue] = {}
    detunings: Dict[int, FittedValue] = {}
    for index, one in enumerate(fitted):
        uncertainty = (
            None if deviations is None else one.uncertainty(x[index], float(deviations[index]))
        )
        value = FittedValue(one.value(float(x[index])), uncertainty)
        if one.qubit is None:
            values[one.kind] = value
        else:
            detunings[one.qubit] = value
    return replace(base, detunings={**base.detunings, **detunings}, **values)  # type: ignore[arg-type]
