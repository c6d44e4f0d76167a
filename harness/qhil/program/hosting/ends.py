"""How a run may be ended from outside the program.

They are no `Exception`, so that a program's ``except Exception`` does not swallow them.
"""

from __future__ import annotations


class ProgramEnd(BaseException):
    """Base of what ends a program from outside."""


class RanTooLong(ProgramEnd):
    """The time limit passed."""


class Cancelled(ProgramEnd):
    """The user cancelled the run."""
