"""Raising in another thread, which Python does where that thread next runs Python code."""

from __future__ import annotations

import ctypes
import threading
from typing import Optional, Type


def raise_in(thread: threading.Thread, kind: Optional[Type[BaseException]]) -> None:
    """Have ``kind`` raised there; None takes back what has not been raised yet."""
    raised = None if kind is None else ctypes.py_object(kind)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), raised)
