"""Whether a program's ``main`` takes the inputs it is about to be given.

>>> def main(backend, user_messenger, *, shots, seed=None): ...
>>> check_inputs(main, {"seed": 10})
Traceback (most recent call last):
...
qhil.program.inputs.ProgramInputError: main needs 'shots'. Its inputs: shots, seed=None
"""

from __future__ import annotations

import difflib
import inspect
from typing import Any, Callable, Dict, Mapping

from qhil.errors import ProgramError

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class ProgramInputError(ProgramError):
    """The inputs do not fit the program's ``main``; the message names the parameters."""


def check_inputs(main: Callable[..., Any], inputs: Mapping[str, Any]) -> None:
    """See that ``main(backend, user_messenger, **inputs)`` can be called.

    Raises:
        ProgramInputError: if ``main`` lacks an input or does not take one.
    """
    parameters = _input_parameters(main)
    takes_any = any(
        parameter.kind is inspect.Parameter.VAR_KEYWORD
        for parameter in inspect.signature(main).parameters.values()
    )
    own = set(inspect.signature(main).parameters) - set(parameters)
    surplus = [name for name in inputs if name in own or not (takes_any or name in parameters)]
    lacking = [
        name
        for name, parameter in parameters.items()
        if parameter.default is inspect.Parameter.empty and name not in inputs
    ]
    problems = [f"main does not take {name!r}{_nearest(name, parameters)}" for name in surplus]
    problems += [f"main needs {name!r}" for name in lacking]
    if problems:
        listed = ", ".join(_shown(parameter) for parameter in parameters.values())
        rest = [listed] * bool(listed) + ["any other"] * takes_any
        raise ProgramInputError(f"{'; '.join(problems)}. Its inputs: {', '.join(rest) or 'none'}")


def _input_parameters(main: Callable[..., Any]) -> Dict[str, inspect.Parameter]:
    """The named parameters after backend and messenger."""
    named: Dict[str, inspect.Parameter] = {}
    positions = 2
    for name, parameter in inspect.signature(main).parameters.items():
        if parameter.kind in _POSITIONAL and positions:
            positions -= 1
        elif parameter.kind in (
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            inspect.Parameter.KEYWORD_ONLY,
        ):
            named[name] = parameter
    return named


def _shown(parameter: inspect.Parameter) -> str:
    if parameter.default is inspect.Parameter.empty:
        return parameter.name
    return f"{parameter.name}={parameter.default!r}"


def _nearest(name: str, parameters: Mapping[str, inspect.Parameter]) -> str:
    near = difflib.get_close_matches(name, parameters, n=1)
    return f" (nearest: {near[0]})" if near and near[0] != name else ""
