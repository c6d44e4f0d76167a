"""What was fitted, in the units of a reader, beside what was recorded.

CalibrationSnapshot + Fit -> `FoundParameter`s
"""

from __future__ import annotations

from typing import Iterator, Tuple

from qhil.calibrating.fit import Fit
from qhil.calibrating.report import FoundParameter
from qhil.recordings import CalibrationSnapshot


def found_parameters(snapshot: CalibrationSnapshot, fit: Fit) -> Tuple[FoundParameter, ...]:
    """All of them, the readout first."""
    return (*_readouts(snapshot, fit), *_parameters(fit))


def _readouts(snapshot: CalibrationSnapshot, fit: Fit) -> Iterator[FoundParameter]:
    for qubit, readout in fit.base.readout.items():
        recorded = snapshot.qubits[qubit]
        for name in ("prob_meas1_prep0", "prob_meas0_prep1"):
            found = getattr(readout, name)
            said = getattr(recorded, name)
            yield FoundParameter(
                f"{name}[{qubit}]",
                "",
                recorded.readout_error if said is None else said,
                found.value,
                found.uncertainty or 0.0,
                None,
                told=True,
            )


def _parameters(fit: Fit) -> Iterator[FoundParameter]:
    for one, x, deviation, told in zip(fit.parameters, fit.x, fit.deviations, fit.told):
        yield FoundParameter(
            one.name,
            one.unit,
            one.value(0.0),
            one.value(x),
            one.uncertainty(x, deviation),
            one.uncertainty(0.0, 1.0),
            told=told,
        )
