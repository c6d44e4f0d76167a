"""Raising in another thread, which Python does where that thread next runs Python code."""

from __future__ import annotations

import ctypes
import sys
import threading
from typing import Optional, Type

# Python 3.11 keeps one mark for all threads that some thread has an exception coming. While it is set, a traced thread
# (under coverage, say) does not get past the beginning of any function; a thread that sleeps in C leaves it set. Nobody
# needs it: whoever is to be raised in sets it again when it comes back to Python code.
_MARKS_ALL_THREADS = sys.version_info[:2] == (3, 11)


class _MarkTaken(BaseException):
    """Raised and caught in one place: a thread takes the mark away when it raises what was to come in itself."""


def raise_in(thread: threading.Thread, kind: Optional[Type[BaseException]]) -> None:
    """Have ``kind`` raised there; None takes back what has not been raised yet."""
    asked = ctypes.c_ulong(thread.ident or 0)
    raised = None if kind is None else ctypes.py_object(kind)
    here = ctypes.c_ulong(threading.get_ident())
    mark_taken = ctypes.py_object(_MarkTaken)
    ask = ctypes.pythonapi.PyThreadState_SetAsyncExc
    # From here on no Python function may be called: see above.
    ask(asked, raised)
    if _MARKS_ALL_THREADS and (kind is None or asked.value != here.value):
        try:
            ask(here, mark_taken)
            while True:  # it is raised at a call or a jump
                pass
        except _MarkTaken:
            pass
