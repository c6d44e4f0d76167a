"""Runtime programs: what they are given, what they publish, and what becomes of them.

Names are loaded when first used: :class:`UserMessenger` stands on the provider's class where that
is installed, and importing the provider takes a second that listing devices should not have to pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qhil.lazy_names import lazily

if TYPE_CHECKING:
    from qhil.program.inputs import ProgramInputError, check_inputs
    from qhil.program.loader import Program, loaded_program
    from qhil.program.messenger import Message, NoMessageError, UserMessenger
    from qhil.program.program_run import ProgramFailedError, ProgramFailure, ProgramJob, ProgramRun
    from qhil.program.result_decoder import ResultDecoder
    from qhil.program.runner import run_program
    from qhil.program.source import ProgramSource

_HOME = {
    "Message": "qhil.program.messenger",
    "NoMessageError": "qhil.program.messenger",
    "Program": "qhil.program.loader",
    "ProgramFailedError": "qhil.program.program_run",
    "ProgramFailure": "qhil.program.program_run",
    "ProgramInputError": "qhil.program.inputs",
    "ProgramJob": "qhil.program.program_run",
    "ProgramRun": "qhil.program.program_run",
    "ProgramSource": "qhil.program.source",
    "ResultDecoder": "qhil.program.result_decoder",
    "UserMessenger": "qhil.program.messenger",
    "check_inputs": "qhil.program.inputs",
    "loaded_program": "qhil.program.loader",
    "run_program": "qhil.program.runner",
}

__all__ = [
    "Message",
    "NoMessageError",
    "Program",
    "ProgramFailedError",
    "ProgramFailure",
    "ProgramInputError",
    "ProgramJob",
    "ProgramRun",
    "ProgramSource",
    "ResultDecoder",
    "UserMessenger",
    "check_inputs",
    "loaded_program",
    "run_program",
]

__getattr__ = lazily(__name__, _HOME)
