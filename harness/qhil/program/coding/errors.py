"""What fails on the way to JSON text or back, and where in the data.

What cannot be encoded keeps the class that it has in the service (`TypeError`, `ValueError`, or
what a class of the user raised), with the place behind the words. What cannot be decoded is a
:class:`DecodingError`.

>>> print(DecodingError("QuantumCircuit", "no base64", "$.circuits[3]"))
QuantumCircuit at $.circuits[3] cannot be decoded: no base64
"""

from __future__ import annotations

from typing import Optional

from qhil.errors import QhilError


class DecodingError(QhilError, ValueError):
    """JSON that says it stands for an object, and does not.

    ``kind``: its ``__type__``. ``reason``: what is wrong. ``place``: where in the data, such as
    ``$.circuits[3]``; None while that is not known.
    """

    def __init__(self, kind: str, reason: str, place: Optional[str] = None) -> None:
        super().__init__(kind, reason, place)
        self.kind = kind
        self.reason = reason
        self.place = place

    def __str__(self) -> str:
        place = f" at {self.place}" if self.place else ""
        return f"{self.kind}{place} cannot be decoded: {self.reason}"


def reason_of(error: Exception) -> str:
    """An error in one line: its class, unless that says nothing, and its words."""
    words = " ".join(str(error).split())
    if type(error) in (TypeError, ValueError) and words:
        return words
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def say_more(error: Exception, more: str) -> None:
    """Put something behind the words of an error that was raised in encoding, such as a place."""
    words = error.args[0] if len(error.args) == 1 else None
    if isinstance(words, str):
        error.args = (f"{words} {more}",)
        # Qiskit's errors keep their words twice.
        if getattr(error, "message", None) == words:
            error.message = error.args[0]  # type: ignore[attr-defined]  # there, by getattr above
    elif hasattr(error, "add_note"):
        error.add_note(more)
