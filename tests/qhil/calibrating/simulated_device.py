"""A device whose truth is known: the recording's own noise with other numbers, and counts drawn from it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from qhil.measured import circuit_of
from qhil.noise import exact_probabilities


def measured(plan, recording, truth, *, seed, shots=None, hours=1):
    """The run that a device like ``recording``, but with the noise ``truth``, gives for a plan."""
    draw = np.random.default_rng(seed)
    circuits = [circuit_of(one.qasm, name=one.name) for one in plan.circuits]
    chances = exact_probabilities(circuits, recording.with_fitted(truth), "faithful")
    counts = {
        one.name: _counts(draw.multinomial(shots or one.shots, chance / chance.sum()))
        for one, chance in zip(plan.circuits, chances)
    }
    taken = recording.properties().date + timedelta(hours=hours)
    return plan.measured(counts, taken=taken, source="simulated")


def _counts(found):
    width = int(found.size).bit_length() - 1
    return {f"{index:0{width}b}": int(count) for index, count in enumerate(found) if count}
