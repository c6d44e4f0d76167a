"""From predictions of circuits that were held out to a report, whose mean distances decide.

Recording + MeasuredRun + Task + Judgement -> CalibrationReport
"""

from __future__ import annotations

from typing import Iterator, Mapping

from qhil.calibrating.bootstrap import Distance, distances
from qhil.calibrating.checking import Task
from qhil.calibrating.found import found_parameters
from qhil.calibrating.judging import MODELS, Judgement
from qhil.calibrating.report import CalibrationReport, JudgedCircuit
from qhil.calibrating.words import MODEL_NAMES
from qhil.measured import MeasuredRun
from qhil.recordings import Recording

_DAY = 86400.0  # s
_MISFIT = 2.0


def verdict(
    recording: Recording, measured: MeasuredRun, *, task: Task, judgement: Judgement, seed: int
) -> CalibrationReport:
    """The report; ``seed`` is of the resamples."""
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
            position % len(judgement.held_out),
            {model: each[model][position] for model in MODELS},
            floors[position],
        )
        for position, one in enumerate(observed)
    )
    means = {model: one.mean() for model, one in found.items()}
    return CalibrationReport(
        device=recording.name,
        digest=recording.digest,
        calibrated=recording.properties().date,
        taken=measured.taken,
        run=measured.source,
        folds=len(judgement.held_out),
        seed=seed,
        parameters=found_parameters(recording.properties(), judgement.fit),
        circuits=circuits,
        means=means,
        gain=found["before"].less(found["after"]),
        floor=sum(floors) / len(floors),
        misfit=judgement.fit.misfit,
        notes=(*_circumstances(recording, measured, task, judgement), *_warnings(judgement, means)),
    )


def _circumstances(
    recording: Recording, measured: MeasuredRun, task: Task, judgement: Judgement
) -> Iterator[str]:
    days = (measured.taken - recording.properties().date).total_seconds() / _DAY
    if abs(days) > 1:
        when = "after" if days > 0 else "before"
        yield f"the counts were taken {abs(days):.0f} days {when} the calibration"
    unread = [qubit for qubit in task.qubits if qubit not in judgement.fit.base.readout]
    if unread:
        told = ", ".join(map(str, unread))
        yield f"the readout of qubits {told} is as recorded: it was not fitted"
    if recording.fitted is not None:
        yield "'before' is the recording with what was fitted to it earlier"


def _warnings(judgement: Judgement, means: Mapping[str, Distance]) -> Iterator[str]:
    misfit = judgement.fit.misfit
    if misfit > _MISFIT:
        yield (
            f"the model does not explain the counts (misfit {misfit:.1f}): uncertainties are {misfit**0.5:.1f} times "
            "as wide as shot noise makes them, and may still be too small"
        )
    simple = min(("ideal", "uniform", "mix"), key=lambda model: means[model].value)
    if means[simple].value < means["after"].value:
        yield f"{MODEL_NAMES[simple]} predicts the held-out circuits better than the fit does"
    for first, second, correlation in judgement.fit.together:
        yield (
            f"{first} and {second} are told together only (correlation {correlation:+.2f}): what was known "
            "before decides which is which"
        )
