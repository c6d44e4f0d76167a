"""`Calibration`: counts of a device are fitted, the fit is judged by what it has not seen, and kept if it is better.

Recording + MeasuredRun -> task -> readout counted -> fits and what they predict -> report -> Recording with `fitted`
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Iterable, List, Optional, Tuple

import qhil
from qhil.calibrating.bootstrap import distances
from qhil.calibrating.checking import Task, task_of
from qhil.calibrating.found import found_parameters
from qhil.calibrating.judging import MODELS, Judgement, judge
from qhil.calibrating.parameters import checked_names, parameters
from qhil.calibrating.prediction import RecordedPrediction
from qhil.calibrating.readout import counted_readout, perfect_readout
from qhil.calibrating.report import CalibrationReport, JudgedCircuit
from qhil.errors import FitError, RefusedFitError
from qhil.measured import MeasuredRun
from qhil.recordings import Recording
from qhil.recordings.fitted_noise import FitSource, FittedNoise

FOR_SCALES = 4
FOR_DETUNINGS = 8
"""So many circuits, beside those of the readout, are there for these parameters to be fitted unasked."""


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
        kinds = _kinds(task, parameters)
        predict = RecordedPrediction(recording, task.circuits)
        judgement = _judged(recording, task, kinds, predict, _folds(task, folds))
        source = FitSource(measured.source, measured.taken, qhil.__version__)
        noise = replace(judgement.fit.noise, source=source)
        report = _report(recording, measured, task, judgement, _folds(task, folds), seed)
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


def _kinds(task: Task, given: Optional[Iterable[str]]) -> Tuple[str, ...]:
    readable = bool(task.read)
    if given is not None:
        kinds = checked_names(given)
        if "readout" in kinds and not readable:
            raise FitError(
                "the readout is told by two circuits, one that prepares all zeros and one all ones: expected both, "
                "found not; leave 'readout' out of the parameters, or measure them"
            )
        return kinds
    count = len(task.judged)
    kinds = ("readout",) if readable else ()
    kinds += ("zz_scale", "two_qubit_error_scale") if count >= FOR_SCALES else ()
    kinds += ("detunings", "dephasing_width") if count >= FOR_DETUNINGS else ()
    if not kinds:
        raise FitError(
            f"{count} circuits are few: expected {FOR_SCALES} at least, or two for the readout, or `parameters=` that "
            "says what to fit all the same"
        )
    return kinds


def _folds(task: Task, given: Optional[int]) -> int:
    most = len(task.judged)
    if given is None:
        return min(4, most)
    if not 2 <= given <= most:
        raise FitError(f"expected 2 to {most} folds, as there are {most} circuits, found {given}")
    return given


def _judged(
    recording: Recording,
    task: Task,
    kinds: Tuple[str, ...],
    predict: RecordedPrediction,
    folds: int,
) -> Judgement:
    return judge(
        parameters(kinds, qubits=task.qubits),
        _counted(task, predict) if "readout" in kinds else FittedNoise(),
        before=recording.fitted or FittedNoise(),
        predict=predict,
        ideal=predict.ideal(),
        observed=task.observed,
        which=task.judged,
        folds=folds,
    )


def _counted(task: Task, predict: RecordedPrediction) -> FittedNoise:
    """The readout, which is told by circuits of its own."""
    assert task.zeros is not None  # noqa: S101 - looked at where the kinds were chosen
    assert task.ones is not None  # noqa: S101 - likewise
    perfect = FittedNoise(readout=perfect_readout(task.read))
    zeros, ones = predict(perfect, [task.zeros, task.ones])
    return FittedNoise(
        readout=counted_readout(
            task.observed[task.zeros], task.observed[task.ones], (zeros, ones), task.read
        )
    )


def _report(
    recording: Recording,
    measured: MeasuredRun,
    task: Task,
    judgement: Judgement,
    folds: int,
    seed: int,
) -> CalibrationReport:
    observed = [task.observed[index] for index in task.judged]
    found = dict(
        zip(MODELS, distances(observed, [judgement.predictions[one] for one in MODELS], seed=seed))
    )
    each = {model: one.each() for model, one in found.items()}
    floors = [one.floor(p) for one, p in zip(observed, judgement.predictions["after"])]
    circuits = tuple(
        JudgedCircuit(
            one.name,
            one.shots,
            position % folds,
            {model: each[model][position] for model in MODELS},
            floors[position],
        )
        for position, one in enumerate(observed)
    )
    return CalibrationReport(
        device=recording.name,
        digest=recording.digest,
        calibrated=recording.properties().date,
        taken=measured.taken,
        run=measured.source,
        folds=folds,
        seed=seed,
        parameters=found_parameters(recording.properties(), judgement.fit),
        circuits=circuits,
        means={model: one.mean() for model, one in found.items()},
        gain=found["before"].less(found["after"]),
        floor=sum(floors) / len(floors),
        misfit=judgement.fit.misfit,
        notes=tuple(_notes(recording, measured, task, judgement)),
    )


def _notes(
    recording: Recording, measured: MeasuredRun, task: Task, judgement: Judgement
) -> List[str]:
    notes = []
    days = (measured.taken - recording.properties().date).total_seconds() / 86400
    if abs(days) > 1:
        when = "after" if days > 0 else "before"
        notes.append(f"the counts were taken {abs(days):.0f} days {when} the calibration")
    unread = [qubit for qubit in task.qubits if qubit not in judgement.fit.base.readout]
    if unread:
        notes.append(
            f"the readout is as recorded on {', '.join(map(str, unread))}: no circuits prepare all zeros and all ones"
        )
    if recording.fitted is not None:
        notes.append("'before' is the recording with what was fitted to it earlier")
    return notes
