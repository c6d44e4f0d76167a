"""From predictions of circuits that were held out to a report, whose mean distances decide.

Recording + MeasuredRun + Task + Judgement -> CalibrationReport
"""

from __future__ import annotations

from typing import Iterator

from qhil.calibrating.bootstrap import distances
from qhil.calibrating.checking import Task
from qhil.calibrating.found import found_parameters
from qhil.calibrating.judging import MODELS, Judgement
from qhil.calibrating.report import CalibrationReport, JudgedCircuit
from qhil.measured import MeasuredRun
from qhil.recordings import Recording

_DAY = 86400.0  # s


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
        means={model: one.mean() for model, one in found.items()},
        gain=found["before"].less(found["after"]),
        floor=sum(floors) / len(floors),
        misfit=judgement.fit.misfit,
        notes=tuple(_notes(recording, measured, task, judgement)),
    )


def _notes(
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
