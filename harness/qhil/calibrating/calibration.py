"""`Calibration`: counts of a device are fitted, the fit is judged by what it has not seen, and kept if it is better.

Recording + MeasuredRun -> task -> readout counted -> fits and what they predict -> report -> Recording with `fitted`
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Iterable, Optional, Tuple

import qhil
from qhil.calibrating.checking import Task, task_of
from qhil.calibrating.choosing import chosen_folds, chosen_kinds
from qhil.calibrating.counted_noise import counted_noise
from qhil.calibrating.judging import Judgement, judge
from qhil.calibrating.parameters import parameters as parameters_of
from qhil.calibrating.prediction import RecordedPrediction
from qhil.calibrating.report import CalibrationReport
from qhil.calibrating.verdict import verdict
from qhil.errors import RefusedFitError
from qhil.measured import MeasuredRun
from qhil.recordings import Recording
from qhil.recordings.fitted_noise import FitSource, FittedNoise


def calibrate(
    recording: Recording,
    measured: MeasuredRun,
    *,
    parameters: Optional[Iterable[str]] = None,
    folds: Optional[int] = None,
    seed: int = 0,
    any_date: bool = False,
) -> Recording:
    """The recording with fitted numbers, for the noise kind ``faithful``; what was recorded stays.

    Args:
        recording: of the device, its newest calibration being that of the counts. What was fitted to it earlier is
            not built upon, but is what the fit has to be better than.
        measured: what was counted. Circuits that prepare all zeros and all ones are for the readout.
        parameters: some of ``readout``, ``zz_scale``, ``two_qubit_error_scale``, ``detunings``, ``dephasing_width``.
            None: those that such circuits can tell.
        folds: the circuits are divided into so many parts, of which each is predicted from the others. None: 4, or as
            many as there are circuits if these are fewer.
        seed: of the resamples behind the intervals.
        any_date: fit counts that were taken before the calibration, or under another one, too.

    Raises:
        FitError: if the counts cannot be fitted.
        RefusedFitError: if circuits that were not fitted are predicted no better than before; its ``calibration`` has
            report and numbers.
    """
    return Calibration.of(
        recording, measured, parameters=parameters, folds=folds, seed=seed, any_date=any_date
    ).recording


@dataclass(frozen=True)
class Calibration:
    """A fit and how it was judged.

    Attributes:
        original: the recording as it came.
        noise: what was fitted.
        report: how well it predicts.
    """

    original: Recording
    noise: FittedNoise
    report: CalibrationReport = field(repr=False)

    @classmethod
    def of(
        cls,
        recording: Recording,
        measured: MeasuredRun,
        *,
        parameters: Optional[Iterable[str]] = None,
        folds: Optional[int] = None,
        seed: int = 0,
        any_date: bool = False,
    ) -> Calibration:
        """Fit, and judge; arguments and errors are those of `calibrate`, but a bad fit is not refused yet."""
        task = task_of(recording, measured, any_date=any_date)
        judgement = _judged(
            recording,
            task,
            kinds=chosen_kinds(task, parameters),
            folds=chosen_folds(task, folds),
        )
        source = FitSource(measured.source, measured.taken, qhil.__version__)
        noise = replace(judgement.fit.noise, source=source)
        report = verdict(recording, measured, task=task, judgement=judgement, seed=seed)
        return cls(recording, noise, report)

    @property
    def recording(self) -> Recording:
        """The recording with what was fitted.

        Raises:
            RefusedFitError: unless the report accepts it.
        """
        if not self.report.accepted:
            raise RefusedFitError(f"{self.original.name}: {self.report.summary}", self)
        return self.kept_anyway()

    def kept_anyway(self) -> Recording:
        """The recording with what was fitted, though the report may refuse it."""
        return self.original.with_fitted(self.noise)


def _judged(recording: Recording, task: Task, *, kinds: Tuple[str, ...], folds: int) -> Judgement:
    predict = RecordedPrediction(recording, task.circuits)
    return judge(
        parameters_of(kinds, qubits=task.qubits),
        counted_noise(task, predict) if "readout" in kinds else FittedNoise(),
        before=recording.fitted or FittedNoise(),
        predict=predict,
        ideal=predict.ideal(),
        observed=task.observed,
        which=task.judged,
        folds=folds,
    )
