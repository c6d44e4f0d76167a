"""The exit codes of ``qhil``, and how help tells them."""

from __future__ import annotations

DONE = 0
FAILED = 1
USAGE = 2
TIMED_OUT = 3
INTERRUPTED = 130

EXIT_CODES = f"""\b
Exit codes:
  {DONE}    done
  {FAILED}    the program raised, or its process died; a sweep has findings, a fit is refused
  {USAGE}    not understood: an option, a device, a file, or inputs that do not fit
  {TIMED_OUT}    the time limit passed
  {INTERRUPTED}  interrupted (Ctrl-C)
"""
