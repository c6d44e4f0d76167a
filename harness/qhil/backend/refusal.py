"""The one way in which a recorded device refuses: the service's value error, naming what, where and the limit."""

from __future__ import annotations

import difflib
from typing import Any, Iterable

from qhil.service_errors import IBMQBackendValueError


def refusal(device: str, message: str) -> IBMQBackendValueError:
    """The error with which ``device`` refuses an input."""
    return IBMQBackendValueError(f"{device}: {message}")


def nearest(word: str, known: Iterable[str]) -> str:
    """``; nearest: a, b`` or the whole list where nothing is near."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    return f"nearest: {', '.join(close)}" if close else f"known: {', '.join(names)}"


def circuit_label(index: int, circuit: Any) -> str:
    """How an error names a circuit of a batch."""
    return f"circuit {index} ({circuit.name!r})"
