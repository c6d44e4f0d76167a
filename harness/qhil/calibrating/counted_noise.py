"""What a fit stands on: the readout of each qubit, told by two circuits of a task that are there for nothing else.

Task + Predict -> `FittedNoise` with the readout alone
"""

from __future__ import annotations

from qhil.calibrating.checking import Task
from qhil.calibrating.fit import Predict
from qhil.calibrating.readout import counted_readout, perfect_readout
from qhil.errors import FitError
from qhil.recordings.fitted_noise import FittedNoise


def counted_noise(task: Task, predict: Predict) -> FittedNoise:
    """The readout that was counted.

    Raises:
        FitError: if one of the two circuits is not there.
    """
    if task.zeros is None or task.ones is None:
        raise FitError(
            "the readout is told by two circuits, one that prepares all zeros and one all ones: expected both, "
            "found not; leave 'readout' out of the parameters, or measure them"
        )
    perfect = FittedNoise(readout=perfect_readout(task.read))
    zeros, ones = predict(perfect, [task.zeros, task.ones])
    return FittedNoise(
        readout=counted_readout(
            task.observed[task.zeros], task.observed[task.ones], (zeros, ones), task.read
        )
    )
