"""Results that are not what they should be: a result and an effect in, a damaged copy out.

What the result tells of itself (shots asked for, success, number of classical bits) stays: that it contradicts what
is in it is the fault.
"""

from __future__ import annotations

import copy
from typing import Any, Dict, Optional

from qhil.deprecations import ignored_deprecations
from qhil.faults import Firing


def damaged(result: Any, firing: Firing) -> Any:
    """Qiskit's `Result` with the damage of ``firing`` done to it.

    ``wrong_shots``, ``missing_experiment`` or ``out_of_range``.
    """
    with ignored_deprecations():  # Qiskit 1.2 and later deprecate the class of its headers
        copied = copy.deepcopy(result)
    if firing.name == "missing_experiment":
        _drop(copied.results, _whole(firing))
        return copied
    for experiment in copied.results:
        data = experiment.data
        if firing.name == "wrong_shots":
            _lose_shots(data, _whole(firing))
        else:
            _grow_outcome(data, _bits(experiment))
    return copied


def _whole(firing: Firing) -> int:
    value = firing.arguments[0]
    return value if isinstance(value, int) else 0


def _drop(experiments: Any, index: int) -> None:
    if -len(experiments) <= index < len(experiments):
        del experiments[index]
    else:  # of circuits that there are not, the last is meant
        del experiments[-1]


def _lose_shots(data: Any, missing: int) -> None:
    counts: Dict[str, int] = getattr(data, "counts", None) or {}
    left = missing
    for outcome in sorted(counts, key=lambda one: (-counts[one], one)):
        taken = min(left, counts[outcome])
        counts[outcome] -= taken
        left -= taken
    for outcome in [one for one, count in counts.items() if count <= 0]:
        del counts[outcome]
    memory = getattr(data, "memory", None)
    if memory:
        data.memory = [*memory, *memory[:1] * -missing] if missing < 0 else memory[missing:]


def _grow_outcome(data: Any, bits: int) -> None:
    counts: Dict[str, int] = getattr(data, "counts", None) or {}
    outcome = max(counts, key=lambda one: (counts[one], one), default=None)
    if outcome is not None:
        counts[_grown(outcome, bits)] = counts.pop(outcome)
    memory: Optional[Any] = getattr(data, "memory", None)
    if memory:
        data.memory = [_grown(one, bits) if one == outcome else one for one in memory]


def _grown(outcome: str, bits: int) -> str:
    return hex(int(outcome, 16) | 1 << bits)


def _bits(experiment: Any) -> int:
    header = getattr(experiment, "header", None)
    if isinstance(header, dict):
        return int(header.get("memory_slots", 0))
    return int(getattr(header, "memory_slots", 0))
