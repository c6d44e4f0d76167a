"""Inputs that are not what the caller sent: by a fault at ``program.inputs``."""

from __future__ import annotations

import math
import numbers
from typing import Any, Dict, Mapping, Optional

from qhil.faults import Firing, Injection, ask


def faulty_inputs(own: Optional[Injection], inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The inputs, or what a fault makes of them.

    >>> from qhil.faults import inject
    >>> with inject("program.inputs=other_type(shots)"):
    ...     faulty_inputs(None, {"name": "Ada", "shots": 10})
    {'name': 'Ada', 'shots': '10'}
    """
    firing = ask("program.inputs", own)
    if firing is None:
        return inputs
    changed: Dict[str, Any] = dict(inputs)
    if firing.name == "extra":
        changed[str(firing.arguments[0])] = None
        return changed
    name = _concerned(firing, inputs)
    if name is None:
        return inputs
    if firing.name == "missing":
        del changed[name]
    elif firing.name == "nan":
        changed[name] = math.nan
    else:
        changed[name] = _of_other_type(inputs[name])
    return changed


def _concerned(firing: Firing, inputs: Mapping[str, Any]) -> Optional[str]:
    """The input that the fault names, or the first that it may be about; None if there is none."""
    named = firing.arguments[0]
    if named is not None:
        return str(named) if named in inputs else None
    fitting = (name for name, value in inputs.items() if firing.name != "nan" or _is_number(value))
    return next(fitting, None)


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Number) and not isinstance(value, bool)


def _of_other_type(value: Any) -> Any:
    return str(value) if _is_number(value) else [value]
