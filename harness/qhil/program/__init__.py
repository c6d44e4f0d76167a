"""Runtime programs: what they are given, what they publish, and how a file becomes one.

Names are loaded when first used: :class:`UserMessenger` stands on the provider's class where that
is installed, and importing the provider takes a second that listing devices should not have to pay.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qhil.program.inputs import check_inputs
    from qhil.program.loader import Program, loaded_program
    from qhil.program.messenger import Message, UserMessenger
    from qhil.program.result_decoder import ResultDecoder

_HOME = {
    "Message": "qhil.program.messenger",
    "Program": "qhil.program.loader",
    "ResultDecoder": "qhil.program.result_decoder",
    "UserMessenger": "qhil.program.messenger",
    "check_inputs": "qhil.program.inputs",
    "loaded_program": "qhil.program.loader",
}

__all__ = [
    "Message",
    "Program",
    "ResultDecoder",
    "UserMessenger",
    "check_inputs",
    "loaded_program",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'qhil.program' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value
